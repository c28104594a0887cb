"""What each notebook reads, imports and writes, as rules for make.

Standard library only: make runs this file with the machine's own Python, before there is an
environment, so that a new notebook, table or figure needs no edit of the Makefile.
"""

import ast
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "src/analysis"
NOTEBOOKS = "notebooks"
EXECUTED = ".cache/notebooks"
PROCESSED = "data/processed"
FIGURES = "reports/figures"
RAW = "data/raw"

# `documents.csv` names the texts; whoever reads the one reads the others.
TEXTS = "$(wildcard data/raw/texts/*)"


@dataclass(frozen=True)
class Links:
    """Files that a notebook needs and files that it makes, from the project's folder."""

    needs: tuple[str, ...]
    makes: tuple[str, ...]


def notebook_links(path: Path, package: Path) -> Links:
    """Find what a notebook reads, imports and writes from the calls in its cells.

    Looked for are `read_table("…")`, `write_table(…, "…")`, `save_figure(…, "…")`,
    `RAW / "…"` and imports from `analysis`, with all that these import in turn.
    """
    tree = ast.Module([node for cell in _code(path) for node in cell.body], [])
    made = [f"{PROCESSED}/{name}.csv" for name in _called(tree, "write_table", 1)]
    drawn = [
        f"{FIGURES}/{name}.{kind}"
        for name in _called(tree, "save_figure", 1)
        for kind in ("svg", "png")
    ]
    read = [f"{PROCESSED}/{name}.csv" for name in _called(tree, "read_table", 0)]
    raw = sorted(_raw_files(tree))
    texts = [TEXTS] if f"$(wildcard {RAW}/documents.csv)" in raw else []
    modules = [f"{PACKAGE}/{name}.py" for name in sorted(imported_modules(tree, package))]
    return Links(
        needs=(*(f for f in read if f not in made), *raw, *texts, *modules),
        makes=(*made, *drawn),
    )


def _code(path: Path) -> list[ast.Module]:
    """Parse the code cells of a notebook; raises ValueError with the cell that is no Python."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path.name} is no notebook ({error})") from None
    parsed = []
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code":
            try:
                parsed.append(ast.parse("".join(cell["source"])))
            except SyntaxError as error:
                where = f"{path.name}, cell {number}, line {error.lineno}"
                raise ValueError(f"{where}: {error.msg}") from None
    return parsed


def imported_modules(tree: ast.AST, package: Path) -> set[str]:
    """Name the modules of the package that code imports, directly or through one another."""
    found: set[str] = set()
    waiting = _imports(tree)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= _imports_of(package / f"{name}.py")
    return found


def make_rules(root: Path) -> str:
    """Write the rules for all notebooks of a project, and the lists of what they make."""
    names = sorted(path.stem for path in (root / NOTEBOOKS).glob("[0-9]*.ipynb"))
    links = {n: notebook_links(root / NOTEBOOKS / f"{n}.ipynb", root / PACKAGE) for n in names}
    made = [file for n in names for file in links[n].makes]
    lines = [
        "# Written by src/analysis/depends.py; edits are lost.",
        f"NOTEBOOKS := {' '.join(names)}",
        f"EXECUTED := {' '.join(f'{EXECUTED}/{n}.ipynb' for n in names)}",
        f"TABLES := {' '.join(f for f in made if f.endswith('.csv'))}",
        f"FIGURES := {' '.join(f for f in made if not f.endswith('.csv'))}",
    ]
    for n in names:
        makes, needs = " ".join(links[n].makes), " ".join(links[n].needs)
        lines += [
            "",
            f"{EXECUTED}/{n}.ipynb: {NOTEBOOKS}/{n}.ipynb {needs} $(call missing,{makes})",
            # A table that came out the same keeps its time stamp, and what needs it rests.
            f"{makes}: {EXECUTED}/{n}.ipynb ;",
        ]
    return "\n".join(lines) + "\n"


def _called(tree: ast.AST, function: str, position: int) -> list[str]:
    """Collect the text that stands at a position in the calls of a function."""
    return [
        ast.literal_eval(node.args[position])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == function
        and isinstance(node.args[position], ast.Constant)
    ]


def _raw_files(tree: ast.AST) -> set[str]:
    return {
        # A missing file is for the notebook to tell, not for make.
        f"$(wildcard {RAW}/{ast.literal_eval(node.right)})"
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.left, ast.Name)
        and node.left.id == "RAW"
        and isinstance(node.right, ast.Constant)
    }


@cache
def _imports_of(module: Path) -> set[str]:
    return _imports(ast.parse(module.read_text(encoding="utf-8")))


def _imports(tree: ast.AST) -> set[str]:
    return {
        str(node.module).removeprefix("analysis.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.")
    }


if __name__ == "__main__":
    try:
        sys.stdout.write(make_rules(Path.cwd()))
    except (SyntaxError, ValueError, OSError) as error:
        sys.exit(f"notebooks/ or src/: {error}. Correct it, then run make again.")
