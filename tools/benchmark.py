"""What counting costs, against what one would write by hand, and a report: `make bench`.

Nothing here passes or fails. Machines are noisy, so the ways are measured in turns, each run in a
process of its own, and told as ratios of one turn with their spread.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl

from analysis.stats.resample import DRAWS
from analysis.store.files import RAW, REPORTS, ROOT, write_file
from analysis.store.imports import faced_names
from analysis.store.tables import read_table
from analysis.words.lexicon import read_terms
from analysis.workspace import make_workspace

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WAYS = {
    "a": "TfidfVectorizer with jieba, sums over the lexicon's columns",
    "b": "the same with rjieba",
    "c": "count, one process",
    "d": "count, two processes",
    "e": "count, a Dask scheduler with two workers",
    "f": "rjieba alone, the floor",
    "g": "as c, with intervals of 10,000 draws",
}

# Documents of each size, and turns of the ways: fewer where a turn takes minutes.
SIZES = {1_000: 5, 10_000: 3, 50_000: 2}
# The first takes fifteen seconds for a thousand documents: at the largest size, a quarter hour.
SKIPPED = {("a", 50_000), ("g", 50_000)}

# Steps of a report, and the targets of make that follow an edit of the lexicon.
EDITED = {
    "coverage": "reports/figures/coverage.svg",
    "figures": "figures",
    "pages": "report",
}
STEPS = {
    "floor": "the notebooks with nothing but their imports: the floor",
    "report": "`make report` after `make clean`",
    "coverage": "a term added to the lexicon, to the new figure of coverage",
    "figures": "the same, to all figures",
    "pages": "the same, to the whole report",
}

# Documents are made to this length, as the opinions of provinces mostly are.
BYTES = 5_000
SEED = 2017

_NUMERALS = "一二三四五六七八九十"


def make_documents(n: int, *, seed: int = SEED) -> pl.DataFrame:
    """Make documents of about 5 kB of the sentences of the shipped texts, drawn at random.

    Each has a title, an address, parts and numbered provisions with a heading and two to eight
    sentences. Returns doc_id, province and text; eight provinces take turns.
    """
    sentences = read_table("sentences")
    body = sentences.loc[sentences["zone"] == "body", "text"].tolist()
    headings = [heading for heading in read_table("provisions")["heading"] if heading]
    provinces = pd.read_csv(RAW / "provinces.csv")["province"].head(8).tolist()
    generator = random.Random(seed)

    def write() -> str:
        text = "关于促进移动互联网健康有序发展的实施意见\n\n各市人民政府：\n现提出如下实施意见。\n"
        k = 0
        while len(text.encode()) < BYTES:
            if k % 4 == 0:
                text += f"{_NUMERALS[k // 4 % 10]}、{generator.choice(headings)}\n"
            own = "".join(generator.choice(body) for _ in range(generator.randint(2, 8)))
            text += f"（{_NUMERALS[k % 4]}）{generator.choice(headings)}。{own}\n"
            k += 1
        return text

    return pl.DataFrame(
        {
            "doc_id": [f"d{i:06d}" for i in range(n)],
            "province": [provinces[i % len(provinces)] for i in range(n)],
            "text": [write() for _ in range(n)],
        }
    )


def measure(way: str, corpus: Path, scheduler: str = "") -> dict[str, float]:
    """Run one way on a corpus, once; returns seconds and the peak memory of a process in MB."""
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        _RUNS[way](corpus, Path(out), scheduler)
        seconds = time.perf_counter() - begin
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"seconds": seconds, "own": own, "worker": workers}


def run_benchmark(sizes: dict[int, int], folder: Path) -> pd.DataFrame:
    """Measure all ways at all sizes in turns: size, mb, turn, way and what `measure` returns."""
    rows = []
    with _cluster(folder) as scheduler:
        for size, turns in sizes.items():
            corpus = folder / f"{size}.parquet"
            # In a process of its own: the peak of this one is where those that it starts begin.
            mb = float(_call("--make", str(size), "--corpus", str(corpus)))
            for turn in range(turns):
                for way in WAYS:
                    if (way, size) in SKIPPED:
                        continue
                    done = _call("--way", way, "--corpus", str(corpus), "--scheduler", scheduler)
                    told = {"size": size, "mb": mb, "turn": turn, "way": way}
                    rows.append({**told, **json.loads(done)})
                    print(rows[-1], flush=True)
    return pd.DataFrame(rows)


def _call(*arguments: str) -> str:
    call = [sys.executable, __file__, *arguments]
    return subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure_report(folder: Path, *, turns: int = 3) -> dict[str, list[float]]:
    """Build the report of the shipped texts in turns; returns the seconds of each step.

    The floor is what starting costs: the same notebooks, side by side as in the build, cut down to
    their imports. What follows an edit of the lexicon counts from the edit.
    """
    whole, imports = folder / "report", folder / "imports"
    for workspace in (whole, imports):
        make_workspace(RAW / "documents.csv", workspace)
    executed = keep_imports(imports)
    lexicon = whole / "data" / "raw" / "policy_areas.toml"
    content = lexicon.read_text(encoding="utf-8")
    seconds: dict[str, list[float]] = {step: [] for step in STEPS}
    for turn in range(turns):
        seconds["floor"].append(_make(imports, "clean") and _make(imports, *executed))
        seconds["report"].append(_make(whole, "clean") and _make(whole, "report"))
        edited = content.replace('"光纤到户"', f'"光纤到户", "光纤到户{_NUMERALS[turn]}"')
        lexicon.write_text(edited, encoding="utf-8")
        since = 0.0
        for step, target in EDITED.items():
            since += _make(whole, target)
            seconds[step].append(since)
    return seconds


def keep_imports(workspace: Path) -> list[str]:
    """Cut the notebooks of a workspace down to what they load; returns what runs them.

    The first cell of code stays, with each name of the package that any cell uses: a name is
    imported when it is first asked for.
    """
    (workspace / "notebooks").unlink()
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_bytes())
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in code]
        names = sorted(faced_names(ast.parse("\n".join(sources))))
        kept = "\n".join([sources[0], *(f"an.{name}" for name in names)])
        own = json.dumps(notebook | {"cells": [code[0] | {"source": kept}]})
        write_file(workspace / "notebooks" / path.name, own.encode())
    return [f".cache/notebooks/{path.name}" for path in paths]


def _make(folder: Path, *targets: str) -> float:
    """Run make in a folder, as from a shell; returns seconds."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ANALYSIS_ROOT")
    own = {name: value for name, value in os.environ.items() if name not in outer}
    begin = time.perf_counter()
    subprocess.run(["make", *targets], cwd=folder, env=own, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def ratios(times: pd.DataFrame, above: str, below: str) -> dict[int, list[float]]:
    """Divide the seconds of one way by those of another, turn by turn, for each size.

    >>> times = pd.DataFrame({"size": 9, "turn": [0, 0, 1, 1], "way": ["a", "c", "a", "c"],
    ...                       "seconds": [8.0, 2.0, 9.0, 3.0]})
    >>> ratios(times, "a", "c")
    {9: [4.0, 3.0]}
    """
    wide = times.pivot_table(index=["size", "turn"], columns="way", values="seconds")
    if not {above, below} <= set(wide):
        return {}
    parts = (wide[above] / wide[below]).dropna()
    return {int(size): own.tolist() for size, own in parts.groupby(level="size")}


def write_results(times: pd.DataFrame, steps: dict[str, list[float]]) -> str:
    """Write what `run_benchmark` and `measure_report` give as Markdown, in English."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("jieba", "rjieba", "polars"))
    machine = f"Python {platform.python_version()} on {os.cpu_count()} processors; {versions}."
    lines = ["# Benchmark", "", *_INTRODUCTION, "", machine, "", "| | way |", "|---|---|"]
    lines += [f"| {way} | {meaning} |" for way, meaning in WAYS.items()]
    picture = "![Milliseconds a document against documents, a line a way](benchmark.svg)"
    lines += ["", "## Cost", "", picture, ""]
    lines += ["| documents | way | ms a document | seconds a MB | peak MB, process | worker |"]
    lines += ["|---:|---|---:|---:|---:|---:|"]
    for (size, way), own in times.groupby(["size", "way"]):
        cost = _spread((own["seconds"] / size * 1000).tolist())
        of_a_mb = (own["seconds"] / own["mb"]).median()
        memory = f"{own['own'].max():.0f} | {own['worker'].max():.0f}"
        lines.append(f"| {size:,} | {way} | {cost} | {of_a_mb:.2f} | {memory} |")
    lines += ["", "## Ratios", "", "| goal | documents | median (least to most of turns) |"]
    lines += ["|---|---:|---:|"]
    for goal, above, below in _GOALS:
        for size, parts in ratios(times, above, below).items():
            lines.append(f"| {goal} | {size:,} | {_spread(parts)} |")
    lines += ["", "## Growth", "", "| of way c, the larger corpus over the smaller | ratio |"]
    lines += ["|---|---:|"]
    for meaning, small, large, ratio in _growth(times[times["way"] == "c"]):
        lines.append(f"| {meaning}, {large:,} over {small:,} documents | {ratio:.2f} |")
    lines += ["", "## The report of the shipped texts", "", "| step | seconds | over the floor |"]
    lines += ["|---|---:|---:|"]
    for step, own in steps.items():
        over = [a / b for a, b in zip(own, steps["floor"], strict=True)]
        lines.append(f"| {STEPS[step]} | {_spread(own)} | {_spread(over)} |")
    return "\n".join([*lines, ""])


def plot_costs(times: pd.DataFrame, path: Path) -> Figure:
    """Draw the cost of a document against their number, a line a way, and save it as SVG.

    A point is the median of the turns, its bar goes from the least to the most. Both axes are
    logarithmic.
    """
    # Not at the top of the module: every way would be measured with what draws in its memory.
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator, NullLocator

    from analysis.draw.style import GREY, MARKERS, PALETTE, use_style

    use_style()
    figure, ax = plt.subplots(figsize=(7, 5))
    cost = times.assign(cost=times["seconds"] / times["size"] * 1000)
    looks = zip((*PALETTE, GREY), (*MARKERS, "X"), strict=True)
    for (way, own), (colour, marker) in zip(cost.groupby("way"), looks, strict=False):
        spread = own.groupby("size")["cost"].agg(["min", "median", "max"])
        ax.vlines(spread.index, spread["min"], spread["max"], colors=colour)
        label = f"{way}  {WAYS[str(way)]}"
        ax.plot(spread.index, spread["median"], color=colour, marker=marker, label=label)
    ax.set(xscale="log", yscale="log", xlabel="documents 文件数")
    ax.set_ylabel("milliseconds a document 每份文件毫秒数")
    ax.set_xticks(sorted(times["size"].unique()), minor=False)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:g}")
    # Labels of every tenth alone leave few to read a value by.
    ax.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
    ax.yaxis.set_minor_formatter("{x:g}")
    ax.xaxis.set_minor_locator(NullLocator())
    figure.legend(loc="outside lower left", ncols=2, fontsize=8, frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return figure


_INTRODUCTION = (
    "Written by `make bench`, on whatever machine it ran. Documents of about 5 kB are made of the",
    "sentences of the shipped texts, drawn at random. Each way runs in a process of its own, all",
    "ways in turns, and each ratio is of one turn. Ways c, d and e end with the tables: words",
    "counted and weighed by provision, coverage, keyness; intervals are of one draw, and way g",
    "makes all 10,000. Ways a and b end with the coverage of documents, without provisions; way f",
    "only cuts. The peak of a worker is not measured for way e, whose workers run on.",
)

_GOALS = (
    ("a / c, at least 12", "a", "c"),
    ("b / c, at least 1.5", "b", "c"),
    ("c / d, at least 1.7", "c", "d"),
    ("d / e, at least 0.85", "d", "e"),
    ("c / f, at most 2", "c", "f"),
)


def _growth(times: pd.DataFrame) -> Iterator[tuple[str, int, int, float]]:
    """Compare sizes of one way: cost of a document from the least, memory from the next on."""
    cost = times.groupby("size")["seconds"].median()
    cost /= cost.index.to_numpy()
    peak = times.groupby("size")[["own", "worker"]].max()
    sizes = [int(size) for size in cost.index]
    for size in sizes[1:]:
        yield "cost of a document, 0.85 to 1.15", sizes[0], size, cost[size] / cost[sizes[0]]
    for small, large in pairwise(sizes):
        for column, process in (("own", "the process that was started"), ("worker", "its worker")):
            meaning = f"peak memory of {process}, at most 1.3 plus vocabulary"
            yield meaning, small, large, peak.loc[large, column] / peak.loc[small, column]


def _by_hand(cut: Callable[[str], list[str]], corpus: Path) -> None:
    """Measure coverage as an analyst would: all words of all documents in one matrix."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    documents = pl.read_parquet(corpus)
    vectorizer = TfidfVectorizer(tokenizer=cut, token_pattern=None, lowercase=False, norm=None)
    weights = vectorizer.fit_transform(documents["text"])
    terms = read_terms()
    place = vectorizer.vocabulary_
    total = weights.sum(axis=1)
    for _, own in terms[terms["area"] != ""].groupby("area"):
        columns = [place[term] for term in own["term"] if term in place]
        share = weights[:, columns].sum(axis=1) / total
        pd.Series(share.A1).groupby(documents["province"].to_list()).mean()


def _with_jieba(corpus: Path, _: Path, __: str) -> None:
    import jieba

    jieba.setLogLevel(60)
    _by_hand(jieba.lcut, corpus)


def _with_rjieba(corpus: Path, _: Path, __: str) -> None:
    import rjieba

    _by_hand(rjieba.Jieba().cut, corpus)


def _count(corpus: Path, out: Path, scheduler: str, *, workers: int = 1, draws: int = 1) -> None:
    from analysis.scale.corpus import count_corpus

    count_corpus(corpus, out, workers=workers, scheduler=scheduler, draws=draws)


def _cut_only(corpus: Path, _: Path, __: str) -> None:
    import rjieba

    cut = rjieba.Jieba().cut
    for text in pl.read_parquet(corpus)["text"]:
        cut(text, True)


_RUNS: dict[str, Callable[[Path, Path, str], None]] = {
    "a": _with_jieba,
    "b": _with_rjieba,
    "c": lambda corpus, out, _: _count(corpus, out, ""),
    "d": lambda corpus, out, _: _count(corpus, out, "", workers=2),
    "e": _count,
    "f": _cut_only,
    "g": lambda corpus, out, _: _count(corpus, out, "", draws=DRAWS),
}


def _spread(values: list[float]) -> str:
    middle = f"{statistics.median(values):.2f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.2f} to {max(values):.2f})"


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """Start a Dask scheduler and two workers of one thread; gives its address."""
    dask = str(Path(sys.executable).with_name("dask"))
    file = folder / "scheduler.json"
    shared = ["--no-dashboard", "--scheduler-file", str(file)]
    calls = [[dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *shared]]
    calls += [[dask, "worker", "--nthreads", "1", "--local-directory", str(folder), *shared]] * 2
    processes = [
        subprocess.Popen(
            call, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for call in calls
    ]
    try:
        while not file.exists():
            time.sleep(0.1)
        from distributed import Client

        href = json.loads(file.read_text())["address"]
        with Client(href, set_as_default=False) as client:
            client.wait_for_workers(2)
        yield href
    finally:
        for process in processes:
            os.killpg(process.pid, 9)
            process.wait()


def main() -> None:
    """Make a corpus, measure one way, or measure all and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make", type=int, help="documents to make and write to the corpus")
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--scheduler", default="")
    parser.add_argument("--largest", type=int, default=max(SIZES), help="leave larger sizes out")
    given = parser.parse_args()
    if given.make:
        documents = make_documents(given.make)
        documents.write_parquet(given.corpus, row_group_size=500)
        print(sum(documents["text"].str.len_bytes()) / 1e6)
        return
    if given.way:
        scheduler = given.scheduler if given.way == "e" else ""
        print(json.dumps(measure(given.way, given.corpus, scheduler)))
        return
    with tempfile.TemporaryDirectory() as folder:
        sizes = {size: turns for size, turns in SIZES.items() if size <= given.largest}
        steps = measure_report(Path(folder))
        times = run_benchmark(sizes, Path(folder))
    write_file(REPORTS / "benchmark.md", write_results(times, steps).encode())
    plot_costs(times, REPORTS / "benchmark.svg")


if __name__ == "__main__":
    main()
