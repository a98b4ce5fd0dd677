"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""

from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, segments
from bnreport.figures.shared.panel import Margins, Panel, framed
from bnreport.figures.shared.style import QUIET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.specification_curve.table import Table

_ROW = 0.135
"""Height of a row, in inches."""
_ROOM = Margins(left=1.5, right=0.1, top=0.05, bottom=0.4)
_LETTERS = 24
"""Of a row's name; the table has the whole of it."""


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return all rows one above the other."""
    return (Panel("analyses", partial(_draw, table), _ROOM.above + _ROW * max(len(table.analyses), 1)),)


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw one row per analysis."""
    axes = framed(figure, _ROOM)
    reach = margin_axis(axes, table.reach, table.analyses, 0.5)
    axes.set_ylim(len(table.analyses) - 0.4, -0.6)
    segments(axes, ((row.style[0], row.span(row.interval)) for row in table.analyses), reach, 1.6)
    markers(axes, table.analyses, reach, 4.5)
    for y, row in enumerate(table.analyses):
        name = row.label if len(row.label) <= _LETTERS else f"{row.label[: _LETTERS - 1]}…"
        axes.text(
            -0.03, y, name, transform=axes.get_yaxis_transform(), ha="right", va="center", fontsize=7,
            fontweight="bold" if y == 0 else "normal",
        )  # fmt: skip
    if table.analyses and isfinite(table.analyses[0].estimate):
        first = max(-reach, min(reach, table.analyses[0].at(table.analyses[0].estimate)))
        axes.axvline(first, color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)
