"""Figures as files: titled, drawn as SVG and PNG, the same bytes at every run, and as small as can be."""

from __future__ import annotations

import re
import warnings
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.draw.style import DPI, GREY
from analysis.say.wording import Statement
from analysis.store.files import FIGURES, font_file, write_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# What says that a path is the outline of a glyph.
_GLYPH = r' transform="scale\(0\.015625\)"'


@dataclass(frozen=True)
class SavedFigure:
    """A figure on disk; a notebook shows its picture and carries what a page needs along.

    `svg` draws its letters, so that it needs no font; `inline` has them as text and its marks as
    links, for a page that has the font.
    """

    name: str
    title: Statement
    alt: Statement
    svg: str
    inline: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"image/svg+xml": self.svg, "text/plain": self.alt.en}
        carried = {
            "figure": self.name, "inline": self.inline,
            "title": asdict(self.title), "alt": asdict(self.alt),
        }  # fmt: skip
        return data, {"image/svg+xml": carried}


def save_figure(
    drawn: Figure | Axes | np.ndarray,
    name: str,
    *,
    title: Statement,
    alt: Statement,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Title a figure with what it shows, name its source, and save it as SVG and PNG.

    `drawn` is a figure, or axes of one. The same figure gives the same bytes at every run. Raises ValueError when a character has
    no glyph in the font, or when the alt text is empty.
    """
    if not alt.en.strip() or not alt.zh.strip():
        raise ValueError(f"figure '{name}': the alt text is empty; say what the figure shows.")
    import matplotlib.pyplot as plt

    axes: Any = drawn
    figure: Figure = axes if hasattr(axes, "suptitle") else np.ravel(axes)[0].figure
    wide = int(figure.get_figwidth() * 11)
    heading = figure.suptitle(
        f"{fill(title.zh, wide // 2)}\n{fill(title.en, wide)}", x=0.01, ha="left", fontsize=12.5,
        linespacing=1.3,
    )  # fmt: skip
    below = figure.supxlabel(fill(source, wide + 20), x=0.01, ha="left", fontsize=7.5, color=GREY)
    contents = _render(figure, name)
    inline = _draw_inline(figure, name, heading, below)
    plt.close(figure)
    for kind, content in contents.items():
        write_file(folder / f"{name}.{kind}", content)
    return SavedFigure(name, title, alt, contents["svg"].decode("utf-8"), inline)


def _compact(svg: bytes) -> bytes:
    """Write coordinates coarser and glyphs shorter: two fifths of the size, the same picture.

    Links go: a file may stand anywhere, and they lead to a page of the site. matplotlib draws
    glyphs on a grid of 6,400 units to the em and places all to a millionth of a point; 200 units
    and a hundredth are plenty for print. Spaces have no outline, and go.
    """
    text = re.sub(r"<a [^>]*>\n?|</a>\n?", "", _coarsen(svg))
    for space in re.findall(rf'<path id="([^"]+)"{_GLYPH}/>', text):
        text = re.sub(rf'<[^>]*"#?{re.escape(space)}"[^>]*/>\n', "", text)
    text = re.sub(rf'(?<= d=")([^"]+)"{_GLYPH}', lambda d: _write_path(d[1], 1 / 32, 0) + '"', text)
    # Glyphs then stand in units of their outlines, of which two make one of matplotlib's.
    text = re.sub(
        r"(?<=scale)\((0\.\d+) -\1\)", lambda s: "({0:g} -{0:g})".format(float(s[1]) / 2), text
    )
    text = re.sub(r'transform="translate\((\S+) 0\)"', lambda x: f'x="{2 * float(x[1]):.0f}"', text)
    return re.sub(r"[A-Za-z]+-[A-Za-z]+-([0-9a-f]+\")", r"g\1", text).encode("utf-8")


def _coarsen(svg: bytes) -> str:
    """Cut indents, comments, groups that do nothing, and coordinates to a hundredth of a point.

    Colours of doubled digits and paths are written in their short forms.
    """
    text = re.sub(r"\n\s+", "\n", re.sub(r"<!--.*?-->", "", svg.decode("utf-8"), flags=re.S))
    text = _unwrap(re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", text))
    places = re.compile(r'(?:translate|rotate)\([^)]+\)|(?<= [xy]=")[^"]+')
    text = places.sub(lambda place: re.sub(r"(\.\d\d)\d+", r"\1", place[0]), text)
    text = re.sub(r"#([\da-f])\1([\da-f])\2([\da-f])\3(?=[\";])", r"#\1\2\3", text)
    return re.sub(
        rf'(?<= d=")([^"]+)"(?!{_GLYPH})', lambda d: _write_path(d[1], 100, 2) + '"', text
    )


@cache
def _write_path(path: str, grid: float, digits: int) -> str:
    """Write a path of so many `grid` lines to the unit, each point from the one before it.

    The grid's own unit is written with so many `digits` behind the point. Commands are not named
    twice in a row; level and upright lines, curves that go on smoothly and the line that closes
    an outline have shorter forms (SVG 1.1, section 8.3).
    """
    steps = [
        (command, [round(float(n) * grid) for n in numbers.split()])
        for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path)
    ]
    written, last, at, start, bend = "", "", [0, 0], [0, 0], [0, 0]
    for (command, points), (following, _) in zip(steps, [*steps[1:], ("", [])], strict=True):
        moved = [n - at[i % 2] for i, n in enumerate(points)]
        name = command.lower()
        if name == "l" and following == "z" and points == start:
            continue
        if name == "l" and 0 in moved:
            name, moved = ("h", moved[:1]) if moved[1] == 0 else ("v", moved[1:])
        elif name == "q" and moved[:2] == bend:
            name, moved = "t", moved[2:]
        numbers = " ".join(_write_number(n, digits) for n in moved).replace(" -", "-")
        # Points that follow those of a move are joined by lines.
        named = "" if name == last != "m" or (last, name) == ("m", "l") else name
        written += named + (" " if not named and numbers[:1] not in "-" else "") + numbers
        last = name
        bend = [points[2] - points[0], points[3] - points[1]] if command == "Q" else [0, 0]
        at = points[-2:] or start
        start = at if command == "M" else start
    return written


def _write_number(n: int, digits: int) -> str:
    """Write a number of so many digits behind the point as short as it goes.

    >>> [_write_number(n, 2) for n in (1250, -50, 300, 1005, 0)]
    ['12.5', '-.5', '3', '10.05', '0']
    """
    shown = f"{n / 10**digits:.{digits}f}"
    shown = shown.rstrip("0").rstrip(".") if digits else shown
    return shown.replace("0.", ".", 1) if abs(n) < 10**digits else shown


def _unwrap(svg: str) -> str:
    """Take out groups that have nothing but a name that nothing refers to."""
    parts, kept = [], []
    svg = re.sub(r"<g(?: [^>]*)?/>\n?", "", svg)
    for part in re.split(r"(<g(?: [^>]*)?>|</g>)\n?", svg):
        if re.match(r"<g[ >]", part):
            kept.append(bool(re.sub(r' id="[^"]*"', "", part) != "<g>"))
            parts.append(part if kept[-1] else "")
        elif part == "</g>":
            parts.append(part if kept.pop() else "")
        else:
            parts.append(part)
    return "".join(parts)


def _draw_inline(figure: Figure, name: str, heading: Text, below: Text) -> str:
    """Draw a figure for a page: text as text, nothing that a strict page forbids.

    A page gives title and source in its own language, so they are cut off; its font is the one
    the figure was laid out in.
    """
    top, bottom = (part.get_window_extent() for part in (heading, below))
    height = figure.bbox.height
    heading.set_visible(False)
    below.set_visible(False)
    import matplotlib as mpl

    with mpl.rc_context({"svg.fonttype": "none"}):
        svg = _coarsen(_draw_svg(figure))
    svg = svg[svg.index(">", svg.index("<svg ")) + 1 :].removesuffix("</svg>\n")
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.S).strip()
    svg = re.sub(r' style="([^"]*)"', _to_attributes, svg)
    svg = re.sub(' target="_blank"| text-anchor="start"', "", svg).replace("xlink:href=", "href=")
    used = sorted(set(re.findall(r'(?:href="|url\()#([^")]+)', svg)))
    short = {i: f"{name}-{number}" for number, i in enumerate(used)}
    svg = re.sub(r' id="([^"]+)"', lambda i: f' id="{short[i[1]]}"' if i[1] in short else "", svg)
    svg = re.sub(r'(href="|url\()#([^")]+)', lambda i: f"{i[1]}#{short[i[2]]}", svg)
    y, wide = (height - top.y0) * 72 / DPI, figure.bbox.width * 72 / DPI
    high = (top.y0 - bottom.y1) * 72 / DPI
    return (
        f'<svg viewBox="0 {y:.0f} {wide:.0f} {high:.0f}" stroke-linejoin="round" '
        f'stroke-linecap="butt">\n{svg}</svg>'
    )


def _to_attributes(style: re.Match[str]) -> str:
    """Write a style as attributes: pages allow no styles but their own sheet's."""
    parts = re.findall(r"([a-z-]+): ([^;]+)", style[1])
    return "".join(f' {key}="{value}"' for key, value in parts if key != "font-family")


def _render(figure: Figure, name: str) -> dict[str, bytes]:
    """Draw a figure as SVG and PNG; a character without a glyph is an error."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from")
        try:
            # Laid out once, so that both files show the same and no work is done twice.
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
            return {
                "svg": _compact(_draw_svg(figure)),
                "png": _paint(figure),
            }
        except UserWarning as missing:
            raise ValueError(
                f"figure '{name}': {missing}. Expected every character to have a glyph in "
                f"{font_file().name}; write the label in characters that it has."
            ) from None


def _draw_svg(figure: Figure) -> bytes:
    # `Figure.savefig` would draw everything once more before, for a layout that is fixed by now.
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = BytesIO()
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    figure.dpi = DPI  # SVG has one of its own, and leaves it behind
    return buffer.getvalue()


def _paint(figure: Figure) -> bytes:
    """Paint a picture in 64 colours, which is all that a chart needs: a third of the size."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    buffer = BytesIO()
    # By octree no colour moves far; the other ways drop those of few pixels, as of a lone cell.
    reduced = picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # What is all but white is white, or the page around a pale heat map would be tinted.
    palette = np.array(reduced.getpalette() or []).reshape(-1, 3)
    palette[palette.min(axis=1) >= 245] = 255
    reduced.putpalette(palette.ravel().tolist())
    reduced.save(buffer, "png", dpi=(DPI, DPI))
    return buffer.getvalue()
