"""Encodings: recognised where they can be, refused with the byte where they cannot."""

import pytest

from analysis.errors import CorpusError
from analysis.store.files import RAW
from analysis.text.documents import MAX_BYTES, decode_text, read_text_file

TRADITIONAL = "為促進行動網際網路健康發展，提出如下意見。一、總體要求。加強基礎設施建設。"


def shipped(name: str) -> str:
    return (RAW / "texts" / f"{name}.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", ["gansu", "hebei"])
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("length", [40, 400, None])
def test_a_text_comes_out_of_every_encoding_as_it_was(name, codec, encoding, length):
    text = shipped(name)[:length]
    decoded = decode_text(text.encode(codec), "x.txt")
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_gbk_and_big5_are_recognised():
    text = shipped("hebei")
    assert decode_text(text.encode("gbk"), "x.txt").text == text
    decoded = decode_text(TRADITIONAL.encode("big5"), "x.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "Big5")


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "UTF-8 with BOM"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_a_mark_at_the_beginning_decides_and_is_kept(codec, encoding):
    decoded = decode_text("\ufeff一、建设。".encode(codec), "x.txt")
    assert (decoded.text, decoded.encoding) == ("\ufeff一、建设。", encoding)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.txt: the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"%PDF-1.7 ...", r"a PDF; expected a plain text.*pdftotext"),
        (b"PK\x03\x04word/document.xml", r"ZIP file, as .docx is.*save it from Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word file"),
        (rb"{\rtf1\ansi", "rich text"),
        (b"\x89PNG\r\n", "a picture.*OCR"),
        ("一、建设".encode() + b"\0" + "网络".encode(), "byte 12 is zero, so the file is no text"),
        # 20 characters of three bytes in UTF-8, then GBK.
        (("建设网络" * 5).encode() + "保障安全".encode("gbk"), r"byte 60 is not UTF-8 \(0xB1\), though all before"),
        (b"\xef\xbb\xbf" + "建设".encode("gbk"), "though the file begins as UTF-8 with BOM"),
        (b"\xff\xff\xff\xfd\xfe\x80\xff", "byte 0 is not UTF-8 .0xFF.*iconv"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_the_way_out(content, message):
    with pytest.raises(CorpusError, match=message):
        decode_text(content, "x.txt")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(CorpusError, match="5,000,001 bytes; expected at most 5,000,000"):
        read_text_file(path)


def test_a_folder_in_place_of_a_text_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="no such file"):
        read_text_file(tmp_path)
