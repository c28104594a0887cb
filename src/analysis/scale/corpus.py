"""The same measures on corpora that do not fit a notebook: in partitions, on many workers.

Counts of words add up, so each partition is counted alone, once, and its counts lie on disk. A
second pass over the counts, which are a fraction of the texts, weighs them.
"""

import ast
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import polars as pl
from tqdm import tqdm

from analysis.errors import CorpusError
from analysis.scale.counting import (
    Rules,
    add_counts,
    count_by_province,
    count_documents,
    read_rules,
)
from analysis.scale.partitions import SIZE, Partition, plan_partitions, read_partition
from analysis.scale.workers import DaskPool, LocalPool, Pool, Task, run_tasks
from analysis.stats.mass import idf, mass_matrix, sum_columns, term_columns
from analysis.stats.resample import DRAWS
from analysis.store.files import CODEBOOK, find_input, write_file
from analysis.store.imports import reached_modules
from analysis.store.manifest import checksum_lines, input_checksums
from analysis.store.tables import read_csv, write_table
from analysis.studies.coverage.measure import (
    estimate_coverage,
    join_hits,
    measure_coverage,
    sum_hits,
)
from analysis.studies.keyness.measure import word_keyness
from analysis.vocabulary import OTHER_WORDS
from analysis.words.lexicon import read_areas, read_terms

# Tables merged at a time: memory holds so many, and a run of a thousand partitions has two levels.
BRANCH = 32

# Rows of one file of a large table.
ROWS = 100_000

# Folders of results: of each partition, of each province, and the tables of the whole.
PARTS, ESTIMATES, TABLES = "parts", "estimates", "tables"

# The idf of every word and its columns of masses, by which partitions are weighed.
WORDS = "words.parquet"

# The checksums of the tables, written when all of them are.
MANIFEST = "tables.sha256"

_HITS = {
    "province": pl.String, "area": pl.String, "topic": pl.String, "n_hits": pl.Int64,
    "n_provisions": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A partition to count or to weigh: where its results go, by which rules and which code.

    `areas` has area and topic of each row of `policy_areas`, the columns of masses.
    """

    partition: Partition
    out: str
    rules: Rules
    code: str
    areas: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return str(self.partition)

    @property
    def folder(self) -> Path:
        """The folder of the partition's results."""
        return Path(self.out) / PARTS / self.partition.name

    @property
    def fingerprint(self) -> str:
        """What the counts depend on: the documents, the rules and the code."""
        return _digest(repr((self.partition, self.rules, self.code)).encode())


@dataclass(frozen=True)
class Estimate:
    """A province whose coverage is to be estimated from the masses of all partitions."""

    province: str
    file: str
    masses: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    draws: int

    def __str__(self) -> str:
        return f"the intervals of {self.province}"


def count_corpus(
    corpus: Path,
    out: Path,
    *,
    workers: int = 1,
    scheduler: str = "",
    size: int = SIZE,
    draws: int = DRAWS,
) -> None:
    """Count the words of a corpus in partitions, and measure coverage from the counts.

    `corpus` as for `partitions.plan_partitions`; lexicon, words and provinces from its folder, or
    those shipped. Works on so many processes of this machine, or on the workers of a Dask
    scheduler by address, which must see `corpus` and `out` under the same paths. Writes to
    `out/tables`, the same bytes whatever the workers and the partitions:

    - Parquet, in files of 100,000 rows: `documents`, `provisions` and `weights`, in which all
      words that are no term of an area are one row a provision, OTHER_WORDS;
    - Parquet: `province_terms`, with n and n_provisions of each term and province;
    - CSV: `coverage`, `keyness`, and the lists that belong to them;
    - the codebook of the corpus, or the one shipped.

    `out/tables.sha256`, written last, has their checksums: where it fits them the run is finished.
    What partitions gave stays in `out/parts` with its checksum; a second run does only what is
    missing or has changed. Memory: a worker holds one partition, or about 200 bytes for each
    provision of one province; this process, BRANCH tables as long as the vocabulary. Raises
    CorpusError for a corpus that cannot be planned, and for partitions that failed, after all
    others are done.
    """
    corpus, out = corpus.resolve(), out.resolve()
    if corpus.is_dir() and out.is_relative_to(corpus):
        raise CorpusError(
            f"{out}: lies in the corpus, where its tables would be read as documents. Name a "
            "folder outside it."
        )
    partitions = plan_partitions(corpus, size=size)
    folder = corpus if corpus.is_dir() else corpus.parent
    rules, code = read_rules(folder), code_fingerprint()
    _write_lists(folder, out / TABLES)
    areas, terms = (read_csv(out / TABLES / f"{t}.csv", t) for t in ("policy_areas", "terms"))
    pairs = tuple(areas[["area", "topic"]].itertuples(index=False, name=None))
    jobs = [Job(partition, str(out), rules, code, pairs) for partition in partitions]
    with DaskPool(scheduler) if scheduler else LocalPool(workers) as pool:
        _run(pool, "counting", count_partition, [job for job in jobs if not _is_counted(job)])
        province_terms = merge_counts([job.folder / "province_terms.parquet" for job in jobs])
        sizes = _measure_provinces(jobs)
        words = inverse_frequency(province_terms, int(sizes["size"].sum()))
        topic, area = term_columns(words["term"], areas, terms).T
        written = write_parquet(out / WORDS, words.with_columns(topic=topic, area=area))
        unweighed = [job for job in jobs if not _is_weighed(job, written)]
        _run(pool, "weighing", weigh_partition, unweighed)
        masses = tuple(str(job.folder / "mass.parquet") for job in jobs)
        estimates = [
            Estimate(province, str(out / ESTIMATES / f"{i:03d}.parquet"), masses, pairs, draws)
            for i, province in enumerate(sizes.index)
        ]
        _run(pool, "estimating", estimate_province, estimates, unit="province")
    estimated = pl.concat(pl.read_parquet(estimate.file) for estimate in estimates)
    coverage = to_pandas(estimated).set_index(["province", "area", "topic"])
    _write_tables(jobs, province_terms, sizes, coverage, areas, terms)
    write_file(out / MANIFEST, checksum_lines(input_checksums(out / TABLES)).encode())


def count_partition(job: Job) -> None:
    """Count one partition and write its tables, with their checksums last."""
    _require_same_code(job)
    documents = read_partition(job.partition)
    provisions, counts = count_documents(documents, job.rules)
    tables = {
        "documents": _describe_documents(documents, provisions),
        "provisions": provisions,
        "counts": counts,
        "province_terms": count_by_province(provisions, counts),
    }
    _write_part(job.folder, "counted", job.fingerprint, tables)


def weigh_partition(job: Job) -> None:
    """Weigh the words of one partition, which was counted, and write its tables."""
    _require_same_code(job)
    words_file = Path(job.out) / WORDS
    provisions = pl.read_parquet(job.folder / "provisions.parquet")
    counts = pl.read_parquet(job.folder / "counts.parquet")
    held = pl.DataFrame({"term": cast(pl.Enum, counts.schema["term"]).categories})
    words = held.join(pl.read_parquet(words_file), on="term", how="left", maintain_order="left")
    code, owners, n = (counts[c].to_physical().to_numpy() for c in ("term", "provision", "n"))
    tf_idf = n * words["idf"].to_numpy()[code]
    columns = words.select("topic", "area").to_numpy()[code]
    mass, hits = (
        sum_columns(owners, columns, values, len(provisions), len(job.areas))
        for values in (tf_idf, n)
    )
    areas = pd.DataFrame(job.areas, columns=["area", "topic"])
    summed = sum_hits(hits[:, :-1], provisions["province"], areas).reset_index()
    tables = {
        "weights": collapse_weights(provisions, counts, tf_idf, single=columns[:, 0] >= 0),
        "mass": provisions.select("province", "provision_id").hstack(pl.DataFrame(mass)),
        "hits": pl.DataFrame(summed.to_dict("list"), schema=_HITS),
    }
    fingerprint = _weighed_from(job, _digest(words_file.read_bytes()))
    _write_part(job.folder, "weighed", fingerprint, tables)


def estimate_province(job: Estimate) -> None:
    """Estimate the coverage of one province, and its intervals, from the masses of its provisions.

    They are sorted, so that draws do not depend on the partitions.
    """
    own = pl.scan_parquet(list(job.masses)).filter(pl.col("province") == job.province)
    mass = own.sort("provision_id").collect()
    matrix = mass_matrix(
        mass.drop("province", "provision_id").to_numpy(),
        to_pandas(mass.select("province", "provision_id")),
        pd.DataFrame(job.areas, columns=["area", "topic"]),
    )
    estimates = estimate_coverage(matrix, draws=job.draws).reset_index()
    write_parquet(Path(job.file), pl.DataFrame(estimates.to_dict("list")))


def inverse_frequency(province_terms: pl.DataFrame, n_provisions: int) -> pl.DataFrame:
    """Give each term its idf, as `weights.weigh_terms` declares it: term, idf."""
    df = province_terms.group_by("term").agg(pl.sum("n_provisions")).sort("term")
    return df.select("term").with_columns(idf=idf(n_provisions, df["n_provisions"].to_numpy()))


def collapse_weights(
    provisions: pl.DataFrame, counts: pl.DataFrame, tf_idf: np.ndarray, *, single: np.ndarray
) -> pl.DataFrame:
    """Keep the weights of single words as they are, and add those of all others up by provision.

    `counts` as from `counting.count_documents`, with the tf-idf of each row and whether it stays
    single. Returns the columns of the table `weights`, by provision and term; the row OTHER_WORDS
    has the sum of the tf-idf, and as idf their mean, so that masses and coverages are those of
    single words.
    """
    owner, n = counts["provision"].to_numpy(), counts["n"].to_numpy()
    singles = counts.filter(single).select(
        "provision", pl.col("term").cast(pl.String), "n",
        idf=tf_idf[single] / n[single], tf_idf=tf_idf[single],
    )  # fmt: skip
    sums = [
        np.bincount(owner[~single], values[~single], minlength=len(provisions))
        for values in (n, tf_idf)
    ]
    held = np.flatnonzero(sums[0])
    others = pl.DataFrame(
        {
            "provision": held.astype(np.uint32),
            "term": [OTHER_WORDS] * len(held),
            "n": sums[0][held].astype(np.int64),
            "idf": sums[1][held] / sums[0][held],
            "tf_idf": sums[1][held],
        }
    )
    ordered = pl.concat([singles, others]).sort("provision", "term")
    ids = provisions["provision_id"].gather(ordered["provision"])
    return ordered.select(ids.alias("provision_id"), "term", "n", "idf", "tf_idf")


def merge_counts(files: list[Path]) -> pl.DataFrame:
    """Add the counts of all partitions up in a tree, BRANCH tables at a time."""
    tables: Iterable[pl.DataFrame] = map(pl.read_parquet, files)
    n = len(files)
    while n > 1:
        tables, n = _merge_level(iter(tables)), -(-n // BRANCH)
    [merged] = tables
    return merged


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
    return _digest(written.getvalue())


def to_pandas(table: pl.DataFrame) -> pd.DataFrame:
    """Turn a table of polars into one of pandas; its own way needs pyarrow."""
    return pd.DataFrame(table.to_dict(as_series=False))


@cache
def code_fingerprint(package: Path = Path(__file__).parents[1]) -> str:
    """Give the checksum of the code that counts depend on: cutters, this module, its imports.

    An edit of any other module, such as one that draws charts, lets finished partitions stand.
    """
    own = package / "scale" / "corpus.py"
    modules = sorted({own, *reached_modules(ast.parse(own.read_bytes()), package)})
    versions = [version(name) for name in ("jieba", "rjieba", "polars")]
    sources = [module.read_bytes() for module in modules]
    return _digest(b"".join(sources) + repr(versions).encode())


def _run(
    pool: Pool,
    label: str,
    function: Callable[[Task], None],
    jobs: list[Task],
    *,
    unit: str = "partition",
) -> None:
    """Run jobs under a progress bar; raises CorpusError for those that failed, when all ended."""
    failed = []
    with tqdm(total=len(jobs), desc=label, unit=unit, disable=None) as bar:
        for job, error in run_tasks(function, jobs, pool):
            bar.update()
            if error is not None:
                failed.append((job, error))
    if failed:
        told = "\n".join(f"- {_tell(job, error)}" for job, error in failed)
        raise CorpusError(
            f"{len(failed)} of {len(jobs)} {unit}s failed in {label}, the others are kept:\n" + told
        )


def _tell(job: object, error: BaseException) -> str:
    """Name the partition and the error; an error of our own names the partition itself."""
    return str(error) if str(job) in str(error) else f"{job}: {type(error).__name__}: {error}"


def _merge_level(tables: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    while batch := [table for _, table in zip(range(BRANCH), tables, strict=False)]:
        yield add_counts(batch)


def _require_same_code(job: Job) -> None:
    if job.code != code_fingerprint():
        raise CorpusError(
            f"{job}: the worker has another version of this package, of jieba, rjieba or polars; "
            "expected the same everywhere. Install the same on all machines."
        )


def _is_counted(job: Job) -> bool:
    return _is_part(job.folder, "counted", job.fingerprint)


def _is_weighed(job: Job, words: str) -> bool:
    return _is_part(job.folder, "weighed", _weighed_from(job, words))


def _weighed_from(job: Job, words: str) -> str:
    return _digest(repr((job.fingerprint, job.areas, words)).encode())


def _write_part(folder: Path, name: str, fingerprint: str, tables: dict[str, pl.DataFrame]) -> None:
    """Write tables, and last a list of their checksums and what they were made from."""
    checksums = {
        f"{t}.parquet": write_parquet(folder / f"{t}.parquet", table) for t, table in tables.items()
    }
    manifest = {"stamp": fingerprint, "files": checksums}
    write_file(folder / f"{name}.json", json.dumps(manifest, indent=1).encode())


def _is_part(folder: Path, name: str, fingerprint: str) -> bool:
    """Tell whether a part is there, whole, and made from what `fingerprint` tells."""
    try:
        manifest = json.loads((folder / f"{name}.json").read_bytes())
        return manifest["stamp"] == fingerprint and all(
            _digest((folder / file).read_bytes()) == found
            for file, found in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _describe_documents(documents: pl.DataFrame, provisions: pl.DataFrame) -> pl.DataFrame:
    """List the documents: doc_id, province, n_provisions, and the SHA-256 of the text."""
    n = provisions.group_by("doc_id").agg(n_provisions=pl.len().cast(pl.Int64))
    checksums = [_digest(text.encode()) for text in documents["text"]]
    listed = documents.select("doc_id", "province").with_columns(sha256=pl.Series(checksums))
    return listed.join(n, on="doc_id", how="left", maintain_order="left").fill_null(0)


def _write_lists(folder: Path, tables: Path) -> None:
    lexicon = find_input(folder, "policy_areas.toml")
    write_table(read_areas(lexicon), "policy_areas", tables)
    write_table(read_terms(lexicon), "terms", tables)
    provinces = read_csv(find_input(folder, "provinces.csv"), "provinces")
    write_table(provinces, "provinces", tables)
    for name in CODEBOOK.values():
        write_file(tables / name, find_input(folder, name).read_bytes())


def _write_tables(
    jobs: list[Job],
    province_terms: pl.DataFrame,
    sizes: pd.DataFrame,
    estimates: pd.DataFrame,
    areas: pd.DataFrame,
    terms: pd.DataFrame,
) -> None:
    """Put the parts together, in the order of the corpus, and measure."""
    tables = Path(jobs[0].out) / TABLES
    for name in ("documents", "provisions", "weights"):
        parts = (pl.read_parquet(job.folder / f"{name}.parquet") for job in jobs)
        n = 0
        for n, chunk in enumerate(in_chunks(parts), start=1):
            write_parquet(tables / name / f"{n:05d}.parquet", chunk)
        for file in (tables / name).glob("*.parquet"):
            if int(file.stem) > n:
                file.unlink()
    write_parquet(tables / "province_terms.parquet", province_terms)
    hits = join_hits(_add_hits(jobs), to_pandas(province_terms), areas, terms)
    coverage = measure_coverage(estimates, hits, sizes, areas)
    write_table(coverage, "coverage", tables)
    owners = pd.DataFrame({"provision_id": sizes.index, "province": sizes.index})
    counts = to_pandas(province_terms).rename(columns={"province": "provision_id"})
    write_table(word_keyness(counts[["provision_id", "term", "n"]], owners), "keyness", tables)


def _measure_provinces(jobs: list[Job]) -> pd.DataFrame:
    """Count the provisions of each province, size, and their Han characters, n_han."""
    files = [job.folder / "provisions.parquet" for job in jobs]
    rows = pl.scan_parquet(files).group_by("province").agg(size=pl.len(), n_han=pl.sum("n_han"))
    return to_pandas(rows.sort("province").collect()).set_index("province")


def _add_hits(jobs: list[Job]) -> pd.DataFrame:
    keys = ["province", "area", "topic"]
    parts = pl.concat(pl.read_parquet(job.folder / "hits.parquet") for job in jobs)
    summed = parts.group_by(keys).agg(pl.sum("n_hits"), pl.sum("n_provisions"))
    return to_pandas(summed).set_index(keys)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
