import hashlib
from pathlib import Path

import pytest

from analysis.errors import CorpusError, TableError
from analysis.store.files import RAW
from analysis.text.documents import read_documents, read_texts

HEADER = "doc_id,province,title,title_en,issuer,issued_on,document_number,role,source,file,sha256"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with two documents of one line."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "provinces.csv").write_text(
        "province,name_zh,name_en\nhebei,河北,Hebei\ngansu,甘肃,Gansu\n"
    )
    put(tmp_path, "一、建设网络。\n".encode())
    return tmp_path


def put(raw: Path, content: bytes, *, province: str = "hebei", sha256: str = "") -> None:
    (raw / "texts" / "x.txt").write_bytes(content)
    checksum = sha256 or hashlib.sha256(content).hexdigest()
    row = f"x,{province},标题,Title,机关,2017,,policy,official,texts/x.txt,{checksum}"
    other = "二、保安全。".encode()
    (raw / "texts" / "y.txt").write_bytes(other)
    beside = f"y,gansu,标题,Title,机关,2017,,policy,official,texts/y.txt,{hashlib.sha256(other).hexdigest()}"
    (raw / "documents.csv").write_text(f"{HEADER}\n{row}\n{beside}\n")


def test_the_shipped_texts_are_the_ones_listed():
    documents = read_documents()
    facts = documents.set_index("doc_id")[["issued_on", "document_number"]].to_dict("index")
    assert facts == {
        "gansu": {"issued_on": "2017-08-02", "document_number": "甘办发〔2017〕52号"},
        "hebei": {"issued_on": "2017", "document_number": ""},
    }
    texts = read_texts(documents).set_index("doc_id")["text"]
    assert len(texts["gansu"].encode()) == 39327
    assert len(texts["hebei"].encode()) == 16766
    assert "厅字〔2016〕52号" in texts["gansu"]
    assert "厅字〔2016〕52号" in texts["hebei"]


def test_every_character_of_a_text_is_kept(raw):
    put(raw, "\ufeff一、\r\n　建设\u200b网络\t。\r".encode())
    texts = read_texts(read_documents(raw / "documents.csv"), raw)
    assert texts["text"].tolist() == ["\ufeff一、\r\n　建设\u200b网络\t。\r", "二、保安全。"]


def test_an_altered_text_is_refused(raw):
    put(raw, b"new", sha256="0" * 64)
    with pytest.raises(
        CorpusError, match=r"x\.txt .document 'x'.: the file has SHA-256 11507a0e.*0000"
    ):
        read_texts(read_documents(raw / "documents.csv"), raw)


def test_a_missing_text_is_refused(raw):
    (raw / "texts" / "x.txt").unlink()
    with pytest.raises(
        CorpusError, match=r"x\.txt .*no such file.*Put it there, or correct the path or the row"
    ):
        read_texts(read_documents(raw / "documents.csv"), raw)


def test_an_empty_text_is_refused(raw):
    put(raw, b" \n")
    with pytest.raises(CorpusError, match="the file is empty"):
        read_texts(read_documents(raw / "documents.csv"), raw)


def test_a_text_that_is_no_utf8_is_refused_with_the_byte(raw):
    put(raw, b"abc\xff\xfe")
    with pytest.raises(CorpusError, match=r"byte 3 is not UTF-8 \(0xFF\).*iconv"):
        read_texts(read_documents(raw / "documents.csv"), raw)


def test_an_unknown_province_is_refused(raw):
    put(raw, b"text", province="atlantis")
    with pytest.raises(CorpusError, match="document 'x': unknown province 'atlantis'"):
        read_documents(raw / "documents.csv")


def test_a_doubled_document_is_refused(raw):
    text = (raw / "documents.csv").read_text()
    (raw / "documents.csv").write_text(text + text.splitlines()[1] + "\n")
    with pytest.raises(TableError, match=r"documents\.csv, row 2: .*'x'.* stands more than once"):
        read_documents(raw / "documents.csv")


def test_a_list_without_checksums_is_refused(raw):
    text = (raw / "documents.csv").read_text().replace(",sha256", "")
    (raw / "documents.csv").write_text(text)
    with pytest.raises(TableError, match=r"missing column\(s\) \['sha256'\]"):
        read_documents(raw / "documents.csv")


def test_the_names_of_the_provinces_are_complete():
    lines = (RAW / "provinces.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 34


def test_documents_of_one_province_are_taken_but_not_none(raw):
    text = (raw / "documents.csv").read_text()
    (raw / "documents.csv").write_text(text.replace("y,gansu", "y,hebei"))
    assert read_documents(raw / "documents.csv")["province"].tolist() == ["hebei", "hebei"]
    (raw / "documents.csv").write_text(text.replace(",policy,", ",parent,"))
    with pytest.raises(
        CorpusError, match=r"no document has the role policy; expected at least one\. Add"
    ):
        read_documents(raw / "documents.csv")
