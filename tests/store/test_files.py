import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import WriteError
from analysis.store.files import ROOT, font_file, show_path, write_file


def test_an_unchanged_file_keeps_its_time_stamp(tmp_path):
    path = tmp_path / "t.txt"
    write_file(path, b"one")
    before = path.stat().st_mtime_ns
    write_file(path, b"one")
    assert path.stat().st_mtime_ns == before
    write_file(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "t.txt"
    write_file(path, b"old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["t.txt"]


@pytest.mark.parametrize("name", ["file/a.csv", "file/b/a.csv"])
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path, name):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WriteError, match=f"{name}: cannot be written, as a part of its path is a"):
        write_file(tmp_path / name, b"x")
    assert (tmp_path / "file").read_text() == "mine"


def test_what_a_killed_process_left_unfinished_is_swept_and_nothing_else(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    names = (f".{ended.pid}-ab_3x.new", f".{os.getpid()}-ab_3x.new", ".x.new", f"{ended.pid}-a.new")
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    write_file(tmp_path / "t.txt", b"whole")
    assert {p.name for p in tmp_path.iterdir()} == {"t.txt", *names[1:]}
    # Also where what is to be written stands there already.
    (tmp_path / names[0]).write_bytes(b"half")
    write_file(tmp_path / "t.txt", b"whole")
    assert not (tmp_path / names[0]).exists()


def test_what_another_user_left_or_still_writes_is_in_nobodys_way(tmp_path, monkeypatch):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    half = tmp_path / f".{ended.pid}-ab_3x.new"
    half.write_bytes(b"half")

    def refuse(*_, **__):
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", refuse)
        write_file(tmp_path / "t.txt", b"whole")
    assert (tmp_path / "t.txt").read_bytes() == b"whole"
    # A process that may not be asked runs.
    with monkeypatch.context() as patch:
        patch.setattr("os.kill", refuse)
        write_file(tmp_path / "t.txt", b"new")
    assert half.exists()


def test_paths_are_shown_as_a_user_knows_them():
    assert show_path(ROOT / "data" / "raw" / "documents.csv") == "data/raw/documents.csv"
    assert show_path(Path("/elsewhere/x.csv")) == "/elsewhere/x.csv"


def test_the_font_ships_with_a_dependency():
    assert font_file().stat().st_size > 1_000_000
