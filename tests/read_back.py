"""Charts read back: where their marks lead, and whether all that is written can be read."""

from itertools import combinations, pairwise

import numpy as np


def links(ax) -> list[str]:
    return [mark.get_url() for mark in ax.get_children() if mark.get_url()]


def overlapping(axes: np.ndarray) -> list[tuple[str, str]]:
    """Labels of the rows of a panel that lie over each other, once all is laid out."""
    figure = axes.flat[0].figure
    figure.draw_without_rendering()
    found = []
    for ax in axes.flat:
        labels = [
            label for label in ax.get_yticklabels() if label.get_visible() and label.get_text()
        ]
        boxes = [(label.get_window_extent(), label.get_text()) for label in labels]
        boxes.sort(key=lambda box: box[0].y0)
        found += [(a[1], b[1]) for a, b in pairwise(boxes) if a[0].y1 > b[0].y0 + 1]
    return found


def require_legible(figure, *, highest: float = 14.0) -> None:
    """No text is smaller than 7 points, none lies over another, and no page is outgrown."""
    assert figure.get_figwidth() == 8
    assert figure.get_figheight() <= highest
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    boxes = []
    for ax in figure.axes:
        if not ax.get_visible() or not ax.axison:
            continue
        shown = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label]
        low, high = sorted(ax.get_xlim())
        shown += [t.label1 for t in ax.yaxis.get_major_ticks() if t.label1.get_visible()]
        for tick in ax.xaxis.get_major_ticks():
            if low <= tick.get_loc() <= high:
                shown += [label for label in (tick.label1, tick.label2) if label.get_visible()]
        boxes += [(t, t.get_window_extent()) for t in shown if t.get_text()]
    assert min(t.get_fontsize() for t, _ in boxes) >= 7
    for t, box in boxes:
        assert box.x0 >= 0, t
        assert box.x1 <= width, t
        assert box.y1 <= height, t
    for (s, a), (t, b) in combinations(boxes, 2):
        over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        # A box has some air around its letters.
        assert over[0] < 1 or over[1] < 0.25 * min(a.height, b.height), (s, t)
