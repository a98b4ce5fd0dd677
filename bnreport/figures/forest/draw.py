"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""

from math import inf, isfinite
from textwrap import wrap
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, papers, segments
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.style import RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.forest.table import Table

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
    reach = margin_axis(axes, table.reach, table.claims, 0.42)
    axes.set_ylim(len(table.claims) - 0.5, -0.5)
    rows, beside = list(enumerate(table.claims)), axes.get_yaxis_transform()
    _bounds(axes, table, reach)
    segments(axes, ((row.style[0], row.span(row.verdict_interval)) for row in table.claims), reach, 8.0, 0.45)
    segments(axes, ((row.style[0], row.span(row.interval)) for row in table.claims), reach, 1.6)
    markers(axes, table.claims, inf, 7)
    papers(axes, [(y, row.at(row.paper)) for y, row in rows if isfinite(row.paper)], reach)
    for y, row in rows:
        label, said = _fold(row.label, 4 if table.parts else 2), say_brief(row.estimate, row.told, row.unit)
        axes.text(-0.03, y, label, transform=beside, ha="right", va="center", fontsize=7.5, linespacing=1.05)
        axes.text(1.03, y, said, transform=beside, ha="left", va="center", fontsize=7)
    axes.hlines([y + 0.5 for y, _ in rows], 0, 1, transform=beside, colors=RULE, linewidth=0.4, zorder=0)


def _bounds(axes: "Axes", table: "Table", reach: float) -> None:
    ends = [
        (row.at(end), y, row.style[0])
        for y, row in enumerate(table.claims)
        for end in row.region
        if abs(row.at(end)) < reach
    ]
    if ends:
        at, ys, colours = zip(*ends, strict=True)
        low, high = ([y + side for y in ys] for side in (-0.42, 0.42))
        axes.vlines(at, low, high, colors=colours, linewidth=0.9, linestyles=":", zorder=1)


def _fold(label: str, most: int) -> str:
    lines = wrap(label, 34)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:31] + "…"])
