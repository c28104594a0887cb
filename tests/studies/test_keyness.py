"""Words more frequent in one province: scored, told and drawn."""

import math
from xml.etree import ElementTree

import pandas as pd
import pytest
from made_up import SAID_ALONE, many_names, many_provinces, none_of, texts
from read_back import links

from analysis.say.catalogue import say
from analysis.store.tables import check_table
from analysis.studies.keyness import report
from analysis.studies.keyness.measure import word_keyness
from analysis.vocabulary import OTHERS


def test_keyness_by_hand():
    # a: 网 3, 路 1; b: 网 1, 路 3. Shares 1/2 each; with 4 pseudo-counts the prior is 2 and 2.
    provisions = pd.DataFrame({"provision_id": ["a-1", "b-1"], "province": ["a", "b"]})
    counts = pd.DataFrame(
        [("a-1", "网", 3), ("a-1", "路", 1), ("b-1", "网", 1), ("b-1", "路", 3)],
        columns=["provision_id", "term", "n"],
    )
    table = check_table(word_keyness(counts, provisions, prior_size=4), "keyness")
    table = table.set_index("term")
    # (3 + 2) / (4 + 4 - 5) = 5/3 against (1 + 2) / (4 + 4 - 3) = 3/5
    assert table.loc["网", "log_odds"] == pytest.approx(math.log(5 / 3) - math.log(3 / 5))
    assert table.loc["网", "std_error"] == pytest.approx(math.sqrt(1 / 5 + 1 / 3))
    assert table.loc["网", "z"] == pytest.approx(1.0217 / 0.7303, abs=1e-3)
    assert table.loc["路", "z"] == pytest.approx(-table.loc["网", "z"])
    assert table.loc["网", ["n_a", "n_b"]].tolist() == [3, 1]


def test_keyness_of_four_provinces_is_against_the_sum_of_the_others():
    provisions = pd.DataFrame({"provision_id": [*"1234"], "province": [*"abcd"]})
    counts = pd.DataFrame(
        [("1", "网", 3), ("1", "路", 1), ("2", "网", 1), ("3", "路", 3), ("3", "云", 2)],
        columns=["provision_id", "term", "n"],
    )
    table = check_table(word_keyness(counts, provisions, prior_size=10), "keyness")
    table = table.set_index(["province_a", "term"])
    assert set(table["province_b"]) == {OTHERS}
    assert table.loc[("a", "网"), ["n_a", "n_b"]].tolist() == [3, 1]
    assert table.loc[("a", "路"), ["n_a", "n_b"]].tolist() == [1, 3]
    assert table.loc[("d", "路"), ["n_a", "n_b"]].tolist() == [0, 4]  # it has no word at all
    # Ten words in all, four of them 网: prior 4. (3 + 4) / (4 + 10 - 7), (1 + 4) / (6 + 10 - 5).
    assert table.loc[("a", "网"), "log_odds"] == pytest.approx(math.log(7 / 7) - math.log(5 / 11))


def test_keyness_names_words_and_their_chance(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 2.5),
            ("anhui", "beijing", "乙", -1.0),
            ("anhui", "beijing", "丙", 0.5),
        ],
        columns=["province_a", "province_b", "term", "z"],
    )
    (statement,) = report.statements(keyness, names)
    assert statement.en.startswith(
        "Most characteristic of Anhui against Beijing: 甲、丙; of Beijing: 乙. |z| ≥ 1.96 holds for 1 of 3 words, and"
    )
    assert "3个词中有1个达到|z| ≥ 1.96" in statement.zh


def test_texts_of_the_same_words_have_no_characteristic_ones(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 0.0)], columns=["province_a", "province_b", "term", "z"]
    )
    assert report.headline(keyness, names).en == "No word sets the provinces apart"
    (said,) = report.statements(keyness, names)
    assert "against Beijing: none; of Beijing: none. " in said.en
    assert "最有特征的词：无；北京最有特征的词：无。" in said.zh


def test_only_the_province_of_a_comparison_with_the_others_has_words(small):
    keyness = pd.DataFrame(
        [("anhui", "others", "网", 5, 9, 2.5), ("anhui", "others", "路", 1, 9, -1.0),
         ("beijing", "others", "云", 5, 9, 3.0)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )  # fmt: skip
    names = many_names(7, small.areas)
    first, _ = report.statements(keyness, names)
    assert first.en.startswith(
        "Most characteristic of Anhui against the other provinces: 网. |z| ≥ 1.96 holds for 1 of 2 words"
    )
    assert "路" not in first.zh
    headline = report.headline(keyness, names)
    assert headline.en == "Beijing stands out most from the others, by 云"
    assert headline.zh == "与其他各省相比最突出的是北京的“云”"


@pytest.mark.usefixtures("style")
def test_in_a_page_a_word_stands_in_its_link(names, tmp_path):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "甲", 5, 0, 2.0), ("anhui", "beijing", "乙", 0, 4, -1.5)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    saved = report.draw(keyness, names, source="", folder=tmp_path)
    found = [link.get("href") for link in ElementTree.fromstring(saved.inline).iter("a")]
    assert found == ["reader.html?term=乙", "reader.html?term=甲"] * 2
    # The file may stand anywhere, and leads nowhere.
    assert "<a" not in saved.svg
    (said,) = report.statements(keyness, names)
    assert saved.title.en == "Anhui stands out by 甲, Beijing by 乙"
    assert saved.alt.en == f"Words by frequency and z score. {said.en}"
    words = report.draw_words(keyness, names, source="", folder=tmp_path)
    assert words.title == saved.title
    assert words.alt.zh == f"条形图：最有特征的词及其z值。{said.zh}"
    assert {path.stem for path in tmp_path.iterdir()} == {"keyness", "characteristic_words"}


@pytest.mark.usefixtures("style")
def test_one_province_alone_has_no_words_of_its_own(names):
    keyness = none_of("keyness")
    assert report.statements(keyness, names) == (say("general.alone"),)
    assert report.headline(keyness, names) == say("general.alone").headline()
    for axes in (report.plot(keyness, names), report.plot_words(keyness, names)):
        assert [texts(ax) for ax in axes.flat] == [SAID_ALONE]
        assert not axes[0, 0].axison


@pytest.mark.usefixtures("style")
def test_characteristic_words_stand_on_the_side_of_their_province(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 5, 0, 2.0),
            ("anhui", "beijing", "乙", 0, 4, -1.5),
            ("anhui", "beijing", "丙", 2, 1, 0.5),
        ],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = report.plot_words(keyness, names, n=1).flat
    assert [bar.get_width() for bar in ax.patches] == [-1.5, 2.0]
    assert {"乙", "甲", "5 : 0", "0 : 4"} <= set(texts(ax))
    assert "丙" not in texts(ax)
    assert links(ax) == ["reader.html?term=乙"] * 2 + ["reader.html?term=甲"] * 2
    heads = {t.get_text(): t.get_position()[1] for t in ax.texts if "typical" in t.get_text()}
    tops = [bar.get_y() + bar.get_height() for bar in ax.patches]
    assert list(heads) == ["北京的特征词 typical of Beijing", "安徽的特征词 typical of Anhui"]
    assert tops[0] < heads["北京的特征词 typical of Beijing"] < tops[1]


@pytest.mark.usefixtures("style")
def test_no_word_is_drawn_on_both_sides_where_words_are_few(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "甲", 5, 0, 2.0), ("anhui", "beijing", "乙", 0, 4, 1.5)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = report.plot_words(keyness, names).flat
    assert [bar.get_width() for bar in ax.patches] == [1.5, 2.0]


@pytest.mark.usefixtures("style")
def test_keyness_is_drawn_by_frequency_and_z_with_the_extremes_named(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 5, 0, 2.0),
            ("anhui", "beijing", "乙", 0, 4, -1.5),
            ("anhui", "beijing", "丙", 2, 1, 0.5),
            ("anhui", "beijing", "丁", 2, 1, 0.5),
        ],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = report.plot(keyness, names, n=1).flat
    dots, named = (c.get_offsets().tolist() for c in ax.collections[:2])
    assert dots == [[4, -1.5], [3, 0.5], [5, 2.0]]  # words with the same counts share a dot
    assert named == [[4, -1.5], [5, 2.0]]
    assert [t for t in texts(ax) if t] == ["乙", "甲", "z = −1.96", "z = 1.96"]
    hrefs = ["reader.html?term=乙", "reader.html?term=甲"]
    assert ax.collections[1].get_urls() == hrefs
    assert links(ax) == hrefs


@pytest.mark.usefixtures("style")
@pytest.mark.filterwarnings("error")
def test_words_that_set_nothing_apart_still_have_a_scale(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 1, 1, 0.0)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    assert report.plot_words(keyness, names)[0, 0].get_xlim() == (-1, 1)


@pytest.mark.usefixtures("style")
def test_few_occurrences_are_written_as_plain_numbers(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 2, 0, 1.0), ("anhui", "beijing", "企业", 2, 4, -1.0)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = report.plot(keyness, names).flat
    labels = [label.get_text() for label in ax.get_xticklabels(which="both")]
    assert "3" in labels
    assert not [label for label in labels if "$" in label]


def keyness_of_many(n: int) -> pd.DataFrame:
    rows = [
        (province, "others", f"词{j}", 5, 9, (k + 1) * (j - 3) / 10)
        for k, province in enumerate(many_provinces(n))
        for j in range(12)
    ]
    return pd.DataFrame(rows, columns=["province_a", "province_b", "term", "n_a", "n_b", "z"])


@pytest.mark.usefixtures("style")
@pytest.mark.parametrize("n", [7, 31])
def test_each_of_many_has_a_panel_with_its_words(small, n):
    names = many_names(n, small.areas)
    axes = report.plot_words(keyness_of_many(n), names)
    shown = [ax for ax in axes.flat if ax.get_visible()]
    assert [ax.get_title(loc="left") for ax in shown] == [names.both(p) for p in many_provinces(n)]
    # Its own words only, the six highest, the highest on top.
    assert texts(shown[0])[:6] == [f"词{j} 5:9" for j in range(6, 12)]
    assert [bar.get_width() for bar in shown[1].patches] == pytest.approx(
        [2 * (j - 3) / 10 for j in range(6, 12)]
    )
    assert shown[0].patches[0].get_url() == "reader.html?province=anhui&term=词6"
    assert axes.flat[0].figure.get_figheight() < 14


@pytest.mark.usefixtures("style")
def test_of_many_the_three_that_stand_out_most_are_drawn_word_by_word(small):
    names = many_names(7, small.areas)
    axes = report.plot(keyness_of_many(7), names)
    assert len(axes.flat) == 3
    assert "The 3 of 7 provinces whose words stand out most" in axes.flat[0].get_title(loc="left")
    sides = [ax.get_ylabel().splitlines()[0] for ax in axes.flat]
    assert [
        names.both(p) in side for p, side in zip(many_provinces(7)[4:], sides, strict=True)
    ] == [True] * 3


@pytest.mark.usefixtures("style")
def test_words_of_the_others_are_not_drawn_as_ones_own(small):
    few = keyness_of_many(7)
    few = few[(few["province_a"] != "anhui") | few["term"].isin(["词0", "词11"])]
    first = report.plot_words(few, many_names(7, small.areas)).flat[0]
    assert texts(first)[:1] == ["词11 5:9"]
    assert len(first.patches) == 1
