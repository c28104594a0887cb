"""Another corpus: its inputs gathered in a folder of its own, the shipped ones left alone."""

from pathlib import Path

import pandas as pd
import pytest
from building import ROOT, make
from made_up import write_corpus

from analysis.errors import CorpusError
from analysis.store.files import RAW
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_csv
from analysis.text.documents import read_documents
from analysis.workspace import group_documents, make_workspace


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Two documents with words of their own to drop; returns the path of their list."""
    texts = {"anhui": "一、建设网络。", "beijing": "一、保障安全。"}
    path = write_corpus(tmp_path / "corpus", texts)
    (path.parent / "stopwords.txt").write_text("的\n", encoding="utf-8")
    return path


def test_inputs_come_from_the_corpus_and_else_from_the_project(documents, tmp_path):
    out = tmp_path / "out"
    make_workspace(documents, out)
    raw = out / "data" / "raw"
    assert {p.name for p in raw.iterdir()} == {p.name for p in RAW.iterdir()}
    assert {p.name for p in (raw / "texts").iterdir()} == {"anhui.txt", "beijing.txt"}
    assert (raw / "documents.csv").read_bytes() == documents.read_bytes()
    assert (raw / "stopwords.txt").read_text(encoding="utf-8") == "的\n"
    assert (raw / "policy_areas.toml").read_bytes() == (RAW / "policy_areas.toml").read_bytes()
    # The shipped codes are of the shipped sentences.
    assert (raw / "codes.csv").read_text().count("\n") == 1
    assert (out / "src").resolve() == ROOT / "src"


def test_a_second_time_only_what_changed_is_written(documents, tmp_path):
    out = tmp_path / "out"
    make_workspace(documents, out)
    before = {p: p.stat().st_mtime_ns for p in (out / "data").rglob("*") if p.is_file()}
    write_corpus(documents.parent, {"anhui": "一、建设网络。", "gansu": "一、扶贫。"})
    make_workspace(documents, out)
    after = {p: p.stat().st_mtime_ns for p in (out / "data").rglob("*") if p.is_file()}
    changed = {p.name for p in after if before.get(p) != after[p]}
    assert changed == {"documents.csv", "gansu.txt"}
    assert {p.name for p in before.keys() - after.keys()} == {"beijing.txt"}


def test_hidden_files_beside_the_shipped_inputs_are_no_inputs(documents, tmp_path):
    (tmp_path / "shipped").mkdir()
    for name in ("provinces.csv", ".1-ab.new"):
        (tmp_path / "shipped" / name).write_text("x")
    make_workspace(documents, tmp_path / "out", tmp_path / "shipped")
    made = {p.name for p in (tmp_path / "out" / "data" / "raw").iterdir()}
    assert made == {"provinces.csv", "codes.csv", "documents.csv", "texts"}


def test_a_folder_with_other_things_is_left_alone(documents, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    for folder in (tmp_path / "mine", ROOT):
        with pytest.raises(CorpusError, match=r"holds other files.*OUT="):
            make_workspace(documents, folder)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_workspace_cut_off_at_its_first_link_is_made_by_the_next_run(
    documents, tmp_path, monkeypatch
):
    link, linked = Path.symlink_to, []

    def cut_off(path, target):
        if linked:
            raise KeyboardInterrupt
        linked.append(path)
        link(path, target)

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.symlink_to", cut_off)
        with pytest.raises(KeyboardInterrupt):
            make_workspace(documents, tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1
    make_workspace(documents, tmp_path / "out")
    assert (tmp_path / "out" / "data" / "raw" / "documents.csv").exists()


def test_a_text_that_cannot_be_read_leaves_no_folder(documents, tmp_path):
    (documents.parent / "texts" / "anhui.txt").write_bytes(b"%PDF-1.7")
    with pytest.raises(CorpusError, match="the file is a PDF"):
        make_workspace(documents, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_make_builds_there_and_not_here(documents, tmp_path):
    out = tmp_path / "out"
    make_workspace(documents, out)
    planned = make(out, "-n", "report").stdout
    steps = [line.split('"')[1] for line in planned.splitlines() if line.startswith("echo")]
    assert steps[:2] == ["running 01_texts", "running 02_coverage"]
    told = make(out, "help").stdout
    assert told.startswith("report: ")


def test_without_a_folder_to_build_in_make_says_so(documents):
    run = make(ROOT, "report", f"CORPUS={documents}")
    assert run.returncode != 0
    assert f"make report CORPUS={documents} OUT=folder" in run.stdout


HEADER = ",".join(CONTRACTS["documents"].columns)
GROUPED = pd.DataFrame(
    [("anhui", "anhui", "policy", "华东"), ("gansu", "gansu", "policy", " 西北 "),
     ("centre", "beijing", "parent", ""), ("jiangsu", "jiangsu", "policy", "华东")],
    columns=["doc_id", "province", "role", "region"],
).reindex(columns=[*HEADER.split(","), "region"], fill_value="x")  # fmt: skip
PROVINCES = pd.DataFrame(
    {"province": ["anhui", "beijing"], "name_zh": ["安徽", "北京"], "name_en": ["Anhui", "Beijing"]}
)


def test_groups_take_the_place_of_provinces():
    documents, groups = group_documents(GROUPED, PROVINCES, "region")
    assert ",".join(documents.columns) == HEADER
    assert documents["province"].tolist() == ["华东", "西北", "beijing", "华东"]
    assert groups.values.tolist() == [
        ["beijing", "北京", "Beijing"], ["华东", "华东", "华东"], ["西北", "西北", "西北"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("year", r"no further column 'year' to group by; expected one of \['region'\]"),
        ("title", r"no further column 'title'"),
    ],
)
def test_what_cannot_be_grouped_by_is_refused(column, message):
    with pytest.raises(CorpusError, match=message):
        group_documents(GROUPED, PROVINCES, column)


def test_a_document_without_a_group_is_named():
    listed = GROUPED.assign(region=["华东", " ", "", "华东"])
    with pytest.raises(CorpusError, match="document 'gansu', column 'region': empty"):
        group_documents(listed, PROVINCES, "region")


def test_a_workspace_is_grouped_and_its_list_keeps_the_contract(documents, tmp_path):
    lines = documents.read_text(encoding="utf-8").splitlines()
    grouped = [
        f"{line},{value}" for line, value in zip(lines, ("year", "2017", "2018"), strict=True)
    ]
    documents.write_text("\n".join(grouped) + "\n", encoding="utf-8")
    # Without grouping, further columns change nothing.
    make_workspace(documents, tmp_path / "plain")
    plain = read_documents(tmp_path / "plain" / "data" / "raw" / "documents.csv")
    assert plain["province"].tolist() == ["anhui", "beijing"]
    assert ",".join(plain.columns) == HEADER
    make_workspace(documents, tmp_path / "out", group_by="year")
    raw = tmp_path / "out" / "data" / "raw"
    assert read_documents(raw / "documents.csv")["province"].tolist() == ["2017", "2018"]
    assert read_csv(raw / "provinces.csv", "provinces")["name_zh"].tolist() == ["2017", "2018"]
    with pytest.raises(CorpusError, match="expected one of"):
        make_workspace(documents, tmp_path / "none", group_by="region")
    assert not (tmp_path / "none").exists()
