import hashlib
import re

import matplotlib.pyplot as plt
import pytest

from analysis.style import font_file, province_colours, province_markers, save_figure, use_style
from analysis.wording import Finding

TITLE = Finding("A title", "标题")


@pytest.fixture(autouse=True)
def style():
    use_style()


def bar(label="条"):
    _, ax = plt.subplots()
    ax.barh([label], [1])
    return ax.figure


def test_a_figure_is_saved_twice_with_the_same_bytes(tmp_path):
    def digests(folder):
        save_figure(bar(), "bar", title=TITLE, alt="One bar.", source="来源", folder=folder)
        return [hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())]

    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(list((tmp_path / "a").iterdir())) == 2


def test_what_a_notebook_shows_is_the_file_and_its_alt_text(tmp_path):
    saved = save_figure(bar(), "bar", title=TITLE, alt="One bar.", source="来源", folder=tmp_path)
    data, metadata = saved._repr_mimebundle_()
    assert data["image/svg+xml"] == (tmp_path / "bar.svg").read_text()
    assert metadata["image/svg+xml"] == {"figure": "bar", "alt": "One bar."}


def test_a_missing_glyph_stops_the_build_and_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match=r"figure 'bar': Glyph .* missing .* NotoSansSC"):
        save_figure(
            bar("\U0001f600"), "bar", title=TITLE, alt="One bar.", source="", folder=tmp_path
        )
    assert list(tmp_path.iterdir()) == []


def test_a_figure_without_alt_text_is_refused(tmp_path):
    with pytest.raises(ValueError, match="figure 'bar': the alt text is empty"):
        save_figure(bar(), "bar", title=TITLE, alt=" ", source="", folder=tmp_path)


def test_compacting_keeps_the_drawing(tmp_path):
    """The glyphs of a compacted file are matplotlib's own on a grid 20 times as coarse."""
    figure = bar("网")
    save_figure(figure, "bar", title=TITLE, alt="One bar.", source="", folder=tmp_path)
    svg = (tmp_path / "bar.svg").read_text()
    glyphs = dict(
        re.findall(r'<path id="(g[0-9a-f]+)" d="([^"]+)" transform="scale\(0.3125\)"', svg)
    )
    used = set(re.findall(r'xlink:href="#(g[0-9a-f]+)"', svg))
    assert used
    assert used - set(glyphs) <= {"g1"}  # the space has no outline
    assert "NotoSansSC" not in svg
    assert max(int(n) for path in glyphs.values() for n in re.findall(r"\d+", path)) < 500


def test_provinces_keep_colour_and_marker_whatever_their_order():
    assert province_colours(["hebei", "gansu"]) == province_colours(["gansu", "hebei", "gansu"])
    assert province_markers(["hebei", "gansu"]) == {"gansu": "o", "hebei": "s"}


def test_the_font_ships_with_a_dependency():
    assert font_file().stat().st_size > 1_000_000
