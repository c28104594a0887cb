import pytest
from made_up import coverage_of_many, many_names, many_provinces, overlapping

from analysis.draw.style import PALETTE
from analysis.studies.coverage.report import plot_coverage, plot_topics

pytestmark = pytest.mark.usefixtures("style")
MANY = [7, 31]


@pytest.mark.parametrize("n", MANY)
def test_coverage_of_many_is_a_panel_an_area_with_a_row_a_province(small, n):
    names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
    axes = plot_coverage(coverage, small.areas, names)
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


def test_as_many_provinces_as_colours_stand_beneath_each_other(small):
    n = len(PALETTE)
    axes = plot_coverage(coverage_of_many(n, small.areas), small.areas, many_names(n, small.areas))
    assert axes.shape == (1, 1)


@pytest.mark.parametrize("n", MANY)
def test_topics_of_many_are_colours_with_a_scale(small, n):
    names, coverage = many_names(n, small.areas), coverage_of_many(n, small.areas)
    ax = plot_topics(coverage, small.areas, names)
    values = ax.images[0].get_array()
    assert values.shape == (len(small.areas), n)
    columns = [label.get_text() for label in ax.get_xticklabels()]
    third = names.both(many_provinces(3)[2])
    topic = [row.topic != "all" for row in small.areas.sort_values("position").itertuples()].index(
        True
    )
    assert values[topic, columns.index(third)] == pytest.approx(0.3)  # percent
    assert not ax.texts
    assert ax.figure.get_figheight() < 14
