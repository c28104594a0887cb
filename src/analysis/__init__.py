"""Compare what Chinese provinces write on the same policy: `import analysis as an`.

The public names are those of `__init__.pyi`, which says where each of them lives; it is imported
when it is first asked for (PEP 562), so that nothing waits for what it does not use.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.store.imports import read_face

_FACE = read_face(Path(__file__).with_name("__init__.pyi"))

__all__ = sorted(_FACE)


def __getattr__(name: str) -> Any:
    if name not in _FACE:
        raise AttributeError(f"module 'analysis' has no public name '{name}'")
    module, attribute = _FACE[name]
    # A report goes by the name of its study and is a module itself.
    if attribute == "report":
        return import_module(f"{module}.{attribute}")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return __all__
