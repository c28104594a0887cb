"""A large corpus in partitions: what each holds, and reading one."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import polars as pl

from analysis.errors import CorpusError
from analysis.store.files import find_input, show_path
from analysis.store.tables import read_csv
from analysis.text.documents import check_list, read_list, read_texts

_COLUMNS = ("doc_id", "province", "text")
_LISTED = ["doc_id", "province", "file", "sha256"]

# Documents a partition: some seconds of work, so that a killed run loses little and a worker
# holds little.
SIZE = 500


@dataclass(frozen=True)
class Partition:
    """Documents `first` to `last` (not with it) of a source, a Parquet file or a documents.csv.

    `fingerprint` tells the source from what it is after a change. `files` has doc_id, province, file and
    SHA-256 of each document of a list.
    """

    source: str
    first: int
    last: int
    fingerprint: str
    files: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def name(self) -> str:
        """A name for its folder, the same in every run."""
        return hashlib.sha256(f"{self.source}\n{self.first}\n{self.last}".encode()).hexdigest()[:16]

    def __str__(self) -> str:
        where = show_path(Path(self.source))
        return f"{where}, documents {self.first + 1} to {self.last}" if self.last else where


def plan_partitions(corpus: Path, *, size: int = SIZE) -> list[Partition]:
    """Divide a corpus into partitions of `size` documents.

    `corpus` is a Parquet file with the columns doc_id, province and text, a folder of such files,
    or a documents.csv, or a folder with one; superior documents of a list are left out. Only ids
    and provinces are read. A file that cannot be read makes one partition, which fails when its
    turn comes. Raises CorpusError for a corpus without documents, a column that is missing, a
    doubled id, and a province that provinces.csv does not list.
    """
    if corpus.is_dir() and (corpus / "documents.csv").exists():
        return plan_partitions(corpus / "documents.csv", size=size)
    if corpus.suffix == ".csv":
        partitions = list(_of_list(corpus, size))
    elif corpus.is_file() and corpus.suffix != ".parquet":
        raise CorpusError(
            f"{corpus}: neither a documents.csv nor a .parquet file; expected one, or a folder. "
            "Name another, or rename it."
        )
    else:
        files = sorted(corpus.glob("**/*.parquet")) if corpus.is_dir() else [corpus]
        partitions = [part for file in files for part in _of_parquet(file, size)]
        _check_ids([Path(part.source) for part in partitions if part.last], corpus)
    if not partitions:
        raise CorpusError(
            f"{corpus}: no documents; expected a Parquet file with the columns "
            f"{', '.join(_COLUMNS)}, a folder of such files, or a documents.csv. Name another."
        )
    return partitions


def read_partition(partition: Partition) -> pl.DataFrame:
    """Read the documents of a partition: doc_id, province, text.

    Raises CorpusError, with the partition's name, when it cannot be read or a text is missing.
    """
    try:
        if partition.files:
            return _read_files(partition)
        n = partition.last - partition.first
        rows = pl.scan_parquet(partition.source).slice(partition.first, n)
        documents = rows.select(_COLUMNS).collect()
    except CorpusError as error:
        raise CorpusError(f"{partition}: {error}") from None
    except (pl.exceptions.PolarsError, OSError) as error:
        said = " ".join(str(error).split())
        raise CorpusError(
            f"{partition}: cannot be read ({said}). Restore the file, then run the same command "
            "again; what is finished is kept."
        ) from None
    empty = documents.filter(pl.col("text").str.strip_chars().fill_null("") == "")
    if len(empty):
        raise CorpusError(
            f"{partition}, document '{empty['doc_id'][0]}': no text; expected one. Fill it in or "
            "leave the document out."
        )
    return documents


def _of_list(path: Path, size: int) -> Iterator[Partition]:
    listed = read_list(path)
    check_list(listed, path)
    rows = listed.loc[listed["role"] == "policy", _LISTED]
    for first in range(0, len(rows), size):
        files = tuple(rows[first : first + size].itertuples(index=False, name=None))
        fingerprint = hashlib.sha256(repr(files).encode()).hexdigest()
        yield Partition(str(path.resolve()), first, first + len(files), fingerprint, files)


def _of_parquet(path: Path, size: int) -> Iterator[Partition]:
    source = str(path.resolve())
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; expected a corpus. Name another.")
    state = path.stat()
    fingerprint = f"{state.st_size} {state.st_mtime_ns}"
    try:
        held = pl.read_parquet_schema(path)
        n = pl.scan_parquet(path).select(pl.len()).collect().item()
    except pl.exceptions.PolarsError:
        yield Partition(source, 0, 0, fingerprint)
        return
    missing = [column for column in _COLUMNS if held.get(column) != pl.String]
    if missing:
        found = ", ".join(f"{name} ({kind})" for name, kind in held.items())
        raise CorpusError(
            f"{path}: missing text column(s) {missing}; found {found}. Write the file with the "
            f"columns {', '.join(_COLUMNS)}, each of text (String)."
        )
    for first in range(0, n, size):
        yield Partition(source, first, min(first + size, n), fingerprint)


def _check_ids(sources: list[Path], corpus: Path) -> None:
    if not sources:
        return
    ids = pl.scan_parquet(sorted(set(sources))).select("doc_id", "province")
    bad = ids.filter(pl.col("doc_id").fill_null("").str.strip_chars() == "")
    if bad.select(pl.len()).collect().item():
        raise CorpusError(f"{corpus}: a document has no doc_id; expected one in each. Fill it in.")
    doubled = ids.group_by("doc_id").len().filter(pl.col("len") > 1).sort("doc_id").collect()
    if len(doubled):
        raise CorpusError(
            f"{corpus}: the doc_id '{doubled['doc_id'][0]}' stands {doubled['len'][0]} times; "
            "expected every id once. Rename or delete the others."
        )
    folder = corpus if corpus.is_dir() else corpus.parent
    provinces = read_csv(find_input(folder, "provinces.csv"), "provinces")["province"]
    held = ids.select(pl.col("province").unique()).collect()["province"].to_list()
    unknown = sorted({str(province) for province in held} - set(provinces))
    if unknown:
        raise CorpusError(
            f"{corpus}: unknown province '{unknown[0]}'; expected one of provinces.csv. Correct "
            f"the column, or write a provinces.csv into {folder}."
        )


def _read_files(partition: Partition) -> pl.DataFrame:
    listed = pd.DataFrame(list(partition.files), columns=_LISTED)
    texts = read_texts(listed, Path(partition.source).parent)
    return pl.DataFrame(listed.assign(text=texts["text"])[list(_COLUMNS)].to_dict("list"))
