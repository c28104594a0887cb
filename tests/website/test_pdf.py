import re
import zlib
from contextlib import suppress

import pytest

from analysis.store.files import font_file
from analysis.website.pdf import brief_pdf

SVG = '<svg viewBox="0 0 10 10"><rect width="5" height="5" fill="#000000"/></svg>'
TABLE = {"caption": "Table", "columns": ["A", "B"], "rows": [{"cells": ["1", "2"], "href": ""}]}
PART = {
    "name": "part", "title": "部分 Part", "lead": "", "words": [{"word": "词", "meaning": "意思"}],
    "statements": [{"text": "#emph[x] $1$ *b*", "href": ""}], "table": TABLE,
    "figures": [{"name": "f", "title": "图", "alt": "一图。", "svg": SVG, "table": TABLE}],
}  # fmt: skip
BRIEF = {
    "language": "zh", "region": "CN", "title": "标题", "author": "x", "foot": "foot",
    "parts": [PART],
}  # fmt: skip


def unpacked(pdf: bytes):
    """The streams of a PDF, with the objects that they pack."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.S):
        with suppress(zlib.error):
            yield zlib.decompress(stream)
    yield pdf


def test_the_pdf_is_tagged_and_the_same_at_every_run():
    pdf = brief_pdf(BRIEF, font_file())
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"/Lang (zh-CN)" in pdf or b"zh-CN" in pdf
    # Every font is embedded, as a subset, and there is one.
    inside = b"".join(unpacked(pdf))
    assert set(re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", inside)) == {b"NotoSansSC-Regular"}
    assert b"/FontFile" in inside
    # No clock: the same bytes on every day.
    assert b"1970-01-01T00:00:00" in inside or b"D:19700101000000" in inside
    assert brief_pdf(BRIEF, font_file()) == pdf


def test_a_figure_without_alt_text_is_refused():
    figure = {**PART["figures"][0], "alt": None}
    with pytest.raises(ValueError, match=r"brief\.typ: .*alt"):
        brief_pdf({**BRIEF, "parts": [{**PART, "figures": [figure]}]}, font_file())


def test_a_character_without_a_glyph_is_refused():
    with pytest.raises(ValueError, match=r"brief\.typ: .*could not be displayed"):
        brief_pdf({**BRIEF, "title": "\U0001f600"}, font_file())
