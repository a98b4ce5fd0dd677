"""Metrics of a few layers over training."""

from typing import TYPE_CHECKING

from bnreport.figures.layers.table import Panel, Table
from bnreport.figures.shared.curves_of_runs import curves_of
from bnreport.figures.shared.drawing_request import inner

if TYPE_CHECKING:
    from bnreport.figures.shared.drawing_request import DrawingRequest


_MOST = 3
"""Side by side; more are for heat maps."""
_POINTS = 36
"""Of a curve, at most: two points of paper lie between them."""


def curve_sets(request: "DrawingRequest") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric and layer: those that hypotheses name, or some between the first and the last."""
    return tuple((metric, layer) for metric in request.axes for layer in inner(request.columns, _MOST, request.asked))


def table(request: "DrawingRequest", points: int) -> Table:
    """Return a panel for each metric and layer, of fewer points than wide panels have."""
    panels = [
        Panel(metric, request.units[metric], request.axes[metric], f"{layer}", held)
        for metric, layer in curve_sets(request)
        for held in curves_of(request.runs, [(metric, layer)], min(_POINTS, 3 * points // 4))
    ]
    return Table(request.experiment_label, request.title, tuple(panels), request.source, request.counted)
