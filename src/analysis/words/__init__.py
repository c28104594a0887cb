"""Lexicon, word cutters and tokens."""
