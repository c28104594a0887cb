"""Documents of many layouts, made up after what is met in the wild: each gets the structure that a
reader would draw, or a message that a person can act on."""

import re
import shutil
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest
from benchmark import make_documents
from building import copy_project, make, missing_values, page_of
from made_up import many_provinces, write_corpus

from analysis.intake.checking import check_corpus
from analysis.intake.reading import read_corpus
from analysis.store.files import RAW
from analysis.store.tables import check_table, read_table
from analysis.text.documents import read_text_file
from analysis.text.structure import build_provisions, join_segments, split_segments

DOCUMENTS = Path(__file__).parents[1] / "documents"

# Of each document the provisions, with the first four characters of their headings or bodies, and
# the headings of parts, after a hash.
DRAWN = {
    "articles": "#第一章 1为了促进 2本条例适 #第二章 3省人民政 3.1编制规划 3.2安排资金 4建设单位 #第三章 5本条例自",
    "volumes": "#第一编 #第一章 #第一节 1网络全省 2资费逐年 #第二节 3先城后乡 #第二编 #第一章 4光纤到户 #第二章 5宽带到村",
    "five_levels": (
        "#一、建 #（一） #1.城 #（1） 1.1.1.1.1到楼 1.1.1.1.2到户 1.1.1.2基站 1.1.2乡村 1.2资费 "
        "#二、保 2.1组织"
    ),
    "turned_round": "#1、建 1.1宽带 1.2基站 #2、保 2.1隐私 2.2举报",
    "mixed_signs": "#一_、 1.1宽带 1.2基站 1.2.1城区 1.2.2乡村 #二、保 2.1隐私 2.2举报",
    "two_lines": "#一、建 1宽带 2基站",
    "one_line": "#一、总 1.1指导思想 1.2基本原则 #二、主 2.1建设网络",
    "no_lines": "1建设网络 2降低资费 3保护用户",
    "dash_for_one": "#—、建 1.1宽带 1.2基站 #二、保 2.1隐私",
    "bullets": "#一、总 1指导思想 #（二） 2.1统筹兼顾 2.2安全可控 3目标",
    "private_use": "#一、主 1.1建设网络 1.2降低资费 #二、保 2.1加强组织",
    "bare_headings": "#总体要 1坚持以人 #主要任 2光纤要到 3资费要逐 #保障措 4成立小组",
    "bare_and_numbered": "#总体要 1以人为本 2统筹城乡 #主要任 3建设网络",
    "paragraphs": "1为了发展 2光纤要到 3各地要加",
    "annexes": "1建设网络 2降低资费",
    "forwarded": "1建设网络 2降低资费",
    "agencies": "1宽带 2基站 3资费 4隐私 5举报 6人才",
    "doubled": "#一、建 1.1宽带 1.2基站 #二、保 2.1隐私",
    "jump": "1建设网络 2降低资费 4保护用户",
    "gb_crlf": "1建设网络 2降低资费 3保护用户",
    "utf16": "1建设网络 2降低资费",
    "traditional": "1建設網絡 2降低資費 3保護用戶",
    "cr_only": "1建设网络 2降低资费",
    "web_page": "1建设网络 2降低资费",
    "recognised": "1建设网络 2降低资\u200b 3\x07保护用",
    "decimal": (
        "#1_总 1.1编制目的 1.2编制依据 1.3适用范围 #2_组 2.1领导机构 #2.2 2.2.1办公室 2.2.2专家组 #3_监 3.1预警分级"
    ),
    "database": "1总体要求 2建设网络 3保护用户",
    "ministry": "#一、总 1.1指导思想 1.2基本原则 #二、主 2.1建设网络 2.2网络扶贫",
    "pdf_pages": "1建设网络 2降低资费 3保护用户",
}

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


def test_the_suite_runs_unchanged_on_all_that_are_taken(tmp_path):
    project = copy_project(tmp_path / "project")
    texts = {name: (DOCUMENTS / f"{name}.txt").read_bytes() for name in DRAWN}
    texts |= dict(make_documents(3).select("doc_id", "text").iter_rows())
    # Two for the first province, one for each other: 31 provinces, 32 documents.
    provinces = dict(zip(texts, many_provinces(31) + many_provinces(1), strict=True))
    listed = write_corpus(tmp_path / "corpus", texts, provinces=provinces)
    run = make(project, "report", f"CORPUS={listed}", f"OUT={tmp_path / 'out'}")
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr
    assert missing_values(tmp_path / "out") == {}
    provisions = read_table("provisions", tmp_path / "out" / "data" / "processed")
    drawn = {name: len(re.findall(r"(?<!\S)[0-9]", words)) for name, words in DRAWN.items()}
    assert provisions["province"].nunique() == 31
    sizes = provisions.groupby("doc_id").size()
    assert sizes[list(drawn)].to_dict() == drawn
    page = page_of(tmp_path / "out" / "reports" / "reader.html")
    assert set(provisions["provision_id"]) <= set(page.xpath("//@id"))
    # A province of one or two provisions is not found similar because it says nothing.
    brief = page_of(tmp_path / "out" / "reports" / "index.html").text_content()
    assert "All 124 gaps in coverage are undetermined" in brief
    assert re.search(r"Of 589 gaps between topics .*, in \d+ no term stands on either side", brief)
    assert "similar. 0.0%" not in brief
