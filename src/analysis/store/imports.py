"""Which modules of the package some code reaches, read from the code itself.

Standard library only: make asks with the machine's own Python, before there is an environment.
"""

import ast
from functools import cache
from pathlib import Path

_PACKAGE = "analysis"
_STUB = "__init__.pyi"


def read_face(stub: Path) -> dict[str, tuple[str, str]]:
    """Read the public names of the package from its stub: module and name there, by public name.

    The stub consists of lines such as `from analysis.store.tables import read_table as read_table`.
    """
    lines = ast.parse(stub.read_text(encoding="utf-8")).body
    return {
        alias.asname or alias.name: (str(line.module), alias.name)
        for line in lines
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }


def reached_modules(tree: ast.AST, package: Path) -> set[Path]:
    """Find the modules that code imports or names as `an.name`, and all that these import in turn.

    `package` is the folder of the package. Returns paths of files in it.
    """
    found: set[Path] = set()
    waiting = _named_modules(tree, package)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting |= _modules_of(module, package)
    return found


@cache
def _modules_of(module: Path, package: Path) -> set[Path]:
    return _named_modules(ast.parse(module.read_text(encoding="utf-8")), package)


def _named_modules(tree: ast.AST, package: Path) -> set[Path]:
    names = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    ]
    face = _face(package)
    names += [face[name] for name in faced_names(tree) if name in face]
    return {path for module, name in names for path in [_file_of(module, name, package)] if path}


def faced_names(tree: ast.AST) -> set[str]:
    """List the names that code takes from the package's face, as `name` in `an.name`."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "an"
    }


@cache
def _face(package: Path) -> dict[str, tuple[str, str]]:
    return read_face(package / _STUB) if (package / _STUB).exists() else {}


def _file_of(module: str, name: str, package: Path) -> Path | None:
    """Find the file that has a name of a module: its own, or that of the module of this name."""
    if not module.startswith(f"{_PACKAGE}."):
        return None
    inside = package.joinpath(*module.split(".")[1:])
    if inside.is_dir():
        inside = inside / name
    return inside.with_suffix(".py")
