"""Compare what provinces write on the same policy: provisions, coverage, divergence, evidence."""
