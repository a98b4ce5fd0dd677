"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""

from math import isfinite
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, papers, regions, segments
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.style import INK, RULE, VERDICTS
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.forest.table import Row, Table
    from bnreport.stats.region import Region

_WIDTH, _ROW, _TIGHT, _FRAME = 7.4, 0.36, 0.28, 0.75
_PART = 0.56
"""Height of a part of a claim, whose name is longer."""
_MANY = 20
"""Claims from which on rows stand closer, so that all fit a page."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    row = _PART if table.parts else _TIGHT if len(table.claims) > _MANY else _ROW
    return _WIDTH, _FRAME + row * max(len(table.claims), 1)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one row per claim."""
    height = size(table)[1]
    axes = figure.add_axes((0.31, 0.52 / height, 0.40, 1 - 0.62 / height))
    reach = margin_axis(axes, table.reach)
    axes.set_ylim(len(table.claims) - 0.5, -0.5)
    rows = list(enumerate(table.claims))
    colours = [VERDICTS[row.verdict][0] for row in table.claims]
    regions(axes, ((place, _interval(row, row.region)) for place, row in rows), reach, 0.42)
    _bounds(axes, table, reach)
    verdicts = [(place, _interval(row, row.verdict_interval)) for place, row in rows]
    segments(axes, verdicts, reach, (colours, 8.0, 0.45))
    segments(axes, [(place, _interval(row, row.interval)) for place, row in rows], reach, (colours, 1.6, 1.0))
    markers(axes, [(p, row.at(row.estimate), row.verdict) for p, row in rows if isfinite(row.estimate)], 7)
    papers(axes, [(place, row.at(row.paper)) for place, row in rows if isfinite(row.paper)], reach)
    for place, row in rows:
        _words(axes, place, row, 4 if table.parts else 2)
    between, beside = [place + 0.5 for place, _ in rows], axes.get_yaxis_transform()
    axes.hlines(between, 0, 1, transform=beside, colors=RULE, linewidth=0.4, zorder=0)


def _interval(row: "Row", ends: "Interval | Region") -> Interval:
    return Interval(*map(row.at, ends))


def _bounds(axes: "Axes", table: "Table", reach: float) -> None:
    ends = [
        (row.at(end), place, VERDICTS[row.verdict][0])
        for place, row in enumerate(table.claims)
        for end in row.region
        if abs(row.at(end)) < reach
    ]
    if ends:
        at, places, colours = zip(*ends, strict=True)
        low, high = ([place + side for place in places] for side in (-0.42, 0.42))
        axes.vlines(at, low, high, colors=colours, linewidth=0.9, linestyles=":", zorder=1)


def _words(axes: "Axes", place: int, row: "Row", lines: int) -> None:
    beside, label = axes.get_yaxis_transform(), _fold(row.label, lines)
    axes.text(-0.03, place, label, transform=beside, ha="right", va="center", fontsize=7.5, linespacing=1.05)
    said = say_brief(row.estimate, row.interval, row.unit)
    axes.text(1.03, place, said, transform=beside, ha="left", va="center", fontsize=7, color=INK)


def _fold(label: str, most: int) -> str:
    from textwrap import wrap  # noqa: PLC0415  (only here)

    lines = wrap(label, 34)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:31] + "…"])
