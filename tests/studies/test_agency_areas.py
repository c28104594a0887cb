"""The areas that agencies are responsible for: measured by hand, said and drawn."""

import numpy as np
import pandas as pd
import pytest
from made_up import many_names, none_of, texts
from read_back import links, require_legible
from set_out import AREAS, MANY, leads, longest_names, written

from analysis.say.wording import Statement
from analysis.stats.mass import TOTAL, sum_mass
from analysis.store.tables import check_table
from analysis.studies.agency_areas import report
from analysis.studies.agency_areas.measure import agency_coverage
from analysis.studies.agency_areas.report import draw, headline, plot, statements

COLUMNS = ["province", "agency", "area", "coverage", "n_provisions"]


def test_coverage_of_an_agency_by_hand():
    agencies = pd.DataFrame(
        [("x-1", "a", "responsible"), ("x-2", "a", "lead"), ("x-2", "b", "support"),
         ("x-2", "a", "responsible"), ("x-3", "a", "named")],
        columns=["provision_id", "agency", "role"],
    ).assign(province="p")  # fmt: skip
    mass = pd.DataFrame(
        [[1.0, 4.0], [3.0, 4.0], [9.0, 9.0]],
        index=pd.MultiIndex.from_tuples([("p", "x-1"), ("p", "x-2"), ("p", "x-3")]),
        columns=pd.MultiIndex.from_tuples([("net", "all"), TOTAL]),
    )
    table = check_table(agency_coverage(agencies, mass, ["net"]), "agency_coverage")
    assert table[["agency", "coverage", "n_provisions"]].values.tolist() == [
        ["a", 0.5, 2], ["b", 0.75, 1],
    ]  # fmt: skip
    assert np.isfinite(table["coverage"]).all()


def agencies_of_two() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("x-1", "anhui", "省工信委", "responsible", 5),
            ("x-2", "anhui", "省工信委", "lead", 9),
            ("x-2", "anhui", "省公安厅", "support", 7),
            ("x-2", "anhui", "省文化厅", "named", 1),
            ("y-1", "beijing", "市公安局", "named", 1),
        ],
        columns=["provision_id", "province", "agency", "role", "start"],
    )


def mass_of(*rows, ids) -> pd.DataFrame:
    """The mass of provisions, (province, id), on two areas and in all."""
    return pd.DataFrame(
        rows,
        index=pd.MultiIndex.from_tuples(ids),
        columns=pd.MultiIndex.from_tuples([("net", "all"), ("sec", "all"), TOTAL]),
    )


def test_agencies_listed_seldom_are_not_ranked(names):
    table = pd.DataFrame(
        [
            ("anhui", "a", "net", 0.1, 3),
            ("anhui", "b", "net", 0.9, 1),
            ("anhui", "c", "net", 0.2, 4),
        ],
        columns=COLUMNS,
    )
    assert headline(table, names).zh == "覆盖度最高的是列有c的条款：网络20.0%"
    assert headline(table, names).en == (
        "Highest coverage: networks in the provisions that list c, 20.0%"
    )
    assert headline(table, names, least=9).en == "No agency is listed often"


def test_who_stands_first_in_the_provision_that_covers_an_area_most(names):
    mass = mass_of([1.0, 0.0, 4.0], [2.0, 3.0, 4.0], ids=[("anhui", "x-1"), ("anhui", "x-2")])
    said = statements(agencies_of_two(), mass, names, n=1)
    assert [f.en for f in said] == [
        "Anhui, networks: covered most by x-2 (50.0%), which lists 2 agencies, 省公安厅 first.",
        "Anhui, security: covered most by x-2 (75.0%), which lists 2 agencies, 省公安厅 first.",
    ]
    without = statements(agencies_of_two(), mass * [1, 0, 1], names, n=1)
    assert len(without) == 1  # nothing is covered most where nothing is covered
    assert said[0].zh == (
        "安徽，网络：覆盖度最高的条款是x-2（50.0%），列出2个单位，排在最前的是省公安厅。"
    )
    assert (
        "2 agencies, 省公安厅、省工信委 first." in statements(agencies_of_two(), mass, names)[0].en
    )


def test_of_provisions_that_cover_as_much_the_first_of_the_text_is_named(names):
    mass = mass_of([1.0, 0.0, 4.0], [1.0, 0.0, 4.0], ids=[("anhui", "x-1"), ("anhui", "x-2")])
    assert (
        "by x-1 (25.0%), which lists 1 agency, " in statements(agencies_of_two(), mass, names)[0].en
    )
    turned = agencies_of_two().assign(start=[10, 9, 7, 1, 1])
    assert "by x-2 (25.0%)" in statements(turned, mass, names)[0].en


def test_lists_without_a_hit_cover_no_area(small, names):
    nobody = pd.DataFrame(columns=["province", "provision_id", "agency", "role", "start"])
    mass = sum_mass(none_of("weights"), small.provisions, small.areas, small.terms)
    assert statements(nobody, mass, names) == (
        Statement(
            "No provision with a list of those responsible has a hit.",
            "列出责任单位的条款都没有命中。",
        ),
    )


def test_the_provision_that_covers_an_area_most_is_named_and_those_alike_counted(
    small, monkeypatch
):
    monkeypatch.setattr(report, "FEW", 1)
    mass = mass_of(
        [1.0, 0.0, 4.0], [2.0, 0.0, 8.0], [9.0, 0.0, 9.0],
        ids=[("anhui", "a-1"), ("beijing", "b-1"), ("fujian", "f-1")],
    )  # fmt: skip
    # Fujian's provision lists nobody.
    agencies = pd.DataFrame(
        [("b-1", "beijing", "甲", "lead", 1), ("a-1", "anhui", "乙", "lead", 2)],
        columns=["provision_id", "province", "agency", "role", "start"],
    )
    (said,) = statements(agencies, mass, many_names(34, small.areas))
    assert said.en == (
        "Networks: covered most by a-1 of Anhui (25.0%, as much by 1 more), which lists 1 agency, 乙 "
        "first."
    )
    assert said.zh == (
        "网络：覆盖度最高的条款是安徽的a-1（25.0%，另有1个相同），列出1个单位，乙排在最前。"
    )


def test_of_thirty_one_provinces_each_area_is_one_statement():
    names, ids = longest_names(), [f"{p}-1" for p in MANY]
    agencies = pd.DataFrame(
        {"provision_id": ids, "province": MANY, "agency": "甲", "role": "lead", "start": 0}
    )
    mass = pd.DataFrame(
        [[1.0, 0.0, 0.0, 0.0, 2.0]] * 31,
        index=pd.MultiIndex.from_arrays([MANY, ids], names=["province", "provision_id"]),
        columns=pd.MultiIndex.from_tuples([*((area, "all") for area in AREAS), TOTAL]),
    )
    (said,) = statements(agencies, mass, names)
    assert len(said.en) < 450
    coverage = pd.DataFrame(
        {"province": MANY, "agency": "甲", "area": "net", "coverage": 0.1, "n_provisions": 3}
    )
    assert headline(coverage, names) == Statement(
        "Highest coverage: poverty alleviation in the provisions of Inner Mongolia that list 甲, "
        "10.0%, and as high in 30 more",
        "覆盖度最高的是内蒙古列有甲的条款：基础设施10.0%，另有30处相同",
    )
    alone = coverage.assign(coverage=[0.2] + [0.1] * 30)
    assert headline(alone, names).en.endswith(" that list 甲, 20.0%")


@pytest.mark.usefixtures("style")
def test_the_heat_map_of_agencies_leaves_out_the_seldom_listed(names):
    table = pd.DataFrame(
        [("anhui", a, area, share, n)
         for a, n in (("a", 3), ("b", 9), ("c", 2))
         for area, share in (("net", n / 100), ("sec", 0.0))],
        columns=COLUMNS,
    )  # fmt: skip
    (ax,) = plot(table, names).flat
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b（9）", "a（3）"]
    assert texts(ax) == ["9.0%", "3.0%"]
    assert links(ax) == [f"reader.html?province=anhui&area=net&agency={agency}" for agency in "ba"]


@pytest.mark.usefixtures("style")
def test_no_agency_listed_often_is_said_not_drawn(names):
    (ax,) = plot(pd.DataFrame(columns=COLUMNS), names).flat
    assert texts(ax) == ["没有常被列出的单位 no agency is listed often"]


@pytest.mark.usefixtures("style")
def test_the_coverage_of_agencies_is_the_median_of_provinces_with_its_span(monkeypatch):
    rows = [
        (p, "甲", area, share if area == "net" else 0.0, n)
        for p, share, n in (("p00", 0.1, 3), ("p01", 0.02, 4), ("p02", 0.06, 3), ("p03", 0.9, 2))
        for area in AREAS
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    monkeypatch.setattr(report, "FEW", 0)
    (ax,) = plot(table, longest_names()).flat
    # Of the fourth province only two provisions list it.
    assert written(ax) == {(0, 0): "6.0% (2.0%–10.0%)"}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["甲（3省）"]
    assert leads(ax) == {(0, 0): "reader.html?area=net&agency=甲"}
    several = pd.concat([table.assign(agency=f"省新闻出版广电第{k}局") for k in range(40)])
    (ax,) = plot(several.assign(coverage=0.123), longest_names()).flat
    assert "30 of 40 agencies" in ax.get_xlabel()
    require_legible(ax.figure)


@pytest.mark.usefixtures("style")
def test_the_figure_of_agencies_by_area_is_described_and_saved(names, tmp_path):
    mass = mass_of([1.0, 0.0, 4.0], [2.0, 3.0, 4.0], ids=[("anhui", "x-1"), ("anhui", "x-2")])
    coverage = agency_coverage(agencies_of_two(), mass, names.areas).assign(n_provisions=3)
    saved = draw(agencies_of_two(), coverage, mass, names, source="来源", folder=tmp_path)
    assert saved.alt.zh.startswith("热力图：各单位与各政策领域。安徽，网络：")
    assert {path.name for path in tmp_path.iterdir()} == {"agency_areas.svg", "agency_areas.png"}
