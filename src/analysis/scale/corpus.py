"""The same measures on corpora that do not fit a notebook: in partitions, on many workers.

Counts of words add up, so each partition is counted alone, once, and its counts lie on disk. A
second pass over the counts, which are a fraction of the texts, weighs them.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd
import polars as pl
from tqdm import tqdm

from analysis.errors import CorpusError
from analysis.scale.counting import read_rules
from analysis.scale.jobs import (
    Estimate,
    Job,
    code_fingerprint,
    count_partition,
    estimate_province,
    inverse_frequency,
    weigh_partition,
)
from analysis.scale.partitions import SIZE, plan_partitions
from analysis.scale.parts import (
    ESTIMATES,
    MANIFEST,
    TABLES,
    WORDS,
    in_chunks,
    is_part,
    merge_counts,
    to_pandas,
    write_parquet,
)
from analysis.scale.workers import DaskPool, LocalPool, Pool, Task, run_tasks
from analysis.stats.mass import term_columns
from analysis.stats.resample import DRAWS
from analysis.store.files import CODEBOOK, find_input, write_file
from analysis.store.manifest import checksum_lines, input_checksums
from analysis.store.tables import read_csv, write_table
from analysis.studies.coverage.measure import join_hits, measure_coverage
from analysis.studies.keyness.measure import word_keyness
from analysis.words.lexicon import read_areas, read_terms


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
    provision of one province; this process, one table as long as the vocabulary by provinces.
    Raises CorpusError for a corpus that cannot be planned, and for partitions that failed, after
    all others are done.
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
        left = [job for job in jobs if not is_part(job.folder, "counted", job.counted_from)]
        _run(pool, "counting", count_partition, left)
        province_terms = merge_counts([job.folder / "province_terms.parquet" for job in jobs])
        sizes = _measure_provinces(jobs)
        words = inverse_frequency(province_terms, int(sizes["size"].sum()))
        topic, area = term_columns(words["term"], areas, terms).T
        written = write_parquet(out / WORDS, words.with_columns(topic=topic, area=area))
        left = [j for j in jobs if not is_part(j.folder, "weighed", j.weighed_from(written))]
        _run(pool, "weighing", weigh_partition, left)
        estimates = _plan_estimates(jobs, out, sizes.index, draws)
        _run(pool, "estimating", estimate_province, estimates, unit="province")
    estimated = pl.concat(pl.read_parquet(estimate.file) for estimate in estimates)
    coverage = to_pandas(estimated).set_index(["province", "area", "topic"])
    _write_tables(jobs, province_terms, sizes, coverage, areas, terms)
    write_file(out / MANIFEST, checksum_lines(input_checksums(out / TABLES)).encode())


def _plan_estimates(
    jobs: Sequence[Job], out: Path, provinces: Iterable[str], draws: int
) -> list[Estimate]:
    """Plan the estimate of each province, from the masses of all jobs."""
    masses = tuple(str(job.folder / "mass.parquet") for job in jobs)
    return [
        Estimate(province, str(out / ESTIMATES / f"{i:03d}.parquet"), masses, jobs[0].areas, draws)
        for i, province in enumerate(provinces)
    ]


def _run(
    pool: Pool,
    label: str,
    function: Callable[[Task], None],
    jobs: list[Task],
    *,
    unit: str = "partition",
) -> None:
    """Run jobs under a progress bar; raises CorpusError for those that failed, when all ended."""
    ended = tqdm(
        run_tasks(function, jobs, pool), total=len(jobs), desc=label, unit=unit, disable=None
    )
    failed = [(job, error) for job, error in ended if error is not None]
    if failed:
        told = "\n".join(f"- {_tell(job, error)}" for job, error in failed)
        raise CorpusError(
            f"{len(failed)} of {len(jobs)} {unit}s failed in {label}, the others are kept:\n" + told
        )


def _tell(job: object, error: BaseException) -> str:
    """Name the partition and the error; an error of our own names the partition itself."""
    return str(error) if str(job) in str(error) else f"{job}: {type(error).__name__}: {error}"


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
    parts = pl.scan_parquet([job.folder / "hits.parquet" for job in jobs])
    summed = parts.group_by(keys).agg(pl.sum("n_hits", "n_provisions")).collect()
    return to_pandas(summed).set_index(keys)
