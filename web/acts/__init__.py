"""What the office does. No Flask here: a page, a command and a test call the same act."""
