"""Passages: one language a page, its words marked, tables and code tidied."""

import re

import pandas as pd
import pytest
from lxml import html

from analysis.website import passages
from analysis.website.executed import TEMPLATES


def page(body: str):
    return passages.parse_page(f"<html><body>{body}</body></html>")


def written(root) -> str:
    body = html.tostring(root.find("body"), encoding="unicode")
    return body.removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("body", "en", "zh"),
    [
        (
            '<p class="said" lang="zh-Hans">好。</p><p class="said" lang="en">Good.</p>',
            '<p class="said" lang="en">Good.</p>',
            '<p class="said" lang="zh-Hans">好。</p>',
        ),
        (
            '<section class="prose"><p>A word 词.</p><p>一个<code>word</code>词。</p></section>',
            '<section class="prose"><p>A word 词.</p></section>',
            '<section class="prose"><p>一个<code>word</code>词。</p></section>',
        ),
        (
            '<section class="prose"><ul><li>one thing</li></ul><ul><li>一件事</li></ul></section>',
            '<section class="prose"><ul><li>one thing</li></ul></section>',
            '<section class="prose"><ul><li>一件事</li></ul></section>',
        ),
        (
            '<section class="prose"><h2>Why? 为何？</h2></section>',
            '<section class="prose"><h2>Why?</h2></section>',
            '<section class="prose"><h2>为何？</h2></section>',
        ),
        (
            '<section class="prose"><p>So:</p><p>即：</p><p><math display="block"></math></p></section>',
            '<section class="prose"><p>So:</p><p><math display="block"></math></p></section>',
            '<section class="prose"><p>即：</p><p><math display="block"></math></p></section>',
        ),
        # What has no counterpart stays, and so does what a text says.
        *[(same, same, same) for same in (
            '<section class="prose"><p>Only English.</p></section>',
            '<section class="prose"><h2>Fibre</h2><h3>光纤</h3></section>',
            '<td lang="zh-Hans">原文</td><h2>Why? 为何？</h2>',
            '<section class="prose"><p><math display="block"><mi>N</mi></math></p></section>',
        )],
    ],
)  # fmt: skip
def test_a_page_keeps_one_language(body, en, zh):
    for lang, expected in (("en", en), ("zh", zh)):
        root = page(body)
        passages.keep_language(root, lang)
        assert written(root) == expected


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<p>see 网络扶贫 there</p>", '<p>see <span lang="zh-Hans">网络扶贫</span> there</p>'),
        (
            "<p>《关于2017年的意见》, then 甲、乙。</p>",
            '<p><span lang="zh-Hans">《关于2017年的意见》</span>, then '
            '<span lang="zh-Hans">甲、乙。</span></p>',
        ),
        (
            "<p><b>x</b>甲<i>y</i>乙</p>",
            '<p><b>x</b><span lang="zh-Hans">甲</span><i>y</i><span lang="zh-Hans">乙</span></p>',
        ),
        ('<p lang="zh-Hans">网络<b>扶贫</b></p>', '<p lang="zh-Hans">网络<b>扶贫</b></p>'),
        (
            '<p lang="zh-Hans">甲<i lang="en">乙</i>丙</p>',
            '<p lang="zh-Hans">甲<i lang="en"><span lang="zh-Hans">乙</span></i>丙</p>',
        ),
        ("<svg><text>甲 a</text></svg>",
         '<svg><text><tspan lang="zh-Hans">甲</tspan> a</text></svg>'),
        ("<math><mi>甲</mi></math>", "<math><mi>甲</mi></math>"),
        (
            "<p><math><mi>甲</mi></math>乙</p>",
            '<p><math><mi>甲</mi></math><span lang="zh-Hans">乙</span></p>',
        ),
        ("<p>no Chinese, 100%</p>", "<p>no Chinese, 100%</p>"),
    ],
)  # fmt: skip
def test_chinese_words_in_english_say_so(body, marked):
    root = page(body)
    passages.mark_language(root, "en")
    assert written(root) == marked


def test_control_characters_are_shown_as_signs():
    root = page("<p>a\x07b\x0c网\x1b络\uffff</p>")
    passages.mark_language(root, "en")
    assert (
        written(root) == '<p>a␇b␌<span lang="zh-Hans">网</span>␛<span lang="zh-Hans">络</span>�</p>'
    )


def test_on_a_chinese_page_chinese_needs_no_mark():
    root = page('<p>甲</p><p lang="en">of 乙</p>')
    passages.mark_language(root, "zh")
    assert written(root) == '<p>甲</p><p lang="en">of <span lang="zh-Hans">乙</span></p>'


def test_tables_are_fit_for_a_strict_page():
    table = pd.DataFrame({"area": ["net"], "n": [-1.5]}, index=["a"])
    root = page(f"<div>{table._repr_html_()}</div>")
    assert root.xpath("//style")
    passages.fix_tables(root)
    assert not root.xpath("//style")
    assert "style=" not in written(root)
    assert "border=" not in written(root)
    heads = [(h.text, h.get("scope")) for h in root.xpath("//th")]
    assert heads == [("area", "col"), ("n", "col"), ("a", "row")]
    assert [c.text for c in root.xpath("//td[@class='number']")] == ["-1.5"]
    # No white space between the parts of a table, and the texts within them whole.
    assert not re.search(
        r">\s+<", html.tostring(root.find(".//table"), encoding="unicode", with_tail=False)
    )
    apart = page("<table><tr> <td> a <b>b</b> c </td>\n <td> </td></tr>\n</table>")
    passages.fix_tables(apart)
    assert written(apart).startswith("<table><tr><td> a <b>b</b> c </td><td> </td></tr></table>")


def test_code_keeps_the_colours_that_the_style_sheet_has():
    code = '<pre><span class="kn">import</span> <span class="nn">json</span></pre>'
    root = page(f'{code}<p><span class="nn">x</span></p>')
    passages.thin_code(root)
    assert written(root) == (
        '<pre><span class="kn">import</span> json</pre><p><span class="nn">x</span></p>'
    )
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.highlight \.(\w+)", style)) == set(passages._CODE_CLASSES)


def test_addresses_stand_in_chinese_and_what_is_escaped_stays_so():
    root = page('<a href="reader.html?term=光纤%26x&amp;q=%22#x-1">光纤</a>')
    assert 'href="reader.html?term=光纤%26x&amp;q=%22#x-1"' in passages.write_page(root)


def test_headings_get_names_that_do_not_hang_on_their_language():
    body = (
        '<main><h1>A</h1><h2>{}</h2><h3 id="x">C</h3><h3>D</h3><article><h2>E</h2></article></main>'
    )
    for text in ("Why?", "为何？"):
        root = page(body.format(text))
        passages.name_headings(root)
        names = [h.get("id") for h in root.xpath("//h1 | //h2 | //h3")]
        assert names == [None, "heading-1", "x", "heading-3", None]


def test_figures_come_into_their_places():
    root = page('<figure data-name="gaps"></figure>tail')
    passages.place_figures(root, {"gaps": "<figure><svg></svg></figure>"})
    assert written(root) == "<figure><svg></svg></figure>tail"
