"""Adding a document: what its text tells is read, what is given stays, nothing is half written."""

import hashlib
from pathlib import Path

import pytest
from building import DOCUMENTS
from made_up import write_corpus

from analysis.__main__ import main
from analysis.errors import CorpusError
from analysis.intake.adding import prepare_addition, read_details
from analysis.intake.checking import check_corpus
from analysis.intake.cleaning import clean_text, simplify_text
from analysis.intake.reading import read_corpus
from analysis.store.files import RAW
from analysis.text.documents import read_documents, read_list, read_text_file, read_texts
from analysis.workspace import make_workspace

TEXT = """安徽省人民政府办公厅文件
皖政办发〔2017〕12号
安徽省人民政府办公厅
关于促进移动互联网健康有序发展的实施意见
各市、县人民政府，省政府各部门、各直属机构：
为贯彻《某意见》（厅字〔2016〕52号），提出如下意见。
一、建设网络
（一）发展宽带。到2020年12月31日建成宽带网络。
二、保障安全。防范网络风险。
安徽省人民政府办公厅
2017年9月30日
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two documents; returns the path of its list."""
    path = write_corpus(
        tmp_path / "corpus", {name: f"一、建设{name}网络。" for name in ("hebei", "gansu")}
    )
    names = "province,name_zh,name_en\nanhui,安徽,Anhui\nhebei,河北,Hebei\ngansu,甘肃,Gansu\n"
    (path.parent / "provinces.csv").write_text(names, encoding="utf-8")
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "anhui opinions.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_text_tells_its_title_issuer_date_and_number():
    assert read_details(TEXT) == {
        "title": "关于促进移动互联网健康有序发展的实施意见",
        "issuer": "安徽省人民政府办公厅",
        "issued_on": "2017-09-30",
        "document_number": "皖政办发〔2017〕12号",
    }


def test_the_shipped_text_tells_what_its_row_says():
    documents = read_documents()
    told = read_details(read_texts(documents).set_index("doc_id")["text"]["gansu"])
    row = documents.set_index("doc_id").loc["gansu"]
    assert told["document_number"] == ""  # the text does not have it
    assert {k: told[k] for k in ("title", "issuer", "issued_on")} == dict(
        row[["title", "issuer", "issued_on"]]
    )


def test_fields_above_a_text_tell_more_than_custom():
    assert read_details(read_text_file(DOCUMENTS / "ministry.txt").text) == {
        "title": "某省人民政府办公厅关于促进移动互联网健康有序发展的实施意见",
        "issuer": "某省人民政府办公厅",
        "issued_on": "2017-08-02",
        "document_number": "某政办发〔2017〕52号",
    }
    told = read_details(read_text_file(DOCUMENTS / "database.txt").text)
    assert told == {
        "title": "某省人民政府关于促进移动互联网发展的实施意见",
        "issuer": "某省人民政府",
        "issued_on": "2017-08-02",
        "document_number": "某政发〔2017〕10号",
    }
    # What cannot be a value is none, and the text is asked.
    fields = "成文日期：不详\n文号：无\n印发日期：2017.9.3\n发文机关：\n"
    assert read_details(f"{fields}{TEXT}") == read_details(TEXT)
    assert read_details(f"印发日期：2017.9.3\n{TEXT}")["issued_on"] == "2017-09-03"


def test_a_text_that_tells_nothing_leaves_all_empty():
    assert set(read_details("建设网络。\n保障安全。").values()) == {""}
    assert set(read_details("一、到2020年1月1日贯彻国发〔2015〕1号。").values()) == {""}


@pytest.mark.parametrize(
    ("signed", "date"),
    [
        ("二〇一七年九月三十日", "2017-09-30"),
        ("二○一○年十月二十一日", "2010-10-21"),
        ("二零二零年十二月十日", "2020-12-10"),
        ("2017年9月30日", "2017-09-30"),
    ],
)
def test_a_date_is_read_in_any_figures(signed, date):
    assert read_details(TEXT.replace("2017年9月30日", signed))["issued_on"] == date


def test_of_several_titles_and_dates_the_last_before_the_text_and_below_it_are_its_own():
    text = (
        "关于印发某意见的通知\n某省人民政府\n2017年8月1日\n关于《某办法》的意见\n关于建设网络的意见\n"
        "贯彻《某条例》和某办法的通知\n一、建设网络。\n二、降低资费。\n某省人民政府\n2017年9月30日\n"
    )
    assert read_details(text)["title"] == "关于建设网络的意见"
    assert read_details(text)["issued_on"] == "2017-09-30"
    # A date in Chinese figures is that of a signature; others may be of a web page.
    signed = text.replace("2017年8月1日", "二〇一七年八月二日")
    assert read_details(signed)["issued_on"] == "2017-08-02"


def test_the_parts_of_a_number_and_several_issuers_are_put_together():
    text = "某办发〔2017〕 3号\n某省委办公厅\n某省人民政府办公厅\n某省委办公厅\n关于建设网络的意见\n一、建网。\n"
    assert read_details(text)["document_number"] == "某办发〔2017〕3号"
    assert read_details(text)["issuer"] == "某省委办公厅、某省人民政府办公厅"


def test_a_document_is_added_with_what_was_given_and_what_was_read(corpus, text):
    addition = prepare_addition(text, corpus, {"province": "anhui", "issuer": "安徽省政府办公厅"})
    assert addition.read.keys() == {"title", "issued_on", "document_number"}
    addition.write()
    documents = read_documents(corpus).set_index("doc_id")
    assert list(documents.index) == ["anhui", "gansu", "hebei"]
    row = documents.loc["anhui"]
    assert row["issuer"] == "安徽省政府办公厅"  # as given, not as read
    assert row["issued_on"] == "2017-09-30"
    assert row["source"] == "anhui opinions.txt"
    # The bytes are kept, in their encoding.
    assert (corpus.parent / row["file"]).read_bytes() == TEXT.encode("gb18030")
    texts = read_texts(documents.reset_index(), corpus.parent).set_index("doc_id")["text"]
    assert texts["anhui"] == TEXT


def test_further_columns_of_the_list_stay_and_are_empty_for_the_document_added(corpus, text):
    first, *rows = corpus.read_text(encoding="utf-8").splitlines()
    listed = [f"{first},region", *(f"{row},north" for row in rows), ""]
    corpus.write_text("\n".join(listed), encoding="utf-8")
    prepare_addition(text, corpus, {"province": "anhui"}).write()
    documents = read_list(corpus).set_index("doc_id")
    assert documents["region"].to_dict() == {"anhui": "", "gansu": "north", "hebei": "north"}


def test_a_second_document_of_a_province_gets_an_id_of_its_own(corpus, text):
    addition = prepare_addition(text, corpus, {"province": "hebei"})
    assert addition.row["doc_id"] == "hebei2"
    assert addition.row["file"] == "texts/hebei2.txt"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"province": "atlantis"}, "unknown province 'atlantis'"),
        ({"province": "anhui", "doc_id": "hebei"}, "there is a document 'hebei' already.*--id"),
        ({"province": "anhui", "doc_id": "kept"}, "there is a file of this name"),
        ({"province": "anhui", "doc_id": "../../x"}, "--id ../../x: expected letters, digits"),
        ({"province": "anhui", "doc_id": "a-1"}, "--id a-1: expected letters, digits"),
        ({"province": "anhui", "role": "chief"}, "found 'chief', expected one"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_nothing_written(corpus, text, given, message):
    (corpus.parent / "texts" / "kept.txt").write_text("x")
    before = snapshot(corpus.parent)
    with pytest.raises(ValueError, match=message):
        prepare_addition(text, corpus, given)
    assert snapshot(corpus.parent) == before


def test_what_the_text_does_not_tell_is_asked_for(corpus, tmp_path):
    bare = tmp_path / "bare.txt"
    bare.write_text("一、建设网络。", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"tell its title and issuer.*Give --title and --issuer"):
        prepare_addition(bare, corpus, {"province": "anhui"})


def test_the_same_text_is_not_added_twice(corpus, text):
    prepare_addition(text, corpus, {"province": "anhui"}).write()
    with pytest.raises(CorpusError, match="document 'anhui' is the same text, byte for byte"):
        prepare_addition(text, corpus, {"province": "hebei"})


DIRTY = "<p>安徽省人民政府</p>\n關於建設網絡的意見\n一、建設。2 0 2 0年建成。\n"
CLEAN = "安徽省人民政府\n关于建设网络的意见\n一、建设。2020年建成。\n"


def test_a_cleaned_text_is_added_and_its_file_is_kept_as_it_was(corpus, tmp_path):
    source = tmp_path / "source.htm"
    source.write_bytes(DIRTY.encode("utf-16"))
    addition = prepare_addition(source, corpus, {"province": "anhui"}, [clean_text, simplify_text])
    assert addition.row["title"] == "关于建设网络的意见"
    assert addition.row["issuer"] == "安徽省人民政府"
    # The file comes first, the text that the row names last.
    assert list(addition.files) == ["originals/anhui.htm", "texts/anhui.txt"]
    addition.write()
    row = read_documents(corpus).set_index("doc_id").loc["anhui"]
    # The mark of UTF-16 stays the first character.
    content = ("\ufeff" + CLEAN).encode()
    assert (corpus.parent / "texts" / "anhui.txt").read_bytes() == content
    assert row["sha256"] == hashlib.sha256(content).hexdigest()
    assert (corpus.parent / "originals" / "anhui.htm").read_bytes() == DIRTY.encode("utf-16")
    make_workspace(corpus, tmp_path / "out")
    assert not (tmp_path / "out" / "data" / "raw" / "originals").exists()
    assert check_corpus(read_corpus(corpus))[0].warnings == ()


def test_a_text_with_nothing_to_clean_is_added_as_it_is(corpus, text):
    addition = prepare_addition(text, corpus, {"province": "anhui"}, [clean_text, simplify_text])
    assert addition.changes == []
    assert addition.files == {"texts/anhui.txt": TEXT.encode("gb18030")}


def test_a_text_of_which_nothing_is_left_is_refused(corpus, tmp_path):
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body></body></html>", encoding="utf-8")
    given = {"province": "anhui", "title": "意见", "issuer": "省政府"}
    with pytest.raises(CorpusError, match=r"empty\.html, cleaned: the file is empty"):
        prepare_addition(empty, corpus, given, [clean_text])


def test_another_file_in_the_place_of_the_original_is_not_overwritten(corpus, tmp_path):
    source = tmp_path / "source.txt"
    source.write_text(DIRTY, encoding="utf-8")
    given = {"province": "anhui", "title": "意见", "issuer": "省政府"}
    (corpus.parent / "originals").mkdir()
    kept = corpus.parent / "originals" / "anhui.txt"
    kept.write_text("x")
    before = snapshot(corpus.parent)
    with pytest.raises(CorpusError, match=r"originals/anhui\.txt: there is a file of this name"):
        prepare_addition(source, corpus, given, [clean_text])
    assert snapshot(corpus.parent) == before
    # What an interrupted call left there is the same, and in nobody's way.
    kept.write_text(DIRTY, encoding="utf-8")
    prepare_addition(source, corpus, given, [clean_text]).write()


def test_what_cleaning_changed_is_told_before_it_is_asked(corpus, tmp_path, capsys):
    source = tmp_path / "source.txt"
    source.write_text(DIRTY, encoding="utf-8")
    command = ["add", str(source), "--province", "anhui", "--documents", str(corpus)]
    title = ["--title", "意见"]
    for options, expected in (
        ([], []),
        (["--clean"], [
            "changed          1 × numbers put together, first in line 3: 2 0 2 0",
            "changed          2 × HTML tags taken out, first in line 1: <p>",
        ]),
        (["--simplify"], [
            "changed          7 × traditional characters made simplified, first in line 2: "
            "關→关、於→于、設→设",
            "changed          1 × of them that simplified writing keeps in names; look whether one "
            "is, first in line 2: 於→于",
        ]),
    ):  # fmt: skip
        assert main([*command, *title, "--issuer", "省政府", *options]) == 1
        told = capsys.readouterr().out
        assert [line for line in told.splitlines() if line.startswith("changed")] == expected
    source.write_text(CLEAN, encoding="utf-8")
    assert main([*command, "--clean", "--simplify", "--yes"]) == 0
    assert "changed          nothing: the text has nothing to clean" in capsys.readouterr().out
    assert not (corpus.parent / "originals").exists()


def test_on_the_command_line_it_shows_asks_and_writes(corpus, text, capsys, monkeypatch):
    before = snapshot(corpus.parent)
    command = ["add", str(text), "--province", "anhui", "--documents", str(corpus)]
    assert main(command) == 1  # nobody is there to be asked
    told = capsys.readouterr().out
    assert "issued_on        2017-09-30  (read from the text)" in told
    assert "nothing was written" in told
    assert snapshot(corpus.parent) == before
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert main(command) == 1
    assert snapshot(corpus.parent) == before
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "numbering: 一、 2, （一） 1; provisions: 2" in told
    assert "taken: all 1 documents" in told


def test_a_refused_text_is_one_message_on_the_command_line(corpus, tmp_path, capsys):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    command = [
        "add",
        str(tmp_path / "x.pdf"),
        "--province",
        "anhui",
        "--documents",
        str(corpus),
        "--yes",
    ]
    assert main(command) == 1
    told = capsys.readouterr()
    assert "the file is a PDF" in told.err
    assert "Traceback" not in told.err
    assert RAW not in corpus.parents
