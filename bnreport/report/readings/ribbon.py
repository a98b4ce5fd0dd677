"""The range between two metrics over training."""

from typing import TYPE_CHECKING

from bnreport.figures import ribbon as drawing
from bnreport.report.sections.curves import curves_of

if TYPE_CHECKING:
    from bnreport.report.readings._wish import Wish


def strands(wish: "Wish") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric, averaged over layers."""
    return tuple((metric, None) for metric in wish.axes)


def table(wish: "Wish", points: int) -> drawing.Table:
    """Return both ends of the range, of every run."""
    low, high = wish.axes
    lows, highs = curves_of(wish.runs, strands(wish), points)
    log = wish.axes[low] == "log"
    return drawing.Table(wish.experiment, wish.title, wish.units[low], log, (low, high), lows, highs, wish.source)
