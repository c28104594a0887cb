"""Checksums of all that the report is made of, to see what a change of the code changes.

    python tools/checksums.py record     before the change, after make report
    python tools/checksums.py compare    after the change, and make report again

Tables, figures, pages in both languages, PDFs and downloads are compared byte for byte.
"""

import hashlib
import sys
from pathlib import Path

RECORD = Path(".cache/report.sha256")
FOLDERS = ("data/processed", "reports")
# Written by `make bench`, which measures a machine: no part of the report.
MEASURED = ("benchmark.md", "benchmark.svg")


def checksums(root: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of the built report by its path from `root`."""
    files = (path for folder in FOLDERS for path in (root / folder).rglob("*"))
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if path.is_file() and path.name not in MEASURED
    }


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Say of each file that is not as it was whether it is new, gone or changed.

    >>> differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
    ['gone     a', 'changed  b', 'new      c']
    """
    return [
        f"{'new' if path not in before else 'gone' if path not in after else 'changed':<9}{path}"
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]


def main(arguments: list[str]) -> str | None:
    """Record or compare the report in this folder; gives what is to be told as an error."""
    now = checksums(Path.cwd())
    if arguments == ["record"]:
        RECORD.parent.mkdir(exist_ok=True)
        # As sha256sum writes and checks them.
        RECORD.write_text("".join(f"{digest}  {path}\n" for path, digest in now.items()))
        print(f"recorded {len(now)} files in {RECORD}")
        return None
    if arguments != ["compare"]:
        return __doc__
    if not RECORD.exists():
        return f"{RECORD}: no such file; run 'make record' before the change."
    lines = (line.split("  ", 1) for line in RECORD.read_text().splitlines())
    changed = differences({path: digest for digest, path in lines}, now)
    print(f"{len(now)} files, {len(changed)} not as recorded")
    return "\n".join(changed) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
