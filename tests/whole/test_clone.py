"""A clone made on Windows, where git by default rewrites the ends of lines, has the same files."""

import hashlib
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from building import ROOT


def git(*arguments: str, cwd: Path) -> str:
    run = ["git", "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(run, cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The files of this project, committed and cloned with `core.autocrlf=true`."""
    if not (ROOT / ".git").exists():
        pytest.skip("no clone: there is nothing to clone from")
    origin, copy = (tmp_path_factory.mktemp(name) for name in ("origin", "clone"))
    listed = git("ls-files", "-z", cwd=ROOT).split("\0")[:-1]
    for name in listed:
        if (ROOT / name).is_file():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            (origin / name).write_bytes((ROOT / name).read_bytes())
    git("init", "-q", cwd=origin)
    git("add", "-A", "-f", cwd=origin)
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    git(*author, "commit", "-q", "-m", "all", cwd=origin)
    git("clone", "-q", "-c", "core.autocrlf=true", str(origin), str(copy / "c"), cwd=copy)
    return copy / "c"


def test_the_texts_have_their_checksums(clone):
    documents = pd.read_csv(clone / "data/raw/documents.csv")
    for document in documents.itertuples():
        content = (clone / "data/raw" / document.file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document.sha256, document.file


def test_every_file_is_the_same_byte_for_byte(clone):
    """So `make` finds a Makefile without carriage returns, and sh its scripts."""
    for name in git("ls-files", "-z", cwd=clone).split("\0")[:-1]:
        assert (clone / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_without_the_attributes_it_would_not_be(clone, tmp_path):
    """What is tested above does happen."""
    (clone / ".gitattributes").unlink()
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false")
    git(*author, "commit", "-q", "-a", "-m", "without", cwd=clone)
    git("clone", "-q", "-c", "core.autocrlf=true", str(clone), str(tmp_path / "c"), cwd=tmp_path)
    assert b"\r\n" in (tmp_path / "c" / "Makefile").read_bytes()
