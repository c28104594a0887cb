"""What is told of a text that looks wrong."""

import pytest

from analysis.intake.reading import cut_text
from analysis.intake.warnings import find_warnings

PLAIN = "一、建设网络\n（一）发展宽带。推进宽带网络建设。\n（二）建设基站。加快基站建设。\n二、保障安全\n（一）防护。"
LONG = "各级各部门要高度重视移动互联网健康有序发展工作，结合实际抓好贯彻落实。"


def test_a_plain_text_leaves_no_doubt():
    assert list(find_warnings(cut_text("x", PLAIN))) == []


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (PLAIN.replace("（二）", "（三）"), "line 3: a marker （一） has the number 3, after 1"),
        (PLAIN.replace("二、保", "三、保"), "line 4: a marker 一、 has the number 3, after 1"),
        (PLAIN.replace("网络", "网\u200b络"), "2 × zero-width characters, first in line 1"),
        (PLAIN.replace("基站", "基\x07站", 1), "1 × control characters, first in line 3"),
        (PLAIN + "\ufffd", "1 × characters lost in conversion"),
        (PLAIN + "\ue004", "1 × private-use characters, first in line 5"),
        (PLAIN + "到2 0 2 0年", "3 × digits with spaces between"),
        (PLAIN + "\n中 共 某 省 委", "1 × words with spaces between their characters, first in line 6"),
        (PLAIN + "⽹络", "1 × radicals for characters, as in PDF"),
        (PLAIN + "<p>发展&nbsp;", "2 × remnants of HTML, first in line 5"),
        ("下载 打印\n来源：省政府网\n" + PLAIN, "2 × lines of a web page, which do not count above the title and below the text, first in line 1"),
        ("一、總體要求\n（一）發展。為國務電動機開業網絡。", "traditional characters"),
        (f"{PLAIN}\n{LONG}\n{LONG}", f"a paragraph stands 2 times: “{LONG[:20]}…”"),
        (PLAIN + "安" * (32_767 - len(PLAIN)), "it has just 32,767 characters"),
("一、建设\n（一）甲事。\n（二）乙事。\n一、另一件事。", "its widest numbering begins twice"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_named_with_its_place(text, warning):
    found = list(find_warnings(cut_text("x", text)))
    assert [d for d in found if d.startswith(warning)] != [], found


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", "\u2028"])
def test_lines_count_whatever_ends_them(newline):
    text = PLAIN.replace("防护", "防\u200b护").replace("二、保", "三、保").replace("\n", newline)
    assert list(find_warnings(cut_text("x", text))) == [
        "line 4: a marker 一、 has the number 3, after 1; is one missing, or a number wrong?",
        "1 × zero-width characters, first in line 5; 'add --clean' takes them out",
    ]


def test_paragraphs_that_repeat_are_named_once_each_when_they_are_long():
    # The shorter one has 19 Han characters.
    short = "各级各部门要高度重视移动互联网健康有序。"
    assert list(
        find_warnings(cut_text("x", f"{PLAIN}\n{short}\n{short}\n{LONG}\n {LONG}\n{LONG}"))
    ) == [f"a paragraph stands 3 times: “{LONG[:20]}…”"]


def test_few_traditional_characters_are_no_doubt():
    # Of 100 Han characters 2, and 3.
    assert list(find_warnings(cut_text("x", "一、" + "建" * 97 + "國發"))) == []
    assert len(list(find_warnings(cut_text("x", "一、" + "建" * 96 + "國發業")))) == 1


@pytest.mark.slow
def test_of_many_of_a_kind_the_first_are_told_and_the_rest_counted():
    found = list(find_warnings(cut_text("x", "1.一\n" * 20_000)))
    assert [warning.split(":")[0] for warning in found[:20]] == [f"line {n}" for n in range(2, 22)]
    assert found[20] == "19979 more numbers do not follow the one before"
    paragraphs = [f"{LONG}{n}" for n in range(22)] * 2
    assert (
        list(find_warnings(cut_text("x", "\n".join(paragraphs))))[-1]
        == "2 more paragraphs stand more than once"
    )


def test_much_before_the_first_provision_is_asked_about():
    before = "为了发展网络，提出本意见。" * 100  # 1,100 Han characters of 1,105 and more
    text = f"{before}\n一、建设。建网。\n"
    asked = (
        "100% of the Han characters stand before the first heading or provision and are not counted"
    )
    assert [warning.split(":")[0] for warning in find_warnings(cut_text("x", text))] == [asked]
    # A third of the text, or a thousand characters, may be a notice or a preamble.
    assert list(
        find_warnings(
            cut_text("x", f"{before}\n一、建设。建网。\n二、保护。{'保护用户。' * 600}\n")
        )
    ) == ["provision 2 holds 69% of the Han characters: has it a numbering that is not read?"]
    assert list(find_warnings(cut_text("x", f"{before[:1000]}\n一、建设。建网。\n"))) == []


def test_a_provision_that_holds_most_of_the_text_is_asked_about():
    plain = "".join(f"{n}、建设。{'加快建网。' * 100}\n" for n in "一二三四")
    assert list(find_warnings(cut_text("x", plain))) == []
    text = plain + f"五、任务。{'任务要落实。' * 600}\n"
    asked = "provision 5 holds 65% of the Han characters: has it a numbering that is not read?"
    assert list(find_warnings(cut_text("x", text))) == [asked]
