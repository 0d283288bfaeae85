"""How documents are printed: valid data in, the bytes of the official paper out."""
