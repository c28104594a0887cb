"""What each notebook reads, imports and writes, as rules for make.

Standard library only: make runs this file with the machine's own Python, before there is an
environment, so that a new notebook, table or figure needs no edit of the Makefile.
"""

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.store.imports import reached_modules, read_face

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

    Looked for are `read_table("…")`, `write_table(…, "…")`, `RAW / "…"`, the figures that
    functions of reports save, such as `an.gaps.draw(…)`, and the modules behind all names of the
    package, with all that these import in turn and the texts that lie beside them.
    """
    tree = ast.Module([node for cell in _code(path) for node in cell.body], [])
    made = [f"{PROCESSED}/{name}.csv" for name in _called(tree, "write_table", 1)]
    drawn = [
        f"{FIGURES}/{name}.{kind}" for name in _figures(tree, package) for kind in ("svg", "png")
    ]
    read = [f"{PROCESSED}/{name}.csv" for name in _called(tree, "read_table", 0)]
    raw = sorted(_raw_files(tree))
    texts = [TEXTS] if f"$(wildcard {RAW}/documents.csv)" in raw else []
    modules = reached_modules(tree, package)
    beside = {text for module in modules for text in module.parent.glob("*.toml")}
    sources = [
        f"{PACKAGE}/{file.relative_to(package).as_posix()}" for file in sorted(modules | beside)
    ]
    return Links(
        needs=(*(f for f in read if f not in made), *raw, *texts, *sources),
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


def make_rules(root: Path) -> str:
    """Write the rules for all notebooks of a project, and the lists of what they make."""
    names = sorted(path.stem for path in (root / NOTEBOOKS).glob("[0-9]*.ipynb"))
    links = {n: notebook_links(root / NOTEBOOKS / f"{n}.ipynb", root / PACKAGE) for n in names}
    made = [file for n in names for file in links[n].makes]
    lines = [
        "# Written by tools/depends.py; edits are lost.",
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
        and _name(node.func) == function
        and isinstance(node.args[position], ast.Constant)
    ]


def _figures(tree: ast.AST, package: Path) -> list[str]:
    """List the figures that code saves, by itself or through functions of reports."""
    saved = _called(tree, "save_figure", 1)
    functions = _drawn(tree, package)
    return [*saved, *(name for f in functions for name in _called(f, "save_figure", 1))]


def _drawn(tree: ast.AST, package: Path) -> Iterator[ast.FunctionDef]:
    """Find the functions of reports that code calls as `an.report.function(…)`."""
    face = read_face(package / "__init__.pyi")
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        if isinstance(owner, ast.Attribute) and _name(owner.value) == "an" and owner.attr in face:
            module = package.joinpath(*".".join(face[owner.attr]).split(".")[1:])
            source = module.with_suffix(".py").read_text(encoding="utf-8")
            yield from (
                function
                for function in ast.parse(source).body
                if isinstance(function, ast.FunctionDef) and function.name == node.func.attr
            )


def _raw_files(tree: ast.AST) -> set[str]:
    return {
        # A missing file is for the notebook to tell, not for make.
        f"$(wildcard {RAW}/{ast.literal_eval(node.right)})"
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and _name(node.left) == "RAW"
        and isinstance(node.right, ast.Constant)
    }


def _name(node: ast.AST) -> str:
    """Give the last part of a name, as `RAW` of `an.RAW`; nothing of what is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


if __name__ == "__main__":
    try:
        sys.stdout.write(make_rules(Path.cwd()))
    except (SyntaxError, ValueError, OSError) as error:
        sys.exit(f"notebooks/ or src/: {error}. Correct it, then run make again.")
