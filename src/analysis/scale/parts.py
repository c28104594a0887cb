"""What partitions leave on disk, and how it is put together again."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import polars as pl

from analysis.store.files import write_file

# Rows of one file of a large table.
ROWS = 100_000

# Folders of results: of each partition, of each province, and the tables of the whole.
PARTS, ESTIMATES, TABLES = "parts", "estimates", "tables"

# The idf of every word and its columns of masses, by which partitions are weighed.
WORDS = "words.parquet"

# The checksums of the tables, written when all of them are.
MANIFEST = "tables.sha256"


def write_part(folder: Path, name: str, fingerprint: str, tables: dict[str, pl.DataFrame]) -> None:
    """Write tables, and last a list of their checksums and what they were made from."""
    checksums = {
        f"{t}.parquet": write_parquet(folder / f"{t}.parquet", table) for t, table in tables.items()
    }
    manifest = {"stamp": fingerprint, "files": checksums}
    write_file(folder / f"{name}.json", json.dumps(manifest, indent=1).encode())


def is_part(folder: Path, name: str, fingerprint: str) -> bool:
    """Tell whether a part is there, whole, and made from what `fingerprint` tells."""
    try:
        manifest = json.loads((folder / f"{name}.json").read_bytes())
        return manifest["stamp"] == fingerprint and all(
            digest((folder / file).read_bytes()) == found
            for file, found in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def merge_counts(files: list[Path]) -> pl.DataFrame:
    """Add the counts of all partitions up, as from `counting.count_by_province`.

    The files are read a few at a time; memory holds what they have in common, the sums.
    """
    summed = pl.scan_parquet(files).group_by("term", "province").agg(pl.sum("n", "n_provisions"))
    return summed.sort("term", "province").collect(engine="streaming")


def in_chunks(parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Join tables and cut them anew into tables of ROWS rows, so that partitions leave no trace."""
    held = None
    for part in parts:
        held = part if held is None else pl.concat([held, part])
        while len(held) > ROWS:
            yield held[:ROWS]
            held = held[ROWS:]
    if held is not None:
        yield held


def write_parquet(path: Path, table: pl.DataFrame) -> str:
    """Write a table and give its checksum; the pieces it was joined from leave no trace."""
    written = io.BytesIO()
    table.rechunk().write_parquet(written)
    write_file(path, written.getvalue())
    return digest(written.getvalue())


def to_pandas(table: pl.DataFrame) -> pd.DataFrame:
    """Turn a table of polars into one of pandas; its own way needs pyarrow."""
    return pd.DataFrame(table.to_dict(as_series=False))


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()
