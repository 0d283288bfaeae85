"""How documents are asked: one layout for each kind, and the builder of the pages' forms."""
