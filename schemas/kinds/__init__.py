"""What a kind of document is, all of them, and how one is examined."""
