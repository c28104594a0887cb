"""Copies of the project to build in, cut off from the network, and what their pages say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import html

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "tests" / "documents"

# Any connection that leaves the machine fails the build.
OFFLINE = """
import socket

_connect = socket.socket.connect

def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the build must not reach for {address[0]}")
    return _connect(self, address)

socket.socket.connect = connect
"""


def copy_project(folder: Path) -> Path:
    """Copy the sources, not the results, and lend the copy this environment."""
    folder.mkdir(exist_ok=True)
    kept = ("data/raw", "notebooks", "src", "tools", "Makefile", "pyproject.toml", "uv.lock")
    for name in kept:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy2(source, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(OFFLINE)
    return folder


def project_environment(project: Path, **changes: str) -> dict[str, str]:
    path = f"{project / 'guard'}:{project / 'src'}"
    # Nothing of a make that runs the tests reaches the make that is tested.
    inherited = {
        k: v
        for k, v in os.environ.items()
        if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ANALYSIS_ROOT")
    }
    return inherited | {"PYTHONPATH": path} | changes


def make(project: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=project,
        env=project_environment(project, **changes),
        capture_output=True,
        text=True,
        check=False,
    )


def page_of(path: Path) -> html.HtmlElement:
    """Read a page without its code."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    for code in page.xpath("//script | //style | //pre | //code"):
        code.drop_tree()
    return page


def missing_values(built: Path) -> dict[str, list[str]]:
    """Find where a page or a table of a build says that there is no number, or worse."""
    missing = re.compile(r"(?<![A-Za-z])(?:nan|NaN|-?inf|None|Traceback|\w*Warning)(?![A-Za-z])")
    said = {}
    for path in (built / "reports").rglob("*.html"):
        page = page_of(path)
        labels = page.xpath("//@aria-label | //@alt | //@title")
        said[str(path)] = " ".join([page.text_content(), *labels])
    for path in (built / "data" / "processed").glob("*.csv"):
        said[str(path)] = path.read_text(encoding="utf-8")
    return {path: found for path, text in said.items() if (found := missing.findall(text))}
