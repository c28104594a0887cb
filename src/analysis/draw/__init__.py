"""How figures look, their common shapes, and the one way to save them."""
