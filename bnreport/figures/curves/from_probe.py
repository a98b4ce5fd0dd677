"""One metric over training."""

from typing import TYPE_CHECKING

from bnreport.figures.curves.table import Table
from bnreport.figures.shared.curves_of_runs import curves_of

if TYPE_CHECKING:
    from bnreport.figures.shared.drawing_request import DrawingRequest


def curve_sets(request: "DrawingRequest") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric, averaged over layers."""
    return tuple((metric, None) for metric in request.axes)


def table(request: "DrawingRequest", points: int) -> Table:
    """Return the runs of every arm, layers averaged."""
    [(metric, axis)] = request.axes.items()
    [found] = curves_of(request.runs, curve_sets(request), points)
    return Table(
        request.experiment_label,
        metric,
        request.units[metric],
        None,
        found,
        axis,
        request.title,
        request.source,
        request.counted,
    )
