"""Corpora that fit no notebook, counted in partitions."""
