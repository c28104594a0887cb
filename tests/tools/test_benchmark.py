import json
import re
import subprocess
import sys
from contextlib import nullcontext

import pandas as pd
import polars as pl
import pytest
from benchmark import (
    WAYS,
    keep_imports,
    make_documents,
    measure,
    plot_costs,
    run_benchmark,
    write_results,
)

from analysis.store.files import ROOT
from analysis.text.structure import provision_spans


def test_documents_are_those_of_their_seed_and_have_provisions():
    documents = make_documents(20)
    assert documents.equals(make_documents(20))
    assert not documents.equals(make_documents(20, seed=1))
    # The first ones do not depend on how many follow.
    assert make_documents(5).equals(documents[:5])
    lengths = documents["text"].str.len_bytes()
    assert lengths.min() >= 5_000
    assert 5_000 < lengths.mean() < 7_000
    assert all(3 <= len(provision_spans("x", text)) <= 20 for text in documents["text"])
    assert documents["province"].n_unique() == 8


def test_what_was_measured_is_told_as_ratios_of_one_turn():
    seconds = {"a": [12.0, 15.0], "c": [1.0, 1.0], "d": [0.5, 0.625], "f": [0.5, 0.8]}
    times = pd.DataFrame(
        [
            {
                "size": 1000,
                "mb": 5.0,
                "turn": turn,
                "way": way,
                "seconds": own[turn],
                "own": 100.0,
                "worker": 50.0 + turn,
            }
            for way, own in seconds.items()
            for turn in range(2)
        ]
    )
    steps = {"floor": [2.0, 2.0, 4.0], "report": [9.0, 8.0, 10.0]}
    text = write_results(times, steps)
    assert (
        "nothing but their imports: the floor | 2.00 (2.00 to 4.00) | 1.00 (1.00 to 1.00) |" in text
    )
    # 4.5, 4 and 2.5 times the floor of the same turn.
    assert "after `make clean` | 9.00 (8.00 to 10.00) | 4.00 (2.50 to 4.50) |" in text
    assert "| a / c, at least 12 | 1,000 | 13.50 (12.00 to 15.00) |" in text
    assert "| c / d, at least 1.7 | 1,000 | 1.80 (1.60 to 2.00) |" in text
    assert "| c / f, at most 2 | 1,000 | 1.62 (1.25 to 2.00) |" in text
    assert "| 1,000 | c | 1.00 (1.00 to 1.00) | 0.20 | 100 | 51 |" in text
    assert "b / c" not in text
    assert all(f"| {way} |" in text for way in WAYS)


def test_growth_compares_sizes_of_the_counting_way():
    rows = [
        (1_000, "c", 3.0, 100.0, 200.0), (10_000, "c", 24.0, 110.0, 240.0),
        (50_000, "c", 125.0, 121.0, 252.0), (50_000, "f", 1.0, 1.0, 1.0),
    ]  # fmt: skip
    times = pd.DataFrame(rows, columns=["size", "way", "seconds", "own", "worker"])
    text = write_results(times.assign(turn=0, mb=times["size"] / 200), {})
    cost = "| cost of a document, 0.85 to 1.15"
    # 3 ms a document, 2.4 and 2.5.
    assert f"{cost}, 10,000 over 1,000 documents | 0.80 |" in text
    assert f"{cost}, 50,000 over 1,000 documents | 0.83 |" in text
    memory = "plus vocabulary, 50,000 over 10,000 documents"
    assert f"of the process that was started, at most 1.3 {memory} | 1.10 |" in text
    assert f"of its worker, at most 1.3 {memory} | 1.05 |" in text


def test_costs_are_drawn_a_document_with_their_spread(tmp_path):
    rows = [
        (1_000, "c", 3.0), (1_000, "c", 2.0), (1_000, "c", 7.0), (50_000, "c", 40.0),
        (1_000, "f", 0.5),
    ]  # fmt: skip
    times = pd.DataFrame(rows, columns=["size", "way", "seconds"])
    figure = plot_costs(times, tmp_path / "benchmark.svg")
    [ax] = figure.axes
    counted, cut = ax.lines
    # Of 2, 3 and 7 s for a thousand documents, 3 ms a document; of 40 s for 50,000, 0.8 ms.
    assert counted.get_xydata().tolist() == [[1_000, 3.0], [50_000, 0.8]]
    assert cut.get_xydata().tolist() == [[1_000, 0.5]]
    spreads = [part[:, 1].tolist() for part in ax.collections[0].get_segments()]
    assert spreads == [[2.0, 7.0], [0.8, 0.8]]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    shown = [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    assert shown[:2] == ["1,000", "50,000"]
    # Labels of logarithmic axes are by default formulas, which are not set as such here.
    assert not any("$" in text for text in shown)
    assert (tmp_path / "benchmark.svg").read_bytes().startswith(b"<?xml")


def test_a_way_is_measured_on_a_corpus(tmp_path):
    path = tmp_path / "corpus.parquet"
    make_documents(3).write_parquet(path)
    measured = measure("f", path)
    assert measured["seconds"] > 0
    assert measured["own"] > 10
    assert len(pl.read_parquet(path)) == 3
    assert re.fullmatch(r"\d+\.\d+", str(measured["own"]))


@pytest.mark.slow
def test_all_ways_are_measured_in_turns_each_in_a_process_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr("benchmark.WAYS", {"f": WAYS["f"]})
    monkeypatch.setattr("benchmark._cluster", lambda _: nullcontext(""))
    times = run_benchmark({3: 2}, tmp_path)
    assert times[["size", "turn", "way"]].values.tolist() == [[3, 0, "f"], [3, 1, "f"]]
    assert (times[["mb", "seconds", "own"]] > 0).all(axis=None)


def test_the_floor_of_a_report_is_its_notebooks_with_imports_alone(tmp_path):
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    targets = keep_imports(tmp_path)
    assert targets[0] == ".cache/notebooks/01_texts.ipynb"
    assert len(targets) == 5
    for path in (tmp_path / "notebooks").glob("*.ipynb"):
        (cell,) = json.loads(path.read_bytes())["cells"]
        assert "import analysis as an" in cell["source"]
        assert "read_table(" not in cell["source"]
        # The notebooks themselves stay whole.
        assert len(json.loads((ROOT / "notebooks" / path.name).read_bytes())["cells"]) > 5
    coverage = json.loads((tmp_path / "notebooks" / "02_coverage.ipynb").read_bytes())
    code = coverage["cells"][0]["source"] + "\nimport sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert {"pandas", "matplotlib", "analysis.store.tables"} <= loaded
    # What it measures and draws, and nothing of what another notebook does.
    assert {f"analysis.studies.coverage.{name}" for name in ("measure", "report")} <= loaded
    assert not {name for name in loaded if name.startswith("analysis.studies.gaps")}
