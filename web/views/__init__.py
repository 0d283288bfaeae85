"""The pages, one blueprint for each part of the office's work."""
