import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_up import write_corpus
from tasks import SURROUNDINGS, wait_for

import analysis
from analysis.errors import CorpusError
from analysis.scale.corpus import count_corpus
from analysis.scale.counting import count_documents, read_rules
from analysis.scale.jobs import code_fingerprint, collapse_weights, inverse_frequency
from analysis.scale.partitions import plan_partitions
from analysis.scale.parts import in_chunks, merge_counts, write_parquet
from analysis.stats.mass import sum_mass
from analysis.store.files import RAW
from analysis.store.tables import check_table, read_table
from analysis.studies.contributions.measure import term_contributions
from analysis.studies.coverage.measure import area_coverage
from analysis.studies.keyness.measure import word_keyness
from analysis.vocabulary import OTHER_WORDS

WEIGHTS = ("weights", "provisions", "policy_areas", "terms")


def made_up_corpus(n: int = 40) -> pl.DataFrame:
    """Documents of two provinces with a few sentences of the shipped texts each."""
    sentences = read_table("sentences").query("zone == 'body'")["text"].tolist()
    texts = []
    for i in range(n):
        body = "".join(sentences[(7 * i + k) % len(sentences)] for k in range(6))
        texts.append(f"一、建设\n（一）{body}\n（二）{sentences[i]}（省委网信办负责）\n")
    provinces = ["gansu" if i % 3 else "hebei" for i in range(n)]
    return pl.DataFrame(
        {"doc_id": [f"d{i:03d}" for i in range(n)], "province": provinces, "text": texts}
    )


class Here:
    """A pool whose tasks run in this process, where it is not about processes."""

    width, killed = 1, RuntimeError

    def __init__(self, workers: int) -> None:
        assert workers == 1

    def submit(self, function, task):
        future: Future[object] = Future()
        try:
            future.set_result(function(task))
        except ValueError as error:
            future.set_exception(error)
        return future

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        pass


@pytest.fixture
def here(monkeypatch) -> None:
    monkeypatch.setattr("analysis.scale.corpus.LocalPool", Here)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.parquet"
    made_up_corpus().write_parquet(path, row_group_size=8)
    return path


@pytest.fixture(scope="module")
def counted(corpus, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("counted")
    count_corpus(corpus, out, workers=1)
    return out


def contents(out: Path) -> dict[str, bytes]:
    tables = out / "tables"
    return {
        str(path.relative_to(tables)): path.read_bytes()
        for path in sorted(tables.rglob("*"))
        if path.is_file()
    }


def parts(out: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted((out / "parts").rglob("*.*"))}


def read_frame(path: Path) -> pd.DataFrame:
    return pd.DataFrame(pl.read_parquet(path).to_dict(as_series=False))


@pytest.mark.slow
def test_the_shipped_texts_give_the_published_tables(tmp_path):
    count_corpus(RAW / "documents.csv", tmp_path, workers=1, size=1)
    tables = tmp_path / "tables"
    for name in ("coverage", "keyness"):
        ours, published = read_table(name, tables), read_table(name)
        pd.testing.assert_frame_equal(ours, published, rtol=1e-9, atol=1e-12)
    counts = read_table("term_counts").merge(
        read_table("provisions")[["provision_id", "province"]], on="provision_id"
    )
    summed = counts.groupby(["term", "province"])["n"].agg(["sum", "size"]).reset_index()
    ours = pl.read_parquet(tables / "province_terms.parquet").rows()
    assert ours == sorted(summed.itertuples(index=False, name=None))
    # Of weights, the terms of areas stand as they are, and other words add up.
    weights, published = read_frame(tables / "weights"), read_table("weights")
    terms = read_table("terms").query("area != ''")["term"]
    of_areas = published[published["term"].isin(terms)]
    single = weights[weights["term"] != OTHER_WORDS].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        check_table(single, "weights"), check_table(of_areas, "weights"), rtol=1e-9
    )
    other = published[~published["term"].isin(terms)].groupby("provision_id")[["n", "tf_idf"]].sum()
    collapsed = weights[weights["term"] == OTHER_WORDS].set_index("provision_id")
    pd.testing.assert_frame_equal(
        collapsed[["n", "tf_idf"]].sort_index(), other, rtol=1e-9, check_dtype=False
    )
    documents = read_frame(tables / "documents")
    sizes = read_table("provisions").groupby("doc_id").size()
    assert dict(zip(documents["doc_id"], documents["n_provisions"], strict=True)) == sizes.to_dict()


@pytest.mark.usefixtures("here")
def test_masses_and_contributions_are_those_of_single_words(tmp_path):
    count_corpus(RAW / "documents.csv", tmp_path, workers=1)
    areas, terms = read_table("policy_areas"), read_table("terms")
    published = [read_table(name) for name in WEIGHTS]
    tables = tmp_path / "tables"
    weights, provisions = read_frame(tables / "weights"), read_frame(tables / "provisions")
    ours = sum_mass(weights, provisions, areas, terms).sort_index()
    pd.testing.assert_frame_equal(ours, sum_mass(*published).sort_index(), rtol=1e-9)
    contributions = term_contributions(weights, provisions, terms)
    pd.testing.assert_frame_equal(
        check_table(contributions, "contributions"),
        read_table("contributions"),
        rtol=1e-8,
        atol=1e-10,
    )


def test_weights_by_hand():
    provisions = pl.DataFrame({"provision_id": ["x-1", "x-2", "y-1"]})
    counts = pl.DataFrame(
        {
            "provision": [0, 0, 0, 1, 2],
            "term": ["光纤", "发展", "企业", "发展", "光纤"],
            "n": [2, 1, 3, 4, 1],
        },
        schema={"provision": pl.UInt32, "term": pl.Enum(["企业", "光纤", "发展"]), "n": pl.Int64},
    )
    totals = pl.DataFrame(
        {
            "term": ["企业", "光纤", "光纤", "发展"],
            "province": ["x", "x", "y", "x"],
            "n": [3, 2, 1, 5],
            "n_provisions": [1, 1, 1, 2],
        }
    )
    idf = inverse_frequency(totals, 3)
    twice, once = math.log(4 / 3) + 1, math.log(4 / 2) + 1
    assert dict(idf.rows()) == pytest.approx({"企业": once, "光纤": twice, "发展": twice})
    of_term = dict(idf.rows())
    tf_idf = np.array([n * of_term[term] for _, term, n in counts.rows()])
    single = np.array([term == "光纤" for term in counts["term"]])
    rows = collapse_weights(provisions, counts, tf_idf, single=single).rows()
    mean = (twice + 3 * once) / 4
    assert [row[:3] for row in rows] == [
        ("x-1", OTHER_WORDS, 4), ("x-1", "光纤", 2), ("x-2", OTHER_WORDS, 4), ("y-1", "光纤", 1),
    ]  # fmt: skip
    expected = [(mean, 4 * mean), (twice, 2 * twice), (twice, 4 * twice), (twice, twice)]
    assert [value for row in rows for value in row[3:]] == pytest.approx(
        [v for pair in expected for v in pair]
    )


def test_coverage_and_keyness_equal_those_in_memory(corpus, counted):
    rules, tables = read_rules(RAW), counted / "tables"
    provisions, counts = count_documents(pl.read_parquet(corpus), rules)
    ids = provisions["provision_id"].gather(counts["provision"])
    whole = counts.select(ids.alias("provision_id"), pl.col("term").cast(pl.String), "n")
    owned = pd.DataFrame(provisions.sort("provision_id").to_dict(as_series=False))
    term_counts = pd.DataFrame(whole.to_dict(as_series=False))
    df = term_counts.groupby("term")["provision_id"].nunique()
    idf = term_counts["term"].map(lambda term: math.log((1 + len(owned)) / (1 + df[term])) + 1)
    weights = term_counts.assign(idf=idf, tf_idf=term_counts["n"] * idf)
    coverage = area_coverage(weights, owned, read_table("policy_areas"), read_table("terms"))
    pd.testing.assert_frame_equal(
        read_table("coverage", tables), check_table(coverage, "coverage"), rtol=1e-9, atol=1e-12
    )
    keyness = word_keyness(term_counts, owned)
    pd.testing.assert_frame_equal(
        read_table("keyness", tables), check_table(keyness, "keyness"), rtol=1e-9, atol=1e-12
    )


@pytest.mark.slow
def test_workers_partitions_and_kind_of_corpus_leave_no_trace(corpus, counted, tmp_path):
    count_corpus(corpus, tmp_path / "two", workers=2, size=3)
    assert contents(tmp_path / "two") == contents(counted)
    assert len(parts(tmp_path / "two")) > len(parts(counted))
    listed = made_up_corpus()
    texts = dict(zip(listed["doc_id"], listed["text"], strict=True))
    provinces = dict(zip(listed["doc_id"], listed["province"], strict=True))
    path = write_corpus(tmp_path / "files", texts, provinces=provinces)
    count_corpus(path, tmp_path / "listed", workers=1, size=11)
    assert contents(tmp_path / "listed") == contents(counted)


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_tables_are_cut_anew_every_so_many_rows(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.scale.parts.ROWS", 25)
    count_corpus(corpus, tmp_path / "a", workers=1, size=7)
    count_corpus(corpus, tmp_path / "b", workers=1, size=40)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    files = sorted((tmp_path / "a" / "tables" / "provisions").iterdir())
    assert [len(pl.read_parquet(file)) for file in files] == [25, 25, 25, 5]
    # A shorter corpus leaves nothing of a longer one behind.
    shorter = tmp_path / "shorter.parquet"
    made_up_corpus(10).write_parquet(shorter)
    count_corpus(shorter, tmp_path / "a", workers=1)
    assert len(list((tmp_path / "a" / "tables" / "provisions").iterdir())) == 1


def test_the_pieces_of_a_long_table_leave_no_trace(tmp_path):
    # From some ten thousand rows on, polars writes pages by the pieces a table was joined from.
    n = 250_000
    numbers = np.arange(n)
    ids = [f"d{i // 9:06d}-{i % 9}.1" for i in numbers]
    whole = pl.DataFrame({"provision_id": ids, "n": numbers % 97})
    digests = {}
    for size in (n, 7_576):
        parts = []
        for begin in range(0, n, size):
            write_parquet(tmp_path / "part.parquet", whole[begin : begin + size])
            parts.append(pl.read_parquet(tmp_path / "part.parquet"))
        chunks = list(in_chunks(parts))
        assert [len(chunk) for chunk in chunks] == [100_000, 100_000, 50_000]
        digests[size] = [write_parquet(tmp_path / "out.parquet", chunk) for chunk in chunks]
    assert digests[7_576] == digests[n]


def test_counts_of_partitions_are_merged(tmp_path):
    for i in range(11):
        table = {
            "term": ["网", f"词{i}"],
            "province": ["x", "x"],
            "n": [i, 1],
            "n_provisions": [1, 1],
        }
        pl.DataFrame(table).write_parquet(tmp_path / f"{i}.parquet")
    merged = merge_counts([tmp_path / f"{i}.parquet" for i in range(11)])
    assert len(merged) == 12
    assert merged.filter(pl.col("term") == "网").rows() == [("网", "x", 55, 11)]
    assert merged["term"].is_sorted()


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_what_is_finished_is_not_done_again_and_what_is_damaged_is(corpus, tmp_path):
    count_corpus(corpus, tmp_path, workers=1, size=10)
    first, tables = parts(tmp_path), contents(tmp_path)
    count_corpus(corpus, tmp_path, workers=1, size=10)
    assert parts(tmp_path) == first
    damaged = next((tmp_path / "parts").glob("*/counts.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    count_corpus(corpus, tmp_path, workers=1, size=10)
    again = parts(tmp_path)
    assert again[str(damaged)] != first[str(damaged)]
    assert [p for p in again if again[p] != first[p] and Path(p).parent != damaged.parent] == []
    assert contents(tmp_path) == tables


@pytest.mark.usefixtures("here")
def test_other_rules_count_again(corpus, counted, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(corpus, folder)
    out = tmp_path / "out"
    count_corpus(folder, out, workers=1)
    assert contents(out) == contents(counted)
    (folder / "stopwords.txt").write_text("网络\n")
    count_corpus(folder, out, workers=1)
    assert "网络" not in set(pl.read_parquet(out / "tables" / "province_terms.parquet")["term"])


@pytest.mark.usefixtures("here")
def test_counts_depend_on_the_code_that_makes_them_and_on_no_other(tmp_path):
    package = shutil.copytree(Path(analysis.__file__).parent, tmp_path / "a")
    assert code_fingerprint(package) == code_fingerprint()
    for module, same in (
        ("website/pages", True), ("scale/workers", False), ("text/numbering", False),
        ("scale/parts", False), ("scale/jobs", False), ("scale/corpus", False),
    ):  # fmt: skip
        edited = shutil.copytree(package, tmp_path / Path(module).name)
        with (edited / f"{module}.py").open("a") as file:
            file.write("\n# edited\n")
        assert (code_fingerprint(edited) == code_fingerprint()) is same, module


@pytest.mark.slow
def test_a_province_without_a_word_has_rows_of_zeros(tmp_path):
    texts = {"x": "一、网络建设。\n二、网络安全。\n", "y": "一、2017。\n二、2020。\n"}
    corpus = write_corpus(tmp_path, texts, provinces={"x": "hebei", "y": "gansu"})
    count_corpus(corpus, tmp_path / "out", workers=1)
    coverage = read_table("coverage", tmp_path / "out" / "tables").set_index("province")
    assert len(coverage) == 2 * len(read_table("policy_areas"))
    assert set(coverage.loc["gansu", ["coverage", "conf_low", "conf_high"]].to_numpy().flat) == {0}
    assert coverage.loc["hebei", "coverage"].max() > 0


@pytest.mark.usefixtures("here")
def test_a_term_of_another_topic_is_weighed_again(corpus, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(corpus, folder)

    def count(fibre: list[str], radio: list[str], out: Path) -> dict[str, bytes]:
        topics = "".join(
            f'[[topics]]\narea = "net"\ntopic = "{topic}"\nname_zh = "{topic}"\n'
            f'name_en = "{topic}"\nterms = {json.dumps(terms, ensure_ascii=False)}\n'
            for topic, terms in {"fibre": fibre, "radio": radio}.items()
        )
        names = '[areas]\nnet = { name_zh = "网", name_en = "Networks" }\n'
        (folder / "policy_areas.toml").write_text(names + topics)
        count_corpus(folder, out, workers=1)
        return contents(out)

    first = count(["光纤", "网络"], ["基站"], tmp_path / "out")
    # The terms stand in the same order; only where the topics part has changed.
    second = count(["光纤"], ["网络", "基站"], tmp_path / "out")
    assert second["coverage.csv"] != first["coverage.csv"]
    assert second == count(["光纤"], ["网络", "基站"], tmp_path / "anew")


@pytest.mark.slow
def test_a_partition_that_fails_is_named_and_the_others_are_kept(corpus, counted, tmp_path):
    folder, out = tmp_path / "corpus", tmp_path / "out"
    folder.mkdir()
    rows = pl.read_parquet(corpus)
    rows[:20].write_parquet(folder / "a.parquet")
    whole = folder / "b.parquet"
    rows[20:].write_parquet(whole)
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    with pytest.raises(CorpusError) as told:
        count_corpus(folder, out, workers=2, size=10)
    assert "1 of 3 partitions failed in counting, the others are kept:\n- " in str(told.value)
    assert "b.parquet: cannot be read (" in str(told.value)
    assert not (out / "tables" / "coverage.csv").exists()
    kept = parts(out)
    assert len([path for path in kept if path.endswith("counted.json")]) == 2
    whole.write_bytes(content)
    count_corpus(folder, out, workers=2, size=10)
    assert {path: kept[path] for path in kept} == {path: parts(out)[path] for path in kept}
    assert contents(out) == contents(counted)


def test_results_do_not_go_into_the_corpus(tmp_path):
    made_up_corpus(3).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(CorpusError, match="out: lies in the corpus"):
        count_corpus(tmp_path, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


COUNT = [sys.executable, "-m", "analysis", "count"]


@pytest.mark.slow
def test_a_run_that_was_killed_is_taken_up(tmp_path):
    corpus, out = tmp_path / "corpus.parquet", tmp_path / "out"
    made_up_corpus(120).write_parquet(corpus)
    command = [*COUNT, corpus, "--out", out, "--workers", "1", "--partition", "5"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        wait_for(lambda: len(list((out / "parts").glob("*/counted.json"))) >= 3)
        process.send_signal(signal.SIGKILL)
    time.sleep(0.5)
    finished = {p: p.stat().st_mtime_ns for p in (out / "parts").glob("*/counted.json")}
    assert 3 <= len(finished) < 24
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"the tables are in {out / 'tables'}\n"
    assert {p: p.stat().st_mtime_ns for p in finished} == finished
    count_corpus(corpus, tmp_path / "whole", workers=1)
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.slow
def test_a_mistake_is_told_in_a_line_and_no_traceback(tmp_path):
    done = subprocess.run(
        [*COUNT, tmp_path / "x.parquet", "--out", tmp_path / "o"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        == f"{tmp_path / 'x.parquet'}: no such file; expected a corpus. Name another."
    )
    done = subprocess.run(
        [*COUNT, "x", "--out", "o", "--workers", "0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Invalid value for '--workers': 0 is not in the range x>=1" in done.stderr


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A Dask scheduler and two workers, as processes of their own; gives address and workers."""
    folder = tmp_path_factory.mktemp("cluster")
    dask = str(Path(sys.executable).parent / "dask")
    environment = SURROUNDINGS | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"}
    file = folder / "scheduler.json"
    scheduler = [
        dask,
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        file,
    ]
    worker = [
        dask,
        "worker",
        "--scheduler-file",
        file,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--local-directory",
        folder,
    ]
    log = (folder / "log").open("wb")
    start = partial(
        subprocess.Popen, stdout=log, stderr=log, env=environment, start_new_session=True
    )
    processes = [start(scheduler), start(worker), start(worker)]
    try:
        wait_for(lambda: file.exists() and file.read_text())
        yield json.loads(file.read_text())["address"]
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def workers_of(address: str) -> dict[str, int]:
    """The processes of the workers by address."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        return client.run(os.getpid)


@pytest.mark.slow
def test_dask_gives_the_same_tables_and_the_same_bytes(cluster, corpus, counted, tmp_path):
    assert len(workers_of(cluster)) == 2
    count_corpus(corpus, tmp_path, scheduler=cluster, size=3)
    assert contents(tmp_path) == contents(counted)


@pytest.mark.slow
def test_a_dask_worker_that_is_killed_in_mid_run_costs_nothing_but_time(cluster, tmp_path):
    corpus, out = tmp_path / "corpus.parquet", tmp_path / "out"
    made_up_corpus(120).write_parquet(corpus)
    victim = min(workers_of(cluster).values())
    command = [*COUNT, corpus, "--out", out, "--scheduler", cluster, "--partition", "5"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        wait_for(lambda: len(list((out / "parts").glob("*/counted.json"))) >= 3)
        os.kill(victim, signal.SIGKILL)
        n_finished = len(list((out / "parts").glob("*/counted.json")))
        output, errors = process.communicate(timeout=120)
    assert n_finished < 24
    assert (process.returncode, errors) == (0, "")
    assert output == f"the tables are in {out / 'tables'}\n"
    assert victim not in workers_of(cluster).values()
    count_corpus(corpus, tmp_path / "whole", workers=1)
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.slow
def test_a_task_that_kills_dask_workers_is_named_and_others_end(cluster, tmp_path):
    from tasks import act

    from analysis.errors import WorkerError
    from analysis.scale.workers import DaskPool, run_tasks

    workers_of(cluster)
    names = ["a", "b", "deadly", "c", "d", "e"]
    with DaskPool(cluster) as pool:
        ended = list(run_tasks(act, [(str(tmp_path), name) for name in names], pool))
    errors = {task[1]: error for task, error in ended}
    assert isinstance(errors.pop("deadly"), WorkerError)
    assert set(errors.values()) == {None}
    assert sorted(errors) == ["a", "b", "c", "d", "e"]


def test_partitions_are_named_after_what_they_hold(corpus):
    names = [part.name for size in (3, 4) for part in plan_partitions(corpus, size=size)]
    assert len(set(names)) == len(names)
