"""Lexicon, tokenizers and tokens."""
