"""What is true: the kinds of document, their fields, rules, states, permissions and messages."""
