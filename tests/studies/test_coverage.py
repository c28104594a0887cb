"""Coverage: measured by hand, told, shown and drawn; charts are read back."""

import math
import re
from collections import Counter
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import coverage_of_many, many_names, many_provinces, none_of, texts
from read_back import links, overlapping

from analysis.draw.style import PALETTE
from analysis.say.wording import Statement
from analysis.stats.mass import TOTAL, sum_mass, weigh_terms
from analysis.stats.resample import resample_coverage
from analysis.store.files import PROCESSED
from analysis.store.tables import check_table, read_table
from analysis.studies.coverage.measure import area_coverage
from analysis.studies.coverage.report import (
    draw,
    draw_topics,
    headline,
    no_hit_statements,
    part,
    plot,
    plot_topics,
    short_interval_statements,
    statements,
    topic_headline,
    topic_statements,
    view,
)

MANY = [7, 31]
RARE = math.log(2) + 1  # idf of a word in one of three provisions


@pytest.fixture
def weights(small):
    return weigh_terms(small.term_counts, small.provisions)


def measure(small, weights, **options):
    return check_table(
        area_coverage(weights, small.provisions, small.areas, small.terms, **options),
        "coverage",
    ).set_index(["province", "area", "topic"])


def test_all_four_measures_by_hand(small, weights):
    table = measure(small, weights, draws=100)
    # Anhui holds 光纤 twice (2 idf) and 发展 four times (idf 1): coverage 2 idf / (2 idf + 4).
    anhui = table.loc[("anhui", "net", "all")]
    assert anhui["coverage"] == pytest.approx(2 * RARE / (2 * RARE + 4))
    assert anhui["prevalence"] == pytest.approx(1 / 2)  # one of two provisions
    assert anhui["intensity"] == pytest.approx(2 / 400 * 10_000)  # two hits in 400 characters
    assert anhui["breadth"] == pytest.approx(1 / 2)  # 光纤 of 光纤 and 基站
    assert (anhui["n_hits"], anhui["n_provisions"]) == (2, 1)
    # Beijing holds 诈骗 and 发展 once each.
    beijing = table.loc[("beijing", "sec", "crime")]
    assert beijing["coverage"] == pytest.approx(RARE / (RARE + 1))
    assert beijing["prevalence"] == 1
    assert beijing["intensity"] == pytest.approx(1 / 200 * 10_000)


def test_an_area_without_a_hit_has_a_row_of_zeros(small, weights):
    row = measure(small, weights, draws=100).loc[("anhui", "sec", "crime")]
    assert row.tolist() == [0] * 8


def test_a_province_of_one_provision_has_no_variation_to_show(small, weights):
    row = measure(small, weights, draws=100).loc[("beijing", "sec", "all")]
    assert row["conf_low"] == pytest.approx(row["coverage"])
    assert row["conf_high"] == pytest.approx(row["coverage"])


def test_the_mass_matrix_holds_every_provision_and_all_words(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    assert mass[TOTAL].tolist() == pytest.approx([2 * RARE + 1, 3, RARE + 1])
    assert mass[("net", "all")].tolist() == pytest.approx([2 * RARE, 0, 0])
    assert mass[("net", "fibre")].tolist() == pytest.approx([2 * RARE, 0, 0])


def test_resampling_gives_the_three_possible_corpora_of_anhui(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    draws = resample_coverage(mass, draws=20_000)["anhui"][:, 0]
    # x-1 twice, each once, or x-2 twice: with chances 1/4, 1/2 and 1/4.
    values = [2 * RARE / (2 * RARE + 1), 2 * RARE / (2 * RARE + 4), 0]
    found = Counter(np.round(draws, 9))
    assert set(found) == set(np.round(values, 9))
    shares = [found[round(v, 9)] / 20_000 for v in values]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.015)


def test_a_province_is_resampled_alike_whoever_stands_beside_it(small, weights):
    mass = sum_mass(weights, small.provisions, small.areas, small.terms)
    alone = resample_coverage(mass.loc[["anhui"]], draws=50)["anhui"]
    assert np.array_equal(alone, resample_coverage(mass, draws=50)["anhui"])
    assert not np.array_equal(alone, resample_coverage(mass, draws=50, seed=1)["anhui"])


COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["x-1", "x-2", "y-1"]),
        st.sampled_from(["光纤", "基站", "诈骗", "发展", "企业"]),
        st.integers(1, 9),
    ),
    min_size=1,
    unique_by=lambda row: row[:2],
)


@pytest.mark.slow
@given(COUNTS, st.randoms())
@settings(max_examples=25, deadline=None)
def test_coverage_lies_in_0_1_adds_up_and_knows_no_row_order(small_static, rows, random):
    small = small_static
    rows = [*rows, ("x-2", "部门", 1), ("y-1", "部门", 1)]
    counts = pd.DataFrame(rows, columns=["provision_id", "term", "n"])
    before = counts.copy(deep=True)

    def measured(table):
        weighed = weigh_terms(table, small.provisions)
        return measure(small, weighed, draws=10)

    coverage = measured(counts)
    assert coverage["coverage"].between(0, 1).all()
    areas = coverage.xs("all", level="topic")["coverage"]
    topics = coverage.drop("all", level="topic").groupby(["province", "area"])["coverage"].sum()
    assert areas.sort_index().to_numpy() == pytest.approx(topics.sort_index().to_numpy())
    random.shuffle(rows)
    shuffled = measured(pd.DataFrame(rows, columns=counts.columns))
    assert shuffled["coverage"].to_numpy() == pytest.approx(coverage["coverage"].to_numpy())
    pd.testing.assert_frame_equal(counts, before)


def coverage_table():
    rows = [
        ("anhui", "net", "all", 0.05, 0.04, 0.06, 2), ("anhui", "net", "fibre", 0.05, 0.04, 0.06, 2),
        ("anhui", "sec", "all", 0.01, 0.0, 0.02, 1), ("anhui", "sec", "crime", 0.01, 0.0, 0.02, 1),
        ("beijing", "net", "all", 0.0, 0.0, 0.0, 0), ("beijing", "net", "fibre", 0.0, 0.0, 0.0, 0),
        ("beijing", "sec", "all", 0.02, 0.01, 0.03, 3), ("beijing", "sec", "crime", 0.02, 0.01, 0.03, 3),
    ]  # fmt: skip
    columns = ["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits"]
    return pd.DataFrame(rows, columns=columns)


def test_coverage_is_told_with_its_interval_largest_first(names):
    first, second = statements(coverage_table(), names)
    assert first.en == (
        "Anhui: 6.0% of the tf-idf mass falls on the areas: networks 5.0% (4.0% to 6.0%), "
        "security 1.0% (0.0% to 2.0%); in brackets the 95% interval over redrawn provisions."
    )
    assert "安全2.0%（1.0%至3.0%），网络0.0%（0.0%至0.0%）" in second.zh


def test_the_headline_says_when_intervals_overlap(names):
    clear = headline(coverage_table(), names)
    assert clear == Statement(
        "Networks has the highest coverage in Anhui; Security has the highest coverage in Beijing",
        "安徽覆盖度最高的是网络；北京覆盖度最高的是安全",
    )
    table = coverage_table()
    table.loc[2, "conf_high"] = 0.045
    assert headline(table, names).en.endswith(", but intervals overlap")
    assert headline(table, names).zh.endswith("，但区间重叠")


def test_topics_without_a_hit_are_named(names):
    anhui, beijing = topic_statements(coverage_table(), names)
    assert anhui.en.endswith("Every topic has a hit.")
    assert anhui.zh.endswith("每个主题都有命中。")
    assert beijing.en.endswith("No hit for: Fibre.")
    assert beijing.zh.endswith("没有命中的主题：光纤。")


def test_a_province_without_a_hit_has_no_highest_area(names):
    table = coverage_table()
    table.loc[table["province"] == "beijing", ["coverage", "conf_low", "conf_high", "n_hits"]] = 0
    said = headline(table, names)
    assert said.en == "Networks has the highest coverage in Anhui; no hit in Beijing"
    assert said.zh == "安徽覆盖度最高的是网络；北京没有命中"
    _, beijing = topic_statements(table, names)
    assert (
        beijing.en
        == "Beijing: the topics of highest coverage are none. No hit for: Fibre and Crime."
    )


def test_provinces_without_a_hit_are_named_in_one_sentence(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0), ("anhui", "sec", "all", 2), ("beijing", "net", "all", 0),
         ("beijing", "sec", "all", 0)],
        columns=["province", "area", "topic", "n_hits"],
    )  # fmt: skip
    assert no_hit_statements(coverage, names) == (
        Statement(
            "No term of the lexicon stands in the provisions of Beijing: every coverage there is 0%.",
            "北京的条款中没有词典中的词条：各领域覆盖度均为0%。",
        ),
    )
    neither = no_hit_statements(coverage.assign(n_hits=0), names)
    assert [said.en[:66] for said in neither] == [
        "No term of the lexicon stands in the provisions of Anhui and Beiji"
    ]
    assert no_hit_statements(coverage.assign(n_hits=1), names) == ()


def test_intervals_behind_which_few_provisions_stand_are_named_or_counted(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 5), ("anhui", "sec", "all", 4), ("beijing", "net", "all", 0),
         ("beijing", "net", "fibre", 1)],
        columns=["province", "area", "topic", "n_provisions"],
    )  # fmt: skip
    (named,) = short_interval_statements(coverage, names)
    assert named.en == (
        "Intervals behind which fewer than 5 provisions hold a term are too short, and in simulated "
        "texts miss the truth more than one time in five: security in Anhui (4) and networks in "
        "Beijing (0)."
    )
    assert named.zh.endswith("五次里有一次以上不含真值：安徽的安全（4个）、北京的网络（0个）。")
    (counted,) = short_interval_statements(pd.concat([coverage] * 7), names)
    assert counted.en.endswith("more than one time in five: 14 of 21 intervals.")
    assert counted.zh.endswith("21个区间中的14个。")
    assert short_interval_statements(coverage.head(1), names) == ()


def test_a_headline_without_any_hit_begins_like_a_sentence(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0, 0.0, 0.0), ("beijing", "net", "all", 0.0, 0.0, 0.0)],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high"],
    )
    assert headline(coverage, names) == Statement(
        "No hit in Anhui and Beijing", "安徽、北京没有命中"
    )


def test_the_headline_on_coverage_counts(small):
    names, coverage = many_names(7, small.areas), coverage_of_many(7, small.areas)
    coverage = coverage.assign(conf_low=coverage["coverage"], conf_high=coverage["coverage"])
    said = headline(coverage, names)
    assert said.en == "Most often of highest coverage: Security, in 7 of 7 provinces"
    assert said.zh == "7个省中有7个省覆盖度最高的是安全，为数最多"


def cells(shown, lang="en"):
    return [
        [cell if isinstance(cell, str) else cell.said(lang) for cell in row.cells]
        for row in shown.rows
    ]


def test_coverage_is_shown_with_hits(names):
    coverage = pd.DataFrame(
        [("anhui", "net", "all", 0.0345, 0.01, 0.06, 1200, 3), ("anhui", "net", "fibre", 1, 1, 1, 1, 1)],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high", "n_hits", "n_provisions"],
    )  # fmt: skip
    shown = view(coverage, names)
    assert cells(shown) == [["Networks", "Anhui", "3.5%", "1.0% to 6.0%", "1,200", "3"]]
    assert cells(shown, "zh") == [["网络", "安徽", "3.5%", "1.0%至6.0%", "1,200", "3"]]
    assert [row.href for row in shown.rows] == ["reader.html?province=anhui&area=net"]


def test_of_no_coverage_nothing_is_said(names):
    none = none_of("coverage")
    for said in (statements, topic_statements, no_hit_statements, short_interval_statements):
        assert said(none, names) == ()
    assert headline(none, names) == Statement("", "")
    assert view(none, names).rows == ()


def test_both_languages_give_the_same_numbers(names):
    for said in (*statements(coverage_table(), names), *topic_statements(coverage_table(), names)):
        en, zh = (sorted(re.findall(r"\d[\d.]*", text)) for text in (said.en, said.zh))
        assert en == zh, said


def test_what_covers_several_provinces_most_is_said_once(names):
    table = coverage_table()
    table.loc[4, ["coverage", "conf_low", "conf_high"]] = [0.05, 0.04, 0.06]
    assert headline(table, names) == Statement(
        "Networks has the highest coverage in Anhui and Beijing", "安徽、北京覆盖度最高的是网络"
    )
    assert topic_headline(table, names).en == (
        "Fibre has the highest coverage in Anhui; Crime has the highest coverage in Beijing"
    )


def test_the_brief_tells_how_to_read_coverage_and_shows_it(names):
    coverage = coverage_table().assign(n_provisions=[5] * 7 + [4])
    told = part({"coverage": coverage}, names)
    assert told.statements[0].en.startswith("A dot says what the text has; the line through it")
    assert told.statements[1:] == ()
    assert [(name, len(shown.rows)) for name, shown in told.figures.items()] == [("coverage", 4)]
    few = part({"coverage": coverage.assign(n_provisions=1)}, names)
    assert "security in Anhui (1)" in few.statements[1].en


@pytest.mark.usefixtures("style")
class TestFigures:
    def test_coverage_is_a_dot_in_its_interval(self, names):
        coverage = pd.DataFrame(
            [
                ("anhui", "net", "all", 0.3, 0.1, 0.4), ("beijing", "net", "all", 0.2, 0.15, 0.25),
                ("anhui", "sec", "all", 0.0, 0.0, 0.0), ("beijing", "sec", "all", 0.5, 0.2, 0.6),
            ],
            columns=["province", "area", "topic", "coverage", "conf_low", "conf_high"],
        )  # fmt: skip
        (ax,) = plot(coverage, names).flat
        dots = [line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 1]
        intervals = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
        assert sorted(dots) == [0.0, 0.2, 0.3, 0.5]
        assert sorted(intervals) == [(0.0, 0.0), (0.1, 0.4), (0.15, 0.25), (0.2, 0.6)]
        assert "安徽 Anhui 30.0%" in texts(ax)
        assert links(ax) == [
            f"reader.html?province={province}&area={area}"
            for area, province in (
                ("sec", "anhui"),
                ("sec", "beijing"),
                ("net", "anhui"),
                ("net", "beijing"),
            )
            for _ in ("dot", "number")
        ]
        # The first area stands on top.
        assert [t.get_text() for t in ax.get_yticklabels()] == ["安全\nSecurity", "网络\nNetworks"]

    def test_the_heat_map_says_each_coverage_in_percent(self, names):
        coverage = pd.DataFrame(
            [
                ("anhui", "net", "fibre", 0.0123), ("beijing", "net", "fibre", 0.0),
                ("anhui", "sec", "crime", 0.2), ("beijing", "sec", "crime", 0.05),
            ],
            columns=["province", "area", "topic", "coverage"],
        )  # fmt: skip
        ax = plot_topics(coverage, names)
        assert texts(ax) == ["1.23", "0.00", "20.00", "5.00"]
        assert [t.get_text() for t in ax.get_yticklabels()] == ["光纤 Fibre", "犯罪 Crime"]
        assert [t.get_text() for t in ax.get_yticklabels(minor=True)] == [
            "网络 Networks",
            "安全 Security",
        ]
        assert links(ax) == [
            "reader.html?province=anhui&area=net&topic=fibre",
            "reader.html?province=beijing&area=net&topic=fibre",
            "reader.html?province=anhui&area=sec&topic=crime",
            "reader.html?province=beijing&area=sec&topic=crime",
        ]
        # Each lies over the number it leads from.
        assert [patch.get_center().tolist() for patch in ax.patches] == [
            [0.5, 1.5], [1.5, 1.5], [0.5, 3.5], [1.5, 3.5],
        ]  # fmt: skip

    @pytest.mark.filterwarnings("error")
    def test_coverage_of_nothing_still_has_a_scale(self, small, names):
        coverage = small.areas[["area", "topic"]].assign(
            province="anhui", coverage=0.0, conf_low=0.0, conf_high=0.0
        )
        assert plot(coverage, names)[0, 0].get_xlim() == (0, 0.125)

    @pytest.mark.parametrize("n", MANY)
    def test_coverage_of_many_is_a_panel_an_area_with_a_row_a_province(self, small, n):
        names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
        axes = plot(coverage, names)
        net, sec = axes.flat
        # The more of the first area, the further apart the profiles: the order is that of coverage.
        rows = [label.get_text() for label in net.get_yticklabels()]
        in_order = [names.both(p) for p in many_provinces(n)]
        assert rows in (in_order, in_order[::-1])
        dots = {line.get_ydata()[0]: line for line in net.lines if len(line.get_xdata()) == 1}
        assert len(dots) == n
        at = rows.index(in_order[2])
        assert dots[at].get_xdata()[0] == pytest.approx(0.003)
        assert dots[at].get_url() == f"reader.html?province={many_provinces(3)[2]}&area=net"
        assert sec.get_title(loc="left") == "安全\nSecurity"
        assert overlapping(axes) == []
        assert net.figure.get_figheight() < 14

    def test_as_many_provinces_as_colours_stand_beneath_each_other(self, small):
        n = len(PALETTE)
        axes = plot(coverage_of_many(n, small.areas), many_names(n, small.areas))
        assert axes.shape == (1, 1)

    @pytest.mark.parametrize("n", MANY)
    def test_topics_of_many_are_colours_with_a_scale(self, small, n):
        names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
        ax = plot_topics(coverage, names)
        values = ax.collections[0].get_array()
        assert values.shape == (len(small.areas), n)
        columns = [label.get_text() for label in ax.get_xticklabels()]
        third = names.both(many_provinces(3)[2])
        topic = [
            row.topic != "all" for row in small.areas.sort_values("position").itertuples()
        ].index(True)
        assert values[topic, columns.index(third)] == pytest.approx(0.3)  # percent
        assert not ax.texts
        assert ax.figure.get_figheight() < 14

    def test_marks_lead_to_words_in_a_page_and_a_file_leads_nowhere(self, names, tmp_path):
        coverage = coverage_table()
        saved = draw(coverage, names, source="来源", folder=tmp_path)
        topics = draw_topics(coverage, names, source="来源", folder=tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "coverage.png", "coverage.svg", "topics.png", "topics.svg",
        ]  # fmt: skip
        for figure, title, drawn, told in (
            (saved, headline, "Dots with intervals: coverage of each area", statements),
            (topics, topic_headline, "Heat map of the coverage of each topic", topic_statements),
        ):
            assert figure.title == title(coverage, names)
            assert figure.alt.en.startswith(f"{drawn} in each province. Anhui: ")
            assert figure.alt.zh.endswith(told(coverage, names)[-1].zh)
            assert "<a" not in figure.svg
        hrefs = [link.get("href") for link in ElementTree.fromstring(topics.inline).iter("a")]
        assert hrefs == [
            f"reader.html?province={province}&area={area}"
            for area in ("net&topic=fibre", "sec&topic=crime")
            for province in ("anhui", "beijing")
        ]


class TestShippedResults:
    """The published tables, recomputed with dictionaries and loops from the counts alone."""

    def test_coverage(self):
        counts = read_table("term_counts")
        province = dict(read_table("provisions")[["provision_id", "province"]].values)
        area = dict(read_table("terms")[["term", "area"]].values)
        n = len(province)
        frequency = Counter(counts["term"])
        mass: Counter[tuple[str, str]] = Counter()
        for row in counts.itertuples():
            weight = row.n * (math.log((1 + n) / (1 + frequency[row.term])) + 1)
            mass[province[row.provision_id], area.get(row.term, "")] += weight
        published = read_table("coverage")
        for row in published[published["topic"] == "all"].itertuples():
            total = sum(v for (p, _), v in mass.items() if p == row.province)
            assert row.coverage == pytest.approx(mass[row.province, row.area] / total, abs=1e-9)

    def test_prevalence_intensity_and_breadth(self):
        hits = read_table("hits")
        provisions = read_table("provisions").set_index("provision_id")
        terms = read_table("terms")
        for row in read_table("coverage").itertuples():
            own = [
                hit
                for hit in hits.itertuples()
                if provisions["province"][hit.provision_id] == row.province
                and hit.area == row.area
                and row.topic in ("all", hit.topic)
            ]
            mine = provisions[provisions["province"] == row.province]
            lexicon = {
                t.term for t in terms.itertuples()
                if t.area == row.area and row.topic in ("all", t.topic)
            }  # fmt: skip
            assert row.n_hits == len(own)
            assert row.prevalence == pytest.approx(len({h.provision_id for h in own}) / len(mine))
            assert row.intensity == pytest.approx(len(own) / mine["n_han"].sum() * 1e4)
            assert row.breadth == pytest.approx(len({h.term for h in own}) / len(lexicon))

    def test_every_hit_is_counted_in_coverage_and_stands_in_its_sentence(self):
        hits, counts, sentences = (read_table(t) for t in ("hits", "term_counts", "sentences"))
        by_hits = hits.groupby(["provision_id", "term"]).size()
        of_areas = counts[counts["term"].isin(set(hits["term"]))]
        assert by_hits.to_dict() == of_areas.set_index(["provision_id", "term"])["n"].to_dict()
        joined = hits.merge(sentences, on="sentence_id", suffixes=("", "_s"), validate="m:1")
        assert len(joined) == len(hits)
        assert ((joined["start"] >= joined["start_s"]) & (joined["end"] <= joined["end_s"])).all()

    def test_the_results_are_there(self):
        assert {p.stem for p in PROCESSED.glob("*.csv")} >= {"coverage", "divergence", "hits"}
