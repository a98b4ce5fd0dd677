"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""

from math import isfinite
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, segments
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.style import QUIET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.specification_curve.table import Table

_WIDTH, _ROW, _FRAME = 7.4, 0.125, 0.46


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return _WIDTH, _FRAME + _ROW * max(len(table.analyses), 1)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one row per analysis."""
    height = size(table)[1]
    axes = figure.add_axes((0.28, 0.40 / height, 0.40, 1 - 0.43 / height))
    reach = margin_axis(axes, table.reach, table.analyses, 0.5)
    axes.set_ylim(len(table.analyses) - 0.4, -0.6)
    beside = axes.get_yaxis_transform()
    segments(axes, ((row.style[0], row.span(row.interval)) for row in table.analyses), reach, 1.6)
    markers(axes, table.analyses, reach, 4.5)
    for y, row in enumerate(table.analyses):
        said = say_brief(row.estimate, row.interval, row.unit) + " " if isfinite(row.estimate) else ""
        weight = "bold" if y == 0 else "normal"
        for at, word, side in ((-0.03, row.label, "right"), (1.03, f"{said}{row.answer}", "left")):
            axes.text(at, y, word, transform=beside, ha=side, va="center", fontsize=6.8, fontweight=weight)
    if table.analyses and isfinite(table.analyses[0].estimate):
        first = max(-reach, min(reach, table.analyses[0].at(table.analyses[0].estimate)))
        axes.axvline(first, color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)
