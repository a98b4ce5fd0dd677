"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""

from math import isfinite
from typing import TYPE_CHECKING

from bnreport.figures.shared.draw_margins import margin_axis, markers, regions, segments
from bnreport.figures.shared.margins import say_brief
from bnreport.figures.shared.style import INK, QUIET, VERDICTS
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.specification_curve.table import Row, Table
    from bnreport.stats.region import Region

_WIDTH, _ROW, _FRAME = 7.4, 0.125, 0.46


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return _WIDTH, _FRAME + _ROW * max(len(table.analyses), 1)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw one row per analysis."""
    height = size(table)[1]
    axes = figure.add_axes((0.28, 0.40 / height, 0.40, 1 - 0.43 / height))
    reach = margin_axis(axes, table.reach)
    axes.set_ylim(len(table.analyses) - 0.4, -0.6)
    rows = list(enumerate(table.analyses))
    regions(axes, ((place, _interval(row, row.region)) for place, row in rows), reach, 0.5)
    drawn = [(place, row) for place, row in rows if isfinite(row.estimate)]
    colours = [VERDICTS.get(row.answer, VERDICTS["not_run"])[0] for _, row in drawn]
    segments(axes, [(place, _interval(row, row.interval)) for place, row in drawn], reach, (colours, 1.6, 1.0))
    markers(axes, [(place, max(-reach, min(reach, row.at(row.estimate))), row.answer) for place, row in drawn], 4.5)
    for place, row in rows:
        _words_beside(axes, place, row)
    if table.analyses and isfinite(table.analyses[0].estimate):
        first = max(-reach, min(reach, table.analyses[0].at(table.analyses[0].estimate)))
        axes.axvline(first, color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)


def _interval(row: "Row", ends: "Interval | Region") -> Interval:
    return Interval(*map(row.at, ends))


def _words_beside(axes: "Axes", place: int, row: "Row") -> None:
    beside = axes.get_yaxis_transform()
    weight = "bold" if place == 0 else "normal"
    axes.text(-0.03, place, row.label, transform=beside, ha="right", va="center", fontsize=6.8, fontweight=weight)
    said = f"{say_brief(row.estimate, row.interval, row.unit)} {row.answer}" if isfinite(row.estimate) else row.answer
    axes.text(1.03, place, said, transform=beside, ha="left", va="center", fontsize=6.8, color=INK, fontweight=weight)
