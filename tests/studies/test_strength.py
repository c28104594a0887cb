import pandas as pd
import pytest
from made_up import many_names, none_of, texts
from read_back import require_legible
from set_out import AREAS, MANY, longest_names, view_cells

from analysis.say.wording import Statement
from analysis.store.files import RAW
from analysis.store.tables import check_table, read_table
from analysis.studies.strength import report
from analysis.studies.strength.measure import find_strength, measure_strength, strength_rates
from analysis.studies.strength.report import draw, headline, part, plot, statements, view
from analysis.words.lexicon import read_areas, read_terms


@pytest.fixture(scope="module")
def terms():
    return read_terms(RAW / "strength.toml")


def sentence_table(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"x-1-s{n:02d}", "x-1", 100 * n, 100 * n + len(t), "body", t)
         for n, t in enumerate(texts, start=1)],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )  # fmt: skip


def words(terms, text: str) -> list[tuple[str, str]]:
    found = check_table(find_strength(sentence_table(text), terms), "strength_hits")
    return list(found[["term", "strength"]].itertuples(index=False, name=None))


def test_the_lexicon_of_strength_has_two_sides():
    areas = read_areas(RAW / "strength.toml")
    assert areas.loc[areas["topic"] == "all", "area"].tolist() == ["obligatory", "encouraging"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("严格落实制度。", [("严格落实", "obligatory")]),
        ("鼓励和支持企业。", [("鼓励和支持", "encouraging")]),
        ("引导企业，确保安全。", [("引导", "encouraging"), ("确保", "obligatory")]),
        ("在确保安全的前提下推进。", []),
        ("设立引导基金，发挥引导作用。", []),
        ("明确保护对象。", []),
        ("部署落实重点任务。", []),
        ("制定办法（试行）。", []),
        ("研究试行承诺制。", [("研究试行", "encouraging")]),
        ("推动建设，加强管理。", []),
        ("贯彻落实党的十九大精神。", []),
        ("适应当地需要，财政收支持续向好。", []),
    ],
)
def test_words_of_strength_and_phrases_that_only_look_like_them(terms, text, expected):
    assert words(terms, text) == expected


def test_latin_letters_match_in_either_case():
    terms = pd.DataFrame({"term": ["推行PPP"], "area": ["encouraging"]})
    assert find_strength(sentence_table("推行ppp。"), terms)["strength"].tolist() == ["encouraging"]


def test_headings_are_not_counted(terms):
    heading = sentence_table("切实维护用户权益。").assign(zone="heading")
    assert find_strength(heading, terms).empty


def test_a_sentence_counts_for_each_of_its_areas_and_for_all(terms):
    sentences = sentence_table("鼓励建网，确保安全，严格管理。", "支持发展。", "没有。")
    hits = pd.DataFrame(
        [("x-1-s01", "x-1", "net"), ("x-1-s01", "x-1", "net"), ("x-1-s01", "x-1", "sec"),
         ("x-1-s03", "x-1", "sec")],
        columns=["sentence_id", "provision_id", "area"],
    )  # fmt: skip
    table = measure_strength(find_strength(sentences, terms), sentences, hits)
    rows = check_table(table, "strength").set_index("area")
    columns = ["n_sentences", "n_han", "n_obligatory", "n_encouraging"]
    assert rows.loc["net", columns].tolist() == [1, 12, 2, 1]
    assert rows.loc["sec", columns].tolist() == [2, 14, 2, 1]
    assert rows.loc["all", columns].tolist() == [3, 18, 2, 2]


# Counted by eye in the bodies of both texts, sense by sense; the titles of provisions, which this
# reading took in (支持 and 引导 in Hebei, 切实 in Gansu), are left out.
@pytest.mark.parametrize(
    ("word", "gansu", "hebei"),
    [("督促", 5, 3), ("严厉", 2, 2), ("坚决", 1, 1), ("责任制", 1, 1), ("探索", 5, 1), ("争取", 5, 0),
     ("力争", 1, 0), ("先行先试", 2, 2), ("逐步", 2, 2), ("引导", 10, 4), ("倡导", 0, 1),
     ("扶持", 4, 2), ("稳妥", 1, 0), ("努力", 1, 0), ("切实", 5, 4), ("确保", 1, 0)],
)  # fmt: skip
def test_counts_in_the_shipped_texts(word, gansu, hebei):
    hits = read_table("strength_hits")
    own = hits.loc[hits["term"] == word, "provision_id"].str.split("-").str[0].value_counts()
    assert (own.get("gansu", 0), own.get("hebei", 0)) == (gansu, hebei)


COLUMNS = ["provision_id", "area", "n_sentences", "n_han", "n_obligatory", "n_encouraging"]


def strength_table():
    return pd.DataFrame(
        [("x-1", "all", 10, 300, 2, 1), ("x-2", "all", 10, 200, 1, 3), ("y-1", "all", 4, 100, 1, 0),
         ("x-1", "net", 5, 160, 2, 0)],
        columns=COLUMNS,
    )  # fmt: skip


def test_strength_is_told_by_counts_and_length(small, names):
    rates = strength_rates(strength_table(), small.provisions).set_index(["province", "area"])
    columns = ["n_sentences", "obligatory", "encouraging"]
    assert rates.loc[("anhui", "all"), columns].tolist() == [20, 6, 8]
    said = statements(strength_table(), small.provisions, names)
    assert [f.en for f in said] == [
        "All sentences, obligatory and encouraging words: Anhui 3 and 4 in 20 sentences (6.0 and "
        "8.0 per 1,000 characters); Beijing 1 and 0 in 4 sentences (10.0 and 0.0 per 1,000 "
        "characters).",
        "Networks, obligatory and encouraging words: Anhui 2 and 0 in 5 sentences (12.5 and 0.0 "
        "per 1,000 characters).",
    ]
    assert said[1].zh == (
        "网络，约束性与鼓励性用语：安徽5个句子中分别有2个、0个（每千字12.5个、0.0个）。"
    )
    assert headline(strength_table(), small.provisions, names).zh == (
        "约束性与鼓励性用语：安徽3 : 4，北京1 : 0"
    )


def rows_of_four() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Words of strength of four provinces with a provision each, and these."""
    strength = pd.DataFrame(
        [("a-1", "all", 9, 500, 3, 1), ("b-1", "all", 8, 1000, 1, 4), ("f-1", "all", 7, 400, 2, 2),
         ("g-1", "all", 6, 111, 0, 1), ("g-1", "net", 1, 11, 0, 1)],
        columns=COLUMNS,
    )  # fmt: skip
    provisions = pd.DataFrame(
        {"provision_id": ["a-1", "b-1", "f-1", "g-1"],
         "province": ["anhui", "beijing", "fujian", "gansu"]}
    )  # fmt: skip
    return strength, provisions


def test_rates_are_compared_of_all_sentences_and_of_an_area_counts_alone(small):
    (strength, provisions), names = rows_of_four(), many_names(34, small.areas)
    said = statements(strength, provisions, names)
    assert [f.en for f in said] == [
        "All sentences: 6 obligatory and 8 encouraging words in 30 sentences of 4 provinces; "
        "obligatory ones are more in 1 of these, encouraging ones in 2. Per 1,000 characters of a "
        "province, obligatory from 0.0 (Gansu) to 6.0 (Anhui), encouraging from 2.0 (Anhui) to 9.0 "
        "(Gansu).",
        "Networks: 0 obligatory and 1 encouraging words in 1 sentence of 1 province; obligatory "
        "ones are more in 0 of these, encouraging ones in 1.",
    ]
    assert said[1].zh == (
        "网络：1个省的1个句子中，约束性用语0个，鼓励性用语1个；0个省约束性的较多，1个省鼓励性的较多。"
    )
    assert said[1].href == "reader.html?area=net&strength=any"
    title = headline(strength, provisions, names)
    assert title.en == "More obligatory than encouraging words in 1 of 4 provinces: Anhui"
    none = strength.assign(n_obligatory=0)
    assert headline(none, provisions, names).zh == "4个省中，没有一个约束性用语多于鼓励性用语"
    all_four = strength.assign(n_encouraging=-1)
    assert headline(all_four, provisions, names).zh == "4个省中，约束性用语多于鼓励性用语的有4个"


def test_of_thirty_one_provinces_strength_is_one_statement():
    provisions, names = a_provision_each(MANY), longest_names()
    strength = pd.DataFrame(
        {"provision_id": provisions["provision_id"], "area": "all", "n_sentences": 2, "n_han": 50,
         "n_obligatory": 1, "n_encouraging": 0}
    )  # fmt: skip
    (said,) = statements(strength, provisions, names)
    assert len(said.en) < 450
    assert headline(strength, provisions, names).en == (
        "More obligatory than encouraging words in 31 of 31 provinces"
    )


def a_provision_each(provinces) -> pd.DataFrame:
    return pd.DataFrame({"provision_id": [f"{p}-1" for p in provinces], "province": provinces})


@pytest.mark.usefixtures("style")
def test_wording_is_drawn_to_the_left_and_to_the_right(small, names):
    strength = pd.DataFrame(
        [("x-1", "all", 10, 100, 2, 1), ("y-1", "all", 4, 50, 1, 0), ("x-1", "net", 5, 50, 2, 0)],
        columns=COLUMNS,
    )
    ax = plot(strength, small.provisions, names)
    assert [bar.get_width() for bar in ax.patches] == [40, 0, 20, -10, 20, 0]
    assert "安徽 Anhui  10句 sentences" in texts(ax)
    assert texts(ax)[:2] == ["2", "0"]
    assert {"← 鼓励性 encouraging", "约束性 obligatory →"} <= set(texts(ax))
    assert [bar.get_url() for bar in ax.patches] == [
        "reader.html?province=anhui&area=net&strength=obligatory", None,
        "reader.html?province=anhui&strength=obligatory",
        "reader.html?province=anhui&strength=encouraging",
        "reader.html?province=beijing&strength=obligatory", None,
    ]  # fmt: skip
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "网络\nNetworks",
        "全部句子\nAll sentences",
    ]


@pytest.mark.usefixtures("style")
@pytest.mark.filterwarnings("error")
def test_what_counts_nothing_still_has_a_scale(small, names):
    strength = pd.DataFrame([("x-1", "all", 3, 60, 0, 0)], columns=COLUMNS)
    ax = plot(strength, small.provisions.head(2), names)
    assert ax.get_xlim() == pytest.approx((-11.5, 16.5))


def strength_of_many(provinces) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"{p}-1", area, 10, 500, 3, 0 if area == "net" else 2)
         for p in provinces for area in ("all", *AREAS)],
        columns=COLUMNS,
    )  # fmt: skip


@pytest.mark.usefixtures("style")
def test_strength_has_a_panel_an_area_all_sentences_first(monkeypatch):
    monkeypatch.setattr(report, "FEW", 0)
    provinces, names = ["p00", "p01"], longest_names()
    provisions = a_provision_each(provinces)
    axes = plot(strength_of_many(provinces), provisions, names)
    assert axes.shape == (1, 5)
    assert axes[0, 0].get_title(loc="left") == "全部句子\nAll sentences"
    bars = axes[0, 0].patches
    assert [bar.get_width() for bar in bars] == [6, 6, -4, -4]
    assert [bar.get_y() + 0.35 for bar in bars] == pytest.approx([1, 0, 1, 0])
    assert texts(axes[0, 0]) == ["3", "3", "2", "2"]
    assert [bar.get_url() for bar in axes[0, 1].patches] == [
        "reader.html?province=p00&area=net&strength=obligatory",
        "reader.html?province=p01&area=net&strength=obligatory",
        None, None,
    ]  # fmt: skip
    nothing = strength_of_many(["p00"]).assign(n_obligatory=0, n_encouraging=0)
    axes = plot(nothing, provisions, names)
    assert axes[0, 0].get_xlim() == pytest.approx((-13.5, 13.5))


@pytest.mark.usefixtures("style")
def test_strength_of_more_than_three_provinces_has_a_line_each():
    few, four = (plot(strength_of_many(MANY[:n]), a_provision_each(MANY[:n]), longest_names())
                 for n in (3, 4))  # fmt: skip
    assert len(few.get_yticklabels()) == 5
    assert [label.get_text() for label in four[0, 0].get_yticklabels()] == [
        "内蒙古 Inner Mongolia"
    ] * 4


@pytest.mark.slow
@pytest.mark.usefixtures("style")
def test_strength_of_thirty_one_is_legible():
    axes = plot(strength_of_many(MANY), a_provision_each(MANY), longest_names())
    require_legible(axes[0, 0].figure)


@pytest.mark.usefixtures("style")
def test_the_figure_of_strength_is_described_and_saved(small, names, tmp_path):
    saved = draw(strength_table(), small.provisions, names, source="来源", folder=tmp_path)
    assert saved.alt.en.startswith(
        "Bars of binding and encouraging words by area and province. All sentences, obligatory"
    )
    assert {path.name for path in tmp_path.iterdir()} == {"strength.svg", "strength.png"}


def test_words_of_strength_are_counts_and_rates(names, small):
    strength = pd.DataFrame(
        [("x-1", "all", 2, 100, 1, 0), ("x-1", "net", 2, 100, 1, 0), ("x-2", "net", 3, 300, 0, 2),
         ("y-1", "net", 1, 100, 0, 0)],
        columns=COLUMNS,
    )  # fmt: skip
    table = view(strength, small.provisions, names)
    # 1 and 2 words in 400 characters.
    assert view_cells(table) == [
        ["Networks", "Anhui", "5", "1", "2", "2.5", "5.0"],
        ["Networks", "Beijing", "1", "0", "0", "0.0", "0.0"],
    ]
    # Where nothing is counted there is nothing to lead to.
    assert [row.href for row in table.rows] == [
        "reader.html?province=anhui&area=net&strength=any", "",
    ]  # fmt: skip
    assert table.columns[0] == Statement("Policy area", "政策领域")
    assert len(table.columns) == 7


def test_without_a_hit_there_is_no_table_of_strength_by_area(small, names):
    tables = {"strength": none_of("strength"), "provisions": small.provisions}
    assert view(**tables, names=names) is None
    written_part = part(tables, names)
    assert written_part.table is None
    assert written_part.statements[0].en.startswith("Words such as 必须 and 确保 bind")
