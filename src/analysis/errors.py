"""The errors of a user's input, each told in one message: where, what was found, what to do."""


class CorpusError(ValueError):
    """A document that cannot be used; the message names the file and what to do."""


class WorkerError(ValueError):
    """A task that kills its workers, or a cluster that is not there."""


class TableError(ValueError):
    """A table that breaks its contract; the message says where, what and what to do."""


class NotebookError(ValueError):
    """A cell that failed; the message names notebook, cell, source and exception."""


class WriteError(OSError):
    """A file that could not be written; the message says which, why and what to do."""


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file, the entry and what to do."""
