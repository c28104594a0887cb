"""Documents of many layouts, made up after what is met in the wild: each gets the structure that a
reader would draw, or a message that a person can act on."""

import shutil
from hashlib import sha256
from itertools import groupby

import pandas as pd
import pytest
from building import DOCUMENTS
from layouts import DRAWN

from analysis.intake.checking import check_corpus
from analysis.intake.reading import read_corpus
from analysis.store.files import RAW
from analysis.store.tables import check_table
from analysis.text.documents import read_text_file
from analysis.text.structure import build_provisions, join_segments, split_segments

# The headings of the parts that their provisions are in, one after another.
PARTS = {
    "articles": "总　则 总　则 建　设 建　设 建　设 建　设 附　则",
    "volumes": "目标 目标 步骤 城市 乡村",
    "five_levels": "光纤 光纤 城区 宽带 建设网络 保障",
    "turned_round": "建设网络 建设网络 保护用户 保护用户",
    "bullets": "总体要求 基本原则 基本原则 总体要求",
    "bare_and_numbered": "总体要求 总体要求 主要任务",
    "paragraphs": "",
    "jump": "",
}

# What a person is told of them, in part.
DOUBTS = {
    "turned_round": ["items 1. hold items （一）: is it so?"],
    "one_line": ["3 × a marker within a line, taken for an item, first in line 1"],
    "no_lines": ["3 × a marker within a line, taken for an item, first in line 1"],
    "dash_for_one": ["3 × a dash for 一 in a marker, first in line 1"],
    "private_use": ["3 × private-use characters, first in line 2"],
    "bare_headings": ["3 × a line taken for a heading without a number, first in line 3"],
    "bare_and_numbered": [
        "line 6: a marker 1. has the number 1, after 2; is one missing, or a number wrong?",
        "two provisions have one number: all are named by their places, not their numbers",
        "2 × a line taken for a heading without a number, first in line 2",
        "its widest numbering begins twice: are two documents in one file?",
    ],
    "annexes": ["line 5: annexes begin, 45% of the Han characters; they are shown and not counted"],
    "doubled": [
        "line 3: a marker （一） has the number 1, after 1; is one missing, or a number wrong?",
        "two provisions have one number: all are named by their places, not their numbers",
    ],
    "jump": ["line 3: a marker 一、 has the number 4, after 2; is one missing, or a number wrong?"],
    "traditional": [
        "traditional characters: the lexicon is simplified and finds few of its terms; "
        "'add --simplify' converts them"
    ],
    "web_page": [
        "1 × zero-width characters, first in line 4; 'add --clean' takes them out",
        "1 × digits with spaces between, as from OCR, first in line 4; 'add --clean' joins those of "
        "one number in a sentence",
        "1 × remnants of HTML, first in line 4; 'add --clean' takes them out, but for tags that HTML "
        "does not know",
        "4 × lines of a web page, which do not count above the title and below the text, "
        "first in line 1",
    ],
    "recognised": [
        "1 × zero-width characters, first in line 8; 'add --clean' takes them out",
        "2 × control characters, first in line 7; 'add --clean' takes them out",
        "24 × digits with spaces between, as from OCR, first in line 2; 'add --clean' joins those of "
        "one number in a sentence",
    ],
    "pdf_pages": [
        "1 × radicals for characters, as in PDF: words that have one are not found, "
        "first in line 15; 'add --clean' makes them characters",
        "8 × lines that a page broke, as in PDF: words that are parted are not found, first in line 3; "
        "'add --clean' joins them",
        "2 × numbers or heads of pages, first in line 10; 'add --clean' takes them out",
    ],
}

REFUSED = {
    "word": "the file is a ZIP file, as .docx is",
    "empty": "the file is empty",
    "two_encodings": "byte 55 is not UTF-8",
}


def test_every_document_is_drawn_or_refused():
    names = {path.stem for path in DOCUMENTS.glob("*.txt")}
    assert names == DRAWN.keys() | REFUSED.keys()
    assert len(names) == 32


@pytest.mark.parametrize("name", DRAWN)
def test_a_document_has_the_structure_that_a_reader_would_draw(name):
    text = read_text_file(DOCUMENTS / f"{name}.txt").text
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    segments = check_table(split_segments(texts), "segments")
    assert join_segments(segments, texts)["text"].iloc[0] == text
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["hebei"]})
    provisions = build_provisions(segments, texts, documents).set_index("provision_id")
    drawn = []
    for segment in segments[segments["zone"].isin(["heading", "body"])].itertuples():
        words = text[segment.start : segment.end].strip()[:3].replace(" ", "_")
        if segment.provision_id:
            row = provisions.loc[segment.provision_id]
            words = segment.provision_id.removeprefix("x-") + (row["heading"] or row["text"])[:4]
        drawn.append(words if segment.provision_id else f"#{words}")
    # Heading and body of a provision follow one another.
    assert [words for words, _ in groupby(drawn)] == DRAWN[name].split()


def parts_of(names: list[str]) -> dict[str, str]:
    read = {name: read_text_file(DOCUMENTS / f"{name}.txt").text for name in names}
    texts = pd.DataFrame({"doc_id": list(read), "text": list(read.values())})
    documents = pd.DataFrame({"doc_id": names, "province": "hebei"})
    provisions = build_provisions(split_segments(texts), texts, documents)
    return provisions.groupby("doc_id")["part"].agg(lambda parts: " ".join(parts).strip()).to_dict()


def test_a_provision_is_in_the_part_whose_heading_holds_it_nearest():
    # All in one table: no part reaches into the next document.
    assert parts_of(list(PARTS)) == PARTS


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What `check` says of them all, as documents of one province."""
    folder = tmp_path_factory.mktemp("raw")
    shutil.copytree(DOCUMENTS, folder / "texts")
    shutil.copy(RAW / "provinces.csv", folder)
    rows = [
        {"doc_id": path.stem, "province": "hebei", "title": "网络", "title_en": "Networks",
         "issuer": "河北省人民政府", "role": "policy", "source": "made up",
         "file": f"texts/{path.name}",
         "sha256": sha256(path.read_bytes()).hexdigest()}
        for path in sorted(DOCUMENTS.glob("*.txt"))
    ]  # fmt: skip
    shipped = pd.read_csv(RAW / "documents.csv", dtype="str")
    table = pd.DataFrame(rows).reindex(columns=shipped.columns, fill_value="")
    table.loc[0, "province"] = "gansu"
    table.to_csv(folder / "documents.csv", index=False)
    return {report.name: report for report in check_corpus(read_corpus(folder / "documents.csv"))}


@pytest.mark.parametrize("name", DRAWN)
def test_check_says_where_the_structure_is_a_guess(reports, name):
    assert reports[name].refusal == ""
    own = [warning for warning in reports[name].warnings if "names 河北" not in warning]
    assert own == DOUBTS.get(name, [])


@pytest.mark.parametrize("name", REFUSED)
def test_check_refuses_what_is_no_text_and_says_why(reports, name):
    assert REFUSED[name] in reports[name].refusal
