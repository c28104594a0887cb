"""Evidence: as many rows as were counted, for every row of every table that counts."""

import pandas as pd
import pytest

from analysis.store.tables import check_table, read_table
from analysis.studies.evidence import find_evidence, gather_spans
from analysis.text.documents import read_documents, read_texts


@pytest.fixture(scope="module")
def texts():
    return read_texts(read_documents())


@pytest.fixture(scope="module")
def spoken():
    return pd.concat([read_table("sentences"), read_table("agency_lists")])


@pytest.fixture(scope="module")
def spans():
    words = read_table("tokens").merge(read_table("terms"), on="term", how="left")
    words = words.merge(read_table("sentence_overlap"), on="sentence_id", validate="many_to_one")
    return gather_spans(
        read_table("provisions"),
        {
            "word": words,
            "target": read_table("targets"),
            "number": read_table("numbers"),
            "agency": read_table("agencies"),
            "strength": read_table("strength_hits"),
            "run": read_table("common_runs"),
        },
    )


def whole(name: str) -> list[dict]:
    return read_table(name).to_dict("records")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("coverage", ["n_hits"]),
        ("weights", ["n"]),
        ("own_coverage", ["n_hits"]),
        ("agency_coverage", ["n_provisions"]),
        ("strength", ["n_obligatory", "n_encouraging"]),
        # One row is one thing.
        ("hits", []),
        ("targets", []),
        ("numbers", []),
        ("agencies", []),
        ("strength_hits", []),
        ("own_words", []),
    ],
)
def test_evidence_has_as_many_rows_as_were_counted(name, counts, spans, spoken):
    rows = whole(name)
    for row in rows[:: max(len(rows) // 60, 1)]:
        found = check_table(find_evidence(row, spans, spoken), "evidence")
        assert len(found) == (sum(row[count] for count in counts) if counts else 1), row


def test_both_provinces_stand_behind_a_row_of_a_pair(spans, spoken):
    coverage = read_table("coverage").set_index(["province", "area", "topic"])["n_hits"]
    for row in whole("divergence"):
        n = sum(coverage[row[p], row["area"], row["topic"]] for p in ("province_a", "province_b"))
        assert len(find_evidence(row, spans, spoken)) == n
    for row in whole("keyness")[::40]:
        assert len(find_evidence(row, spans, spoken)) == row["n_a"] + row["n_b"]
    counts = read_table("term_counts").groupby("term")["n"].sum()
    for row in whole("contributions")[::10]:
        assert len(find_evidence(row, spans, spoken)) == counts[row["term"]]


def test_runs_stand_behind_overlap(spans, spoken):
    runs = read_table("common_runs").groupby(["provision_id", "reference"]).size()
    for row in whole("overlap"):
        found = find_evidence(row, spans, spoken)
        assert len(found) == runs.get((row["provision_id"], row["reference"]), 0)


def test_every_match_stands_in_the_raw_text_where_it_says(spans, spoken, texts):
    raw = texts.set_index("doc_id")["text"]
    for key in ({"province": "gansu", "area": "culture"}, {"agency": "省公安厅"}, {"kind": "name"}):
        found = find_evidence(key, spans, spoken)
        assert len(found) > 5
        for row in found.itertuples():
            assert raw[row.province][row.start : row.end] == row.match
            sentence = row.before + row.match + row.after
            assert sentence in raw[row.province]
            assert sentence in set(spoken["text"])


def test_a_run_over_two_sentences_is_found_whole():
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", 10, 14, "建设网。"), ("x-1-s02", "x-1", 16, 24, "保安全和促发展。")],
        columns=["sentence_id", "provision_id", "start", "end", "text"],
    )
    runs = pd.DataFrame(
        {"provision_id": ["x-1"], "reference": ["beijing"], "start": [12], "end": [18]}
    )
    provisions = pd.DataFrame({"provision_id": ["x-1"], "province": ["anhui"]})
    spans = gather_spans(provisions, {"run": runs})
    row = {"provision_id": "x-1", "reference": "beijing", "best_match": "y-1"}
    (found,) = check_table(find_evidence(row, spans, sentences), "evidence").to_dict("records")
    assert (found["before"], found["match"], found["after"]) == ("建设", "网。保安", "全和促发展。")
    assert found["sentence_id"] == "x-1-s01"


def test_words_of_strength_are_those_in_sentences_of_the_area(spans, spoken):
    hits = read_table("hits")
    found = find_evidence(
        {"area": "security", "n_obligatory": 0, "province": "hebei"}, spans, spoken
    )
    secure = set(hits.loc[hits["area"] == "security", "sentence_id"])
    assert len(found) > 3
    assert set(found["sentence_id"]) <= secure


def test_a_third_province_is_not_behind_a_pair_and_words_without_an_area_are_no_hits():
    spans = pd.DataFrame(
        [("word", p, f"{p}-1", f"{p}-1-s01", 0, 1, area, "网")
         for p in ("anhui", "beijing", "tianjin") for area in ("net", "")],
        columns=["span", "province", "provision_id", "sentence_id", "start", "end", "area", "term"],
    )  # fmt: skip
    sentences = pd.DataFrame(
        [(f"{p}-1-s01", f"{p}-1", 0, 3, "网络。") for p in ("anhui", "beijing", "tianjin")],
        columns=["sentence_id", "provision_id", "start", "end", "text"],
    )
    pair = {"province_a": "anhui", "province_b": "tianjin"}
    found = find_evidence(pair | {"area": "net"}, spans, sentences)
    assert found["province"].tolist() == ["anhui", "tianjin"]
    assert len(find_evidence({"province": "anhui"}, spans, sentences)) == 1
    assert len(find_evidence(pair | {"term": "网"}, spans, sentences)) == 4
    # Behind a gap to the mean of the others stand all.
    against_all = {"province_a": "anhui", "province_b": "others", "area": "net"}
    assert len(find_evidence(against_all, spans, sentences)) == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"verdict": "similar"}, "found a row with the columns \\['verdict'\\]"),
        ({"province": "gansu", "area": "culture", "low": 0.1}, "counts nothing in the texts"),
        ({"province": "Gansu", "area": "culture"}, "nothing found for"),
        ({"quantity": "光缆"}, "nothing found for"),
    ],
)
def test_what_leads_to_nothing_is_refused(row, message, spans, spoken):
    with pytest.raises(ValueError, match=message):
        find_evidence(row, spans, spoken)


def test_a_target_is_found_by_what_it_counts(spans, spoken):
    found = find_evidence({"quantity": "光缆线路总长度"}, spans, spoken)
    assert found["match"].tolist() == ["70万公里"]


def test_marks_and_lists_that_are_missing_are_named(spans, spoken):
    words = spans[spans["span"] == "word"]
    with pytest.raises(ValueError, match="spans hold no 'agency'"):
        find_evidence({"agency": "省公安厅"}, words, spoken)
    with pytest.raises(ValueError, match=r"sentences hold no 'gansu-.*-agencies01'"):
        find_evidence({"agency": "省公安厅"}, spans, read_table("sentences"))
    row = {"province": "gansu", "area": "culture", "text": "own", "n_hits": 33}
    with pytest.raises(ValueError, match="spans hold no status of words"):
        find_evidence(row, words.assign(status=""), spoken)
