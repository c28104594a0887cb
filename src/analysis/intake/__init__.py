"""New documents: cleaned, read, checked, added."""
