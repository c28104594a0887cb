"""Checksums of input files, as `sha256sum` writes them."""

from hashlib import sha256
from pathlib import Path

from analysis.store.files import ORIGINALS


def input_checksums(raw: Path) -> list[dict[str, str]]:
    """List the input files, sorted by path from `raw`, with their SHA-256.

    Hidden files are none, nor are files as they were before their texts were cleaned.
    """
    before = raw / ORIGINALS
    paths = sorted(p for p in raw.rglob("[!.]*") if p.is_file() and p.parent != before)
    return [
        {
            "path": path.relative_to(raw).as_posix(),
            "sha256": sha256(path.read_bytes()).hexdigest(),
        }
        for path in paths
    ]


def data_checksum(inputs: list[dict[str, str]]) -> str:
    """Give one SHA-256 over paths and checksums of all inputs, a line each, as `sha256sum` has it.

    >>> data_checksum([{"path": "a.txt", "sha256": "00"}])[:12]
    '29b514fcc0e5'
    """
    return sha256(checksum_lines(inputs).encode("utf-8")).hexdigest()


def checksum_lines(inputs: list[dict[str, str]]) -> str:
    """Write checksums as `sha256sum` does, so that it can hold the files against them.

    >>> print(checksum_lines([{"path": "a.txt", "sha256": "00"}]), end="")
    00  a.txt
    """
    return "".join(f"{file['sha256']}  {file['path']}\n" for file in inputs)
