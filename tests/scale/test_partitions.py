from pathlib import Path

import polars as pl
import pytest
from made_up import write_corpus

from analysis.errors import CorpusError
from analysis.scale.partitions import plan_partitions, read_partition


def corpus(**changes) -> pl.DataFrame:
    columns = {
        "doc_id": [f"d{i}" for i in range(5)],
        "province": ["hebei", "gansu"] * 2 + ["hebei"],
        "text": [f"一、网络{i}\n" for i in range(5)],
    }
    return pl.DataFrame({**columns, **changes})


def write(folder: Path, table: pl.DataFrame, name: str = "a.parquet") -> Path:
    table.write_parquet(folder / name, row_group_size=2)
    return folder / name


def test_partitions_hold_every_document_once_and_in_order(tmp_path):
    path = write(tmp_path, corpus())
    plan = plan_partitions(path, size=2)
    assert [(p.first, p.last) for p in plan] == [(0, 2), (2, 4), (4, 5)]
    assert len({p.name for p in plan}) == 3
    assert str(plan[2]) == f"{path}, documents 5 to 5"
    assert pl.concat(map(read_partition, plan)).equals(corpus())
    assert plan_partitions(path, size=2) == plan


def test_a_folder_of_files_is_read_in_the_order_of_names(tmp_path):
    write(tmp_path, corpus(doc_id=[f"b{i}" for i in range(5)]), "b.parquet")
    write(tmp_path, corpus())
    plan = plan_partitions(tmp_path, size=4)
    ids = pl.concat(map(read_partition, plan))["doc_id"].to_list()
    assert ids == [f"{file}{i}" for file in "db" for i in range(5)]


def test_a_list_of_documents_leaves_superior_ones_out(tmp_path):
    path = write_corpus(tmp_path, {"hebei": "一、甲\n", "gansu": "一、乙\n", "anhui": "一、丙\n"})
    # The first is Hebei; the list is read in the order of ids.
    path.write_text(path.read_text().replace(",policy,", ",parent,", 1))
    for named in (path, tmp_path):
        [part] = plan_partitions(named)
        assert read_partition(part).rows() == [
            ("anhui", "anhui", "一、丙\n"),
            ("gansu", "gansu", "一、乙\n"),
        ]


def test_a_file_that_was_changed_has_another_stamp(tmp_path):
    path = write(tmp_path, corpus())
    before = plan_partitions(path)
    write(tmp_path, corpus(text=["二、更长的网络\n"] * 5))
    after = plan_partitions(path)
    assert before[0].fingerprint != after[0].fingerprint
    assert before[0].name == after[0].name


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            corpus().drop("text"),
            r"missing text column\(s\) \['text'\]; found doc_id \(String\), province \(String\)\.",
        ),
        (corpus(text=[1, 2, 3, 4, 5]), r"\['text'\]; found .*text \(Int64\)\. Write"),
        (corpus(doc_id=["a", "b", "a", "c", "d"]), "the doc_id 'a' stands 2 times"),
        (corpus(doc_id=["a", "", "b", "c", "d"]), "a document has no doc_id"),
        (corpus(province=["hebei", "x", "hebei", "hebei", "hebei"]), "unknown province 'x'"),
        (corpus(province=["hebei", None, "hebei", "hebei", "hebei"]), "unknown province 'None'"),
        (corpus()[:0], "no documents"),
    ],
)
def test_a_corpus_that_cannot_be_counted_is_refused(tmp_path, table, told):
    path = write(tmp_path, table)
    with pytest.raises(CorpusError, match=told):
        plan_partitions(path)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(CorpusError, match=r"none\.parquet: no such file"):
        plan_partitions(tmp_path / "none.parquet")
    text = tmp_path / "text.txt"
    text.write_text("一、建设网络。")
    with pytest.raises(CorpusError, match=r"text\.txt: neither a documents\.csv nor a \.parquet"):
        plan_partitions(text)
    with pytest.raises(CorpusError, match="no documents; expected a Parquet file"):
        plan_partitions(tmp_path)


def test_ids_are_unique_over_all_files(tmp_path):
    write(tmp_path, corpus(), "a.parquet")
    write(tmp_path, corpus(), "b.parquet")
    with pytest.raises(CorpusError, match="the doc_id 'd0' stands 2 times"):
        plan_partitions(tmp_path)


@pytest.mark.parametrize("missing", [None, " \n"])
def test_a_document_without_text_is_named(tmp_path, missing):
    path = write(tmp_path, corpus(text=["一、网\n", "一、网\n", missing, "一、网\n", "一、网\n"]))
    first, second, _ = plan_partitions(path, size=2)
    read_partition(first)
    with pytest.raises(CorpusError, match=r"documents 3 to 4, document 'd2': no text"):
        read_partition(second)


def test_a_damaged_file_fails_when_its_turn_comes(tmp_path):
    whole = write(tmp_path, corpus())
    (tmp_path / "b.parquet").write_bytes(whole.read_bytes()[:-20])
    good, bad = plan_partitions(tmp_path)
    assert len(read_partition(good)) == 5
    with pytest.raises(CorpusError, match=r"b\.parquet: cannot be read \("):
        read_partition(bad)


def test_a_text_that_was_altered_is_named_with_its_partition(tmp_path):
    path = write_corpus(tmp_path, {"hebei": "一、甲\n", "gansu": "一、乙\n"})
    plan = plan_partitions(path, size=1)
    (tmp_path / "texts" / "hebei.txt").write_text("一、丙\n")
    read_partition(plan[0])
    with pytest.raises(CorpusError, match=r"documents 2 to 2: .*hebei\.txt .*has SHA-256"):
        read_partition(plan[1])
