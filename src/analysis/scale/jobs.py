"""What workers do with a corpus: count a partition, weigh it, estimate a province."""

import ast
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import polars as pl

from analysis.errors import CorpusError
from analysis.scale.counting import Rules, count_by_province, count_documents
from analysis.scale.partitions import Partition, read_partition
from analysis.scale.parts import PARTS, WORDS, digest, to_pandas, write_parquet, write_part
from analysis.stats.mass import idf, mass_matrix, sum_columns
from analysis.store.imports import reached_modules
from analysis.studies.coverage.measure import estimate_coverage, sum_hits
from analysis.vocabulary import OTHER_WORDS

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
    def counted_from(self) -> str:
        """What the counts depend on: the documents, the rules and the code."""
        return digest(repr((self.partition, self.rules, self.code)).encode())

    def weighed_from(self, words: str) -> str:
        """What the weights depend on: the counts, and the table of words with this checksum."""
        return digest(repr((self.counted_from, self.areas, words)).encode())


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
    write_part(job.folder, "counted", job.counted_from, tables)


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
    write_part(job.folder, "weighed", job.weighed_from(digest(words_file.read_bytes())), tables)


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
    """Give each term its idf, as `mass.weigh_terms` declares it: term, idf."""
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
    singles = counts.with_columns(tf_idf=tf_idf).filter(single)
    owner = counts["provision"].to_numpy()[~single]
    # Summed in their order, so that the last digits come out the same.
    n, sums = (np.bincount(owner, v[~single]) for v in (counts["n"].to_numpy(), tf_idf))
    held = np.flatnonzero(n)
    others = pl.DataFrame({"provision": held, "n": n[held], "tf_idf": sums[held]}).select(
        pl.col("provision").cast(pl.UInt32), pl.lit(OTHER_WORDS).alias("term"),
        pl.col("n").cast(pl.Int64), "tf_idf",
    )  # fmt: skip
    ordered = pl.concat([singles.with_columns(pl.col("term").cast(pl.String)), others])
    ordered = ordered.sort("provision", "term").with_columns(idf=pl.col("tf_idf") / pl.col("n"))
    ids = provisions["provision_id"].gather(ordered["provision"])
    return ordered.select(ids.alias("provision_id"), "term", "n", "idf", "tf_idf")


@cache
def code_fingerprint(package: Path = Path(__file__).parents[1]) -> str:
    """Give the checksum of the code that counts depend on: tokenizers, the run and all that it imports.

    An edit of any other module, such as one that draws charts, lets finished partitions stand.
    """
    own = package / "scale" / "corpus.py"
    modules = sorted({own, *reached_modules(ast.parse(own.read_bytes()), package)})
    versions = [version(name) for name in ("jieba", "rjieba", "polars")]
    sources = [module.read_bytes() for module in modules]
    return digest(b"".join(sources) + repr(versions).encode())


def _require_same_code(job: Job) -> None:
    if job.code != code_fingerprint():
        raise CorpusError(
            f"{job}: the worker has another version of this package, of jieba, rjieba or polars; "
            "expected the same everywhere. Install the same on all machines."
        )


def _describe_documents(documents: pl.DataFrame, provisions: pl.DataFrame) -> pl.DataFrame:
    """List the documents: doc_id, province, n_provisions, and the SHA-256 of the text."""
    n = provisions.group_by("doc_id").agg(n_provisions=pl.len().cast(pl.Int64))
    checksums = [digest(text.encode()) for text in documents["text"]]
    listed = documents.select("doc_id", "province").with_columns(sha256=pl.Series(checksums))
    return listed.join(n, on="doc_id", how="left", maintain_order="left").fill_null(0)
