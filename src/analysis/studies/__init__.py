"""One folder a question put to the texts: measure.py has the numbers, report.py says and draws them."""
