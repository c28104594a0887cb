"""Files and tables: where they lie, what columns they have, how they are read and written."""
