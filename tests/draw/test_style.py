import hashlib
import re
from io import BytesIO
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from analysis.draw.style import link_artist, province_colours, province_markers, use_style
from analysis.draw.svg import _compact, _draw_svg, _unwrap, _write_path, save_figure
from analysis.say.wording import Statement

TITLE = Statement("A title", "标题")
ALT = Statement("One bar.", "一条。")


@pytest.fixture(autouse=True)
def style():
    use_style()


def bar(label="条"):
    _, ax = plt.subplots()
    ax.barh([label], [1])
    return ax.figure


def test_a_figure_is_saved_twice_with_the_same_bytes(tmp_path):
    def digests(folder):
        save_figure(bar(), "bar", title=TITLE, alt=ALT, source="来源", folder=folder)
        return [hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())]

    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(list((tmp_path / "a").iterdir())) == 2


def test_what_a_notebook_shows_is_the_file_and_its_alt_text(tmp_path):
    saved = save_figure(bar(), "bar", title=TITLE, alt=ALT, source="来源", folder=tmp_path)
    data, metadata = saved._repr_mimebundle_()
    assert data["image/svg+xml"] == (tmp_path / "bar.svg").read_text()
    assert metadata["image/svg+xml"] == {
        "figure": "bar", "inline": saved.inline,
        "title": {"en": "A title", "zh": "标题", "href": ""},
        "alt": {"en": "One bar.", "zh": "一条。", "href": ""},
    }  # fmt: skip


def test_a_missing_glyph_stops_the_build_and_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match=r"figure 'bar': Glyph .* missing .* NotoSansSC"):
        save_figure(bar("\U0001f600"), "bar", title=TITLE, alt=ALT, source="", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_without_alt_text_is_refused(tmp_path):
    with pytest.raises(ValueError, match="figure 'bar': the alt text is empty"):
        save_figure(
            bar(), "bar", title=TITLE, alt=Statement("One bar.", " "), source="", folder=tmp_path
        )


def outline(path: str) -> list[tuple[int, int]]:
    """Follow an outline, absolute or relative, to the points that it names, none twice in a row."""
    at = start = bend = (0, 0)
    points = []
    for command, written in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", written)]
        n = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "t": 2, "z": 0}[command.lower()]
        # One command may be followed by several lots of numbers.
        for first in range(0, len(numbers), n or 1):
            lot = numbers[first : first + n]
            lot = [*lot, 0] if command == "h" else [0, *lot] if command == "v" else lot
            pairs = list(zip(lot[::2], lot[1::2], strict=True))
            if command.islower():
                pairs = [(at[0] + x, at[1] + y) for x, y in pairs]
            if command == "t":
                pairs = [(2 * at[0] - bend[0], 2 * at[1] - bend[1]), *pairs]
            bend = pairs[0]
            at = pairs[-1]
            # What follows the point of a move in one lot are lines.
            start = at if command in "Mm" and first == 0 else start
            points += pairs
        if not n:
            at = start
            points.append(at)
    return [
        point for point, before in zip(points, [None, *points], strict=False) if point != before
    ]


def words(svg: str) -> list[tuple[float, list[float]]]:
    """Give the scale of every word, and how far right its glyphs stand, in points from its start."""
    found = []
    for scale, within in re.findall(r"scale\((0\.\d+) -[\d.]+\)\">(.*?)</g>", svg, flags=re.S):
        uses = re.findall(r'<use xlink:href="#(?!\S*-1")([^"]+)"([^>]*)/>', within)
        right = [re.search(r'(?:translate\(| x=")([\d.]+)', place) for name, place in uses]
        found.append([float(scale) * float(x[1] if x else 0) for x in right])
    return found


def test_compacting_keeps_the_drawing(tmp_path):
    """The glyphs of a compacted file are matplotlib's own on a grid 32 times as coarse."""
    plain = BytesIO()
    figure = bar("网 络")
    figure.savefig(plain, format="svg")
    drawn = dict(
        re.findall(
            r'<path id="NotoSansSC-Regular-([0-9a-f]+)" d="([^"]+)" transform="scale\(0\.015625\)"',
            plain.getvalue().decode(),
        )
    )
    save_figure(figure, "bar", title=TITLE, alt=ALT, source="", folder=tmp_path)
    svg = (tmp_path / "bar.svg").read_text()
    glyphs = dict(re.findall(r'<path id="g([0-9a-f]+)" d="([^"]+)"/>', svg))
    # The space has no outline, and is left out.
    assert set(re.findall(r'xlink:href="#g([0-9a-f]+)"', svg)) == set(glyphs)
    assert "NotoSansSC" not in svg
    compared = drawn.keys() & glyphs.keys()
    assert len(compared) > 5
    for glyph in compared:
        coarse = [(round(x / 32), round(y / 32)) for x, y in outline(drawn[glyph])]
        expected = [p for p, before in zip(coarse, [None, *coarse], strict=False) if p != before]
        assert outline(glyphs[glyph]) == expected


def test_compacting_leaves_every_glyph_in_its_place():
    """To a fourth of a hundredth of the em, which is half a step of the grid of outlines."""
    figure = bar("网 络")
    plain = _draw_svg(figure)
    before, after = words(plain.decode()), words(_compact(plain).decode())
    assert len(before) == len(after) > 5
    assert max(len(word) for word in before) == 3
    for word, same in zip(before, after, strict=True):
        assert same == pytest.approx(word, abs=0.0025 * 10)


def test_a_path_is_written_as_short_as_it_goes():
    # A square that closes itself, a curve that goes on as it came, and a line open at its end.
    path = "M 10 10 L 20 10 L 20 30 L 15 35.5 L 10 10 z M 5 5 Q 6 7 8 8 Q 10 9 12 12 L 12 12.254"
    assert _write_path(path, 100, 2) == "m10 10h10v20l-5 5.5zm-5-5q1 2 3 3t4 4v.25"
    assert _write_path("M 32 -64 L 64 -64 L 96 -96", 1 / 32, 0) == "m1-2h1l1-1"
    # A line back to the start of a line that stays open is drawn.
    assert _write_path("M 1 1 L 2 2 L 1 1 L 1 0 L 1 1", 1, 0) == "m1 1 1 1-1-1v-1 1"
    # Two moves are two moves, and a curve after a line bends as it says.
    assert _write_path("M 1 1 M 2 2 L 3 3 Q 4 4 5 3 z", 1, 0) == "m1 1m1 1 1 1q1 1 2 0z"


def test_groups_that_do_nothing_are_left_out_and_the_others_kept():
    svg = (
        '<g id="a">\n<g/><g id="e"/>\n<g clip-path="url(#b)">\n<g><path/></g>\n</g>\n</g>\n<glyph/>'
    )
    assert _unwrap(svg) == '<g clip-path="url(#b)"><path/></g><glyph/>'


def test_a_page_gets_the_figure_with_its_text_and_its_links(tmp_path):
    figure = bar("<网>")
    link_artist(figure.axes[0].patches[0], area="security", term="网")
    saved = save_figure(figure, "bar", title=TITLE, alt=ALT, source="来源", folder=tmp_path)
    tree = ElementTree.fromstring(saved.inline)
    shown = [text.text for text in tree.iter("text")]
    assert "<网>" in shown
    assert "标题" not in saved.inline  # the page says it
    assert "来源" not in saved.inline
    assert [a.get("href") for a in tree.iter("a")] == ["reader.html?area=security&term=网"]
    # A strict page takes no styles, and no id twice.
    assert not [e for e in tree.iter() if e.get("style")]
    assert "<style" not in saved.inline
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert all(i.startswith("bar-") for i in ids)
    assert len(ids) == len(set(ids)) > 0
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', saved.inline))
    assert used == set(ids)
    # The font is the page's, and a link opens in the page's own window.
    assert "font-family" not in saved.inline
    assert "target=" not in saved.inline
    with Image.open(tmp_path / "bar.png") as picture:
        assert 16 < len(picture.getcolors()) <= 64


def test_a_figure_on_a_page_shows_its_axes_and_no_strip_for_the_title(tmp_path):
    def height(title):
        saved = save_figure(bar(), "bar", title=title, alt=ALT, source="", folder=tmp_path)
        return [int(n) for n in re.search(r'viewBox="([^"]+)"', saved.inline)[1].split()]

    short, long = height(TITLE), height(Statement("A title " * 40, "标题"))
    assert long[1] > short[1] > 20  # the strip above, cut off
    assert sum(long[1::2]) == pytest.approx(sum(short[1::2]), abs=1)


def test_provinces_keep_colour_and_marker_whatever_their_order():
    assert province_colours(["hebei", "gansu"]) == province_colours(["gansu", "hebei", "gansu"])
    assert province_markers(["hebei", "gansu"]) == {"gansu": "o", "hebei": "s"}


def test_colours_of_cells_and_bars_stay_true_in_the_picture(tmp_path):
    colours = plt.get_cmap("Blues")(np.linspace(0, 1, 40))[:, :3]
    fig, ax = plt.subplots(figsize=(8, 3))
    ax.bar(range(40), 1, width=1, color=colours)
    ax.set(xlim=(-0.5, 39.5), ylim=(0, 1))
    save_figure(fig, "x", title=TITLE, alt=ALT, source="", folder=tmp_path)
    picture = np.asarray(Image.open(tmp_path / "x.png").convert("RGB")).astype(int)
    left, right = ax.get_window_extent().intervalx
    middle = picture.shape[0] - int(ax.get_window_extent().intervaly.mean())
    for number, colour in enumerate(colours):
        x = int(left + (number + 0.5) / 40 * (right - left))
        assert np.abs(picture[middle, x] - 255 * colour).max() <= 16
    assert picture[2, -3].tolist() == [255, 255, 255]
