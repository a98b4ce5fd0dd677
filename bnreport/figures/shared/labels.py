"""Names of arms at the ends of their lines, in their colours and kept apart: nobody looks up a legend."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib import rcParams
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.panel import NARROW, WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

SIZE = 7.2
"""Of the letters, in points."""
LINE = 0.118
"""Height of a line of them, in inches."""
_LEADER, _EDGE, _NARROWEST = 0.13, 0.05, 0.25
"""Widths of what leads from a line's end to its name, of what lies behind that, and of the shortest name, in inches."""
_LETTERS, _FEWER = 17, 12
"""Of a line, beside wide axes and beside narrow ones."""
_LINES = 9
"""Of a name; what is longer is cut, and stands whole in the table behind the figure."""


class End(NamedTuple):
    """Where the line of an arm ends."""

    name: str
    height: float
    """On the vertical axis; NaN for the middle of it."""
    colour: str


def lettered(name: str, width: float = WIDE) -> str:
    """Return a name in lines that fit beside the axes of a panel of a width, in inches."""
    most = _LETTERS if width > NARROW else _FEWER
    lines = [line[at : at + most] for line in wrapped(name, most).split("\n") for at in range(0, len(line), most)]
    return "\n".join(lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][: most - 1]}…"])


def beside(names: "Iterable[str]", width: float = WIDE) -> float:
    """Return the room that names take on the right of the axes, in inches."""
    lines = [line for name in names for line in lettered(name, width).split("\n")]
    return _LEADER + _EDGE + max([_NARROWEST, *map(width_of, lines)])


@cache
def width_of(line: str, size: float = SIZE) -> float:
    """Return how wide letters of a size in points stand, in inches."""
    font = FontProperties(family=rcParams["font.family"], size=size)
    return float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]) / 72


def height_of(names: "Iterable[str]", width: float = WIDE) -> float:
    """Return how high names are one above the other, in inches."""
    return sum(LINE * (lettered(name, width).count("\n") + 1) + 0.02 for name in names)


def spread(wanted: "Sequence[float]", heights: "Sequence[float]", ends: tuple[float, float]) -> "NDArray[np.float64]":
    """Return centres of labels that do not touch, as near as can be to where each is wanted.

    Least squares of the distances: labels keep the order of their wishes, those that touch are pooled, and all stay
    within the ends as long as they fit between them.
    """
    order = np.argsort(wanted, kind="stable")
    high = np.array(heights, dtype=np.float64)[order]
    below = np.cumsum(high) - high / 2  # of each centre above the lowest edge, if all touched
    pools: list[tuple[float, int]] = []
    for wish in np.array(wanted, dtype=np.float64)[order] - below:
        mean, count = float(wish), 1
        while pools and pools[-1][0] > mean:
            last, more = pools.pop()
            mean, count = (mean * count + last * more) / (count + more), count + more
        pools.append((mean, count))
    edges = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    found = np.empty(len(order))
    found[order] = np.clip(edges, ends[0], max(ends[0], ends[1] - float(high.sum()))) + below
    return found


def label_ends(axes: "Axes", ends: "Sequence[End]") -> None:
    """Write each name on the right of the axes beside the end of its line, and lead from one to the other."""
    if not ends:
        return
    inch = axes.figure.dpi
    wide, high = axes.bbox.width / inch, axes.bbox.height / inch
    upward = axes.transData + axes.transAxes.inverted()
    edge = axes.get_xlim()[1]
    at = [float(upward.transform((edge, end.height))[1]) if np.isfinite(end.height) else 0.5 for end in ends]
    at = [high * min(max(place, 0.0), 1.0) for place in at]
    words = [lettered(end.name, float(axes.figure.get_figwidth())) for end in ends]  # type: ignore[union-attr]
    places = spread(at, [LINE * (word.count("\n") + 1) + 0.02 for word in words], (-0.3, high + 0.07))
    lines = [
        [(1, start / high), (1 + 0.7 * _LEADER / wide, place / high)] for start, place in zip(at, places, strict=True)
    ]
    leaders = LineCollection(
        lines, colors=[end.colour for end in ends], linewidths=0.6, transform=axes.transAxes, clip_on=False
    )
    axes.add_collection(leaders, autolim=False)
    for end, word, place in zip(ends, words, places, strict=True):
        axes.text(
            1 + _LEADER / wide, place / high, word, transform=axes.transAxes, color=end.colour, fontsize=SIZE,
            ha="left", va="center", linespacing=1.02,
        )  # fmt: skip
