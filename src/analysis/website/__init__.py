"""The report: brief, reader and how it was done, as pages and PDF."""
