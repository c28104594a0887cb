"""Words for readers: statements in two languages, numbers in words, links, tables of a brief."""
