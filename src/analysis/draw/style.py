"""How figures look: font, colours, labels, and the one way to save them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.say.links import reader_href
from analysis.store.files import font_file

# Here and in the reports matplotlib is imported where something is drawn: what only says takes
# half the time to start without it.
if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

# Okabe and Ito's colours: told apart by readers with any kind of colour blindness.
BLUE, VERMILLION, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK, GREY = "#E69F00", "#56B4E9", "#222222", "#767676"
PALETTE = (BLUE, VERMILLION, GREEN, PINK, ORANGE, SKY)

ZONE_COLOURS = {
    "front": "#D9D9D9",
    "preamble": "#BDBDBD",
    "heading": SKY,
    "body": BLUE,
    "agencies": ORANGE,
}
DPI = 150
MARKERS = ("o", "s", "D", "^", "v", "P")

# Chinese above English: at matplotlib's own spacing the lines touch.
TWO_LINES = 1.35


def use_style() -> None:
    """Set matplotlib up: the font, quiet axes, and files that are the same at every run."""
    import matplotlib as mpl
    from matplotlib import font_manager

    font_manager.fontManager.addfont(font_file())
    mpl.rcParams.update(
        {
            "font.family": font_manager.FontProperties(fname=font_file()).get_name(),
            "font.size": 10,
            "text.color": BLACK,
            "axes.edgecolor": GREY,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 11,
            "axes.titlelocation": "left",
            "axes.unicode_minus": True,
            "figure.constrained_layout.use": True,
            # As in the files: laid out at another resolution, labels end up a little off.
            "figure.dpi": DPI,
            # A $ in a text is a $.
            "text.parse_math": False,
            "svg.fonttype": "path",
            "svg.hashsalt": "policy-comparison",
        }
    )


def province_colours(provinces: Iterable[str]) -> dict[str, str]:
    """Give each province a colour, in alphabetical order."""
    return {p: PALETTE[i % len(PALETTE)] for i, p in enumerate(sorted(set(provinces)))}


def province_markers(provinces: Iterable[str]) -> dict[str, str]:
    """Give each province a marker, so that colour is not the only sign."""
    return {p: MARKERS[i % len(MARKERS)] for i, p in enumerate(sorted(set(provinces)))}


def label_rows(ax: Axes, labels: list[str], at: Sequence[float] = (), **look: Any) -> None:
    """Write a label beside each row of a chart, from below, and leave out axis and ticks.

    Rows stand at 0, 1 and so on, if not said otherwise.
    """
    places = at or range(len(labels))
    ax.set_yticks(places, labels, linespacing=TWO_LINES, **look)
    ax.set_ylim(-0.6, max(places, default=0) + 0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def link_artist(*marks: Artist, **keys: str) -> None:
    """Make marks of a chart lead to the hits behind them, where the chart stands in a page.

    `keys` as `links.reader_href` takes them.
    """
    for mark in marks:
        mark.set_url(reader_href(keys) or None)


def link_place(artist: Artist, place: str) -> None:
    """Make a mark of a chart lead to a provision or sentence, by its id."""
    artist.set_url(f"reader.html#{place}")


def cover_cell(ax: Axes, x: float, y: float) -> Artist:
    """Lay a rectangle that is all but invisible around a place, to bear the link of a cell or row.

    Not quite invisible: what has no fill at all takes no click.
    """
    from matplotlib.patches import Rectangle

    corner = (x - 0.5, y - 0.5)
    cover = Rectangle(corner, 1, 1, fc="white", alpha=0.01, lw=0, zorder=5, clip_on=False)
    return ax.add_patch(cover)


def ink(colour: str) -> str:
    """Darken a colour until words in it can be read on white: a contrast of 4.5 (WCAG 2.2).

    >>> ink("#0072B2"), ink("#E69F00")
    ('#0072b2', '#9d6c00')
    """
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(colour)
    while _luminance(red, green, blue) > 1.05 / 4.5 - 0.05:
        red, green, blue = 0.98 * red, 0.98 * green, 0.98 * blue
    return to_hex((red, green, blue))


def ink_on(colour: str) -> str:
    """Choose black or white for words on a colour, whichever stands out more.

    >>> ink_on("#0072B2"), ink_on("#E69F00")
    ('white', '#222222')
    """
    from matplotlib.colors import to_rgb

    light, dark = _luminance(*to_rgb(colour)), _luminance(*to_rgb(BLACK)) + 0.05
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / dark else BLACK


def _luminance(*colour: float) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is in points: a Chinese character is as wide as high."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.56 for character in text) * size


def shorten(text: str, points: float, size: float) -> str:
    """Cut a text that would be wider than so many points, and say so by an ellipsis.

    >>> shorten("无线局域网", 40, 8), shorten("无线局域网", 39, 8)
    ('无线局域网', '无线局…')
    """
    if text_width(text, size) <= points:
        return text
    while text and text_width(text + "宽", size) > points:
        text = text[:-1]
    return f"{text}…"
