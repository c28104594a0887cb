"""The record of the report's files, held against changes made on purpose."""

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "checksums.py"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_it_tells_what_is_new_gone_or_changed(tmp_path):
    for path in ("data/processed/hits.csv", "reports/zh/index.html", "reports/figures/gaps.svg"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("as it was")
    assert run(tmp_path, "record").stdout == "recorded 3 files in .cache/report.sha256\n"
    same = run(tmp_path, "compare")
    assert (same.returncode, same.stdout) == (0, "3 files, 0 not as recorded\n")
    (tmp_path / "data/processed/hits.csv").write_text("edited")
    (tmp_path / "reports/zh/index.html").unlink()
    (tmp_path / "reports/brief.en.pdf").write_text("new")
    (tmp_path / "reports/benchmark.md").write_text("of a machine, not of the report")
    changed = run(tmp_path, "compare")
    assert changed.returncode == 1
    assert changed.stderr.split() == [
        "changed", "data/processed/hits.csv", "new", "reports/brief.en.pdf",
        "gone", "reports/zh/index.html",
    ]  # fmt: skip


def test_without_a_record_it_says_how_to_make_one(tmp_path):
    compared = run(tmp_path, "compare")
    assert compared.returncode == 1
    assert "run 'make record' before the change" in compared.stderr
