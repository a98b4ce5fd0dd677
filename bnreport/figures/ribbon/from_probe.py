"""The range between two metrics over training."""

from typing import TYPE_CHECKING

from bnreport.figures.ribbon.table import Table
from bnreport.figures.shared.curves_of_runs import curves_of

if TYPE_CHECKING:
    from bnreport.figures.shared.drawing_request import DrawingRequest


def curve_sets(request: "DrawingRequest") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric, averaged over layers."""
    return tuple((metric, None) for metric in request.axes)


def table(request: "DrawingRequest", points: int) -> Table:
    """Return both ends of the range, of every run."""
    low, high = request.axes
    lows, highs = curves_of(request.runs, curve_sets(request), points)
    log = request.axes[low] == "log"
    return Table(
        request.experiment_label,
        request.title,
        request.units[low],
        log,
        (low, high),
        lows,
        highs,
        request.source,
        request.counted,
    )
