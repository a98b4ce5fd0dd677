"""One metric over training."""

from typing import TYPE_CHECKING

from bnreport.figures import curves as drawing
from bnreport.report.sections.curves import curves_of

if TYPE_CHECKING:
    from bnreport.report.readings._wish import Wish


def strands(wish: "Wish") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric, averaged over layers."""
    return tuple((metric, None) for metric in wish.axes)


def table(wish: "Wish", points: int) -> drawing.Table:
    """Return the runs of every arm, layers averaged."""
    [(metric, axis)] = wish.axes.items()
    [found] = curves_of(wish.runs, strands(wish), points)
    return drawing.Table(wish.experiment, metric, wish.units[metric], None, found, axis, wish.title, wish.source)
