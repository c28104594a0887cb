"""Lines that a page broke are found and joined, and those of the text stay."""

import random

import pytest
from building import DOCUMENTS
from hypothesis import given
from hypothesis import strategies as st
from made_up import write_corpus

from analysis.__main__ import main
from analysis.intake.reading import cut_text
from analysis.intake.warnings import find_warnings
from analysis.intake.wrapped import find_wrapped, join_lines
from analysis.store.files import RAW
from analysis.store.tables import read_table

# What may not begin a line hangs over the margin, as in print.
NO_BEGINNING = "，。、；：！？）》”"

HAN = "网络建设安全扶贫文化宽带基站用户信息发展移动互联应用服务企业平台技术数据管理资源能力"


def make(seed: int) -> list[str]:
    """Make paragraphs in which no line is likely to come twice."""
    draw = random.Random(seed)

    def clause() -> str:
        return "".join(draw.choices(HAN, k=draw.randint(3, 14)))

    def sentence() -> str:
        return "，".join(clause() for _ in range(draw.randint(2, 6))) + "。"

    return ["".join(sentence() for _ in range(draw.randint(2, 5))) for _ in range(12)]


def wrap(paragraph: str, width: int) -> list[str]:
    """Break a paragraph of Han characters into lines of so many."""
    lines = []
    while len(paragraph) > width:
        end = width
        while end < len(paragraph) and paragraph[end] in NO_BEGINNING:
            end += 1
        lines.append(paragraph[:end])
        paragraph = paragraph[end:]
    return [*lines, paragraph] if paragraph else lines


def page(paragraphs: list[str], width: int, *, rows: int = 9, head: str = "") -> str:
    """Set paragraphs on numbered pages, with a head from the second page on."""
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, width)]
    pages = [lines[k : k + rows] for k in range(0, len(lines), rows)]
    return "\n".join(
        "\n".join([*([head] if head and n > 1 else []), *page, "", f"— {n} —", ""])
        for n, page in enumerate(pages, start=1)
    )


def joined(text: str) -> list[str]:
    return [line.rstrip() for line in join_lines(text)[0].splitlines() if line.strip()]


@pytest.mark.slow
@given(st.integers(0, 9_999), st.integers(22, 40), st.sampled_from(["", "某省人民政府公报"]))
def test_joining_inverts_the_setting_of_indented_paragraphs(seed, width, head):
    indented = [f"\u3000\u3000{text}" for text in make(seed)]
    wrapped = page(indented, width, head=head)
    assert joined(wrapped) == indented
    assert any(
        "lines that a page broke" in warning for warning in find_warnings(cut_text("x", wrapped))
    )


@given(st.integers(0, 9_999), st.integers(22, 40))
def test_without_indents_words_are_joined_and_paragraphs_kept_apart(seed, width):
    texts = make(seed)
    lines = joined(page(texts, width))
    assert "".join(lines) == "".join(texts)
    assert all(line.endswith("。") for line in lines)


@pytest.mark.parametrize("province", ["gansu", "hebei"])
def test_a_text_as_it_was_written_has_no_broken_lines(province):
    text = (RAW / "texts" / f"{province}.txt").read_text(encoding="utf-8")
    assert find_wrapped(text) == ([], [])
    assert join_lines(text) == (text, [])


LINE = "加快移动互联网建设，完善服务体系，推进信息共享和"


def test_what_stands_between_the_parts_of_a_line():
    lines = [LINE, "Wi-", "Fi6", f"{LINE}5", "G", f"{LINE}LTE", "NGB", LINE, LINE, "应用。"]
    text, changes = join_lines("\n".join(lines))
    assert text == f"{LINE}Wi-\nFi6\n{LINE}5G\n{LINE}LTE NGB\n{LINE}{LINE}应用。"
    assert [(change.n, change.line, change.first) for change in changes] == [(5, 1, "共享和\nWi-")]


def test_headings_items_and_dates_are_not_joined_to_what_stands_before():
    body = [LINE] * 6
    lines = [
        f"\u3000\u3000{LINE}", *body, f"{LINE}设备",  # reaches the margin, as a heading may
        "（一）建设", f"　　{LINE}", f"{' ' * 28}甘肃省人民政府办公厅二〇一七年", "2017年8月2日",
        "短", "而无句号",
    ]  # fmt: skip
    parts = joined("\n".join(lines))
    assert parts == [
        f"\u3000\u3000{LINE * 7}{LINE}设备", "（一）建设", f"　　{LINE}",
        f"{' ' * 28}甘肃省人民政府办公厅二〇一七年", "2017年8月2日", "短", "而无句号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["7/12", "8/12", "9/12"],
        ["- 1 -", "-2-", "－ 3 －"],
        ["第1页", "第 2 页 共 10 页", "第3页，共10页"],
    ],
)
def test_numbers_of_pages_in_their_many_forms(numbers):
    text = "\n".join(f"第{'一二三'[k]}条　建网。\n{number}" for k, number in enumerate(numbers))
    cleaned, changes = join_lines(text)
    assert cleaned == "第一条　建网。\n\n第二条　建网。\n\n第三条　建网。\n"
    assert [str(change) for change in changes] == [
        f"3 × numbers and heads of pages taken out, first in line 2: {numbers[0]}"
    ]


@pytest.mark.parametrize("lines", ["年份\n3\n4\n9", "户数\n12", "（1）\n（2）", "1.\n2.", "-1"])
def test_numbers_that_do_not_count_on_are_those_of_the_text(lines):
    assert join_lines(lines) == (lines, [])


def test_a_head_is_what_stands_beside_a_third_of_the_numbers_and_ends_no_sentence():
    pages = [f"某省公报\n第{'一二三四'[n]}条　建网。\n（省政府）\n— {n + 1} —" for n in range(4)]
    text = "\n".join(pages)
    # The first has no number before it: it may be the title.
    assert joined(text) == [
        "某省公报", "第一条　建网。", "（省政府）", "第二条　建网。", "（省政府）",
        "第三条　建网。", "（省政府）", "第四条　建网。", "（省政府）",
    ]  # fmt: skip
    assert [change.n for change in join_lines(text)[1]] == [7]
    assert [change.n for change in join_lines("\n".join(pages[:3]))[1]] == [3]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["1\n", "— 1 —\n", "网络" * 14 + "\n", "　", "、", "1/2\n网\n"])
def test_traps_are_joined_in_one_go(unit):
    # In time that grows with the square of the length this would take many minutes.
    text, _ = join_lines(unit * (500_000 // len(unit)))
    assert len(text) <= 500_000


def test_a_text_from_pdf_is_added_whole(tmp_path, capsys):
    write_corpus(tmp_path, {"gansu": "一、建网。\n二、降费。"})
    source = DOCUMENTS / "pdf_pages.txt"
    command = [
        "add", str(source), "--province", "hebei", "--documents", str(tmp_path / "documents.csv"),
        "--issuer", "河北省人民政府", "--clean", "--yes",
    ]  # fmt: skip
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "title            关于促进移动互联网发展的实施意见  (read from the text)" in told
    assert (
        "changed          8 × lines joined that a page broke, first in line 3: 进第四 代移动"
        in told
    )
    text = (tmp_path / "texts" / "hebei.txt").read_text(encoding="utf-8")
    assert "推进第四代移动通信网络深度覆盖" in text
    assert "落实提速降费要求" in text
    assert "加强个人信息" in text
    assert "— 1 —" not in text
    assert (tmp_path / "originals" / "hebei.txt").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("province", ["gansu", "hebei"])
def test_terms_that_pages_parted_are_found_again(province):
    text = (RAW / "texts" / f"{province}.txt").read_text(encoding="utf-8")
    terms = read_table("terms")["term"]

    def n_found(text: str) -> int:
        return sum(text.count(term) for term in terms)

    wrapped = page([line for line in text.splitlines() if line.strip()], 28, rows=22)
    assert n_found(wrapped) < 0.95 * n_found(text)
    assert n_found(join_lines(wrapped)[0]) == n_found(text)
