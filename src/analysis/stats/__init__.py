"""Numbers that several studies share: masses, comparisons, resampling, intervals."""
