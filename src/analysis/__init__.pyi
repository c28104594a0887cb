"""The public names of the package; `__init__.py` finds each in its module when it is asked for."""
