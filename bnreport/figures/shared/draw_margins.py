"""Effects on one axis of margins: regions, intervals, markers."""

from math import inf, isfinite
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.margins import LINEAR
from bnreport.figures.shared.style import QUIET, REGION
from bnreport.formatting import minus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from bnreport.figures.shared.margins import MarginRow
    from bnreport.stats.region import Interval

_WIDE = 2.0
"""Width of axes from which on there is room for every tick, in inches."""


def margin_axis(axes: "Axes", reach: float, rows: "Sequence[MarginRow]", height: float) -> float:
    """Set up the horizontal axis, shade where each row's claim is true, and return where the axis ends.

    Args:
        axes: where to.
        reach: of all that is drawn, in margins.
        rows: from top to bottom.
        height: of a shade, on either side of its row.
    """
    end = max(reach * 1.15, 2.0)
    axes.spines["left"].set_visible(False)
    if end > LINEAR:
        axes.set_xscale("symlog", linthresh=2, linscale=1.0)
    axes.set_xlim(-end, end)
    far = [tick for tick in (1, 2, 10, 100, 1000) if tick <= end]
    wide = axes.bbox.width / axes.figure.dpi
    far = far if wide > _WIDE else far[::-2][::-1]
    ticks = [*(-tick for tick in reversed(far)), 0, *far] if end > LINEAR else _even(end, wide)
    horizontal(axes, [(tick, minus(f"{tick:g}")) for tick in ticks])
    inch = axes.figure.dpi / axes.bbox.height
    axes.text(0.5, -0.24 * inch, "effect, in margins", transform=axes.transAxes, ha="center", va="top")
    boxes = []
    for y, row in enumerate(rows):
        low, high = (max(-end, min(end, at)) for at in row.span(row.region))
        boxes.append(((low, y - height), (high, y - height), (high, y + height), (low, y + height)))
    axes.add_collection(PolyCollection(boxes, facecolors=REGION, linewidths=0, zorder=0), autolim=False)
    none = [((0, y - height), (0, y + height)) for y in range(len(rows))]
    axes.add_collection(LineCollection(none, colors=QUIET, linewidths=0.8, zorder=1), autolim=False)
    return end


def _even(end: float, wide: float) -> list[float]:
    return [
        float(tick)
        for tick in MaxNLocator(8 if wide > _WIDE else 4, steps=[1, 2, 5, 10]).tick_values(-end, end)
        if abs(tick) <= end
    ]


def segments(
    axes: "Axes", rows: "Iterable[tuple[str, Interval]]", reach: float, width: float, alpha: float = 1.0
) -> None:
    """Draw intervals, in margins and from top to bottom, with an arrow at each end that lies beyond the axis.

    Args:
        axes: where to.
        rows: colour and interval; NaN draws nothing.
        reach: where the axis ends.
        width: of a line.
        alpha: its opacity.
    """
    lines, shades = [], []
    for y, (colour, ends) in enumerate(rows):
        low, high = max(ends.low, -reach), min(ends.high, reach)
        if not low <= high:  # NaN: no interval
            continue
        lines.append(((low, y), (high, y)))
        shades.append(colour)
        for end, arrow in ((ends.low, "<"), (ends.high, ">")):
            if abs(end) > reach or abs(end) == inf:
                at = reach if arrow == ">" else -reach
                axes.plot([at], [y], arrow, color=colour, markersize=4, clip_on=False)
    if lines:
        drawn = LineCollection(lines, colors=shades, linewidths=width, alpha=alpha, zorder=2)
        axes.add_collection(drawn, autolim=False)


def markers(axes: "Axes", rows: "Sequence[MarginRow]", ends: float, size: float) -> None:
    """Mark estimates, no farther out than the ends, in colour and shape of the answer: an artist for each answer."""
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for y, row in enumerate(rows):
        if isfinite(row.estimate):
            groups.setdefault(row.style, []).append((max(-ends, min(ends, row.at(row.estimate))), y))
    for (colour, marker), points in groups.items():
        axes.plot(
            *zip(*points, strict=True), marker, color=colour, markersize=size, markeredgecolor="white",
            markeredgewidth=0.6, zorder=4,
        )  # fmt: skip
