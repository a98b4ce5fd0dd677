"""Metrics of a few layers over training."""

from typing import TYPE_CHECKING

from bnreport.figures import layers as drawing
from bnreport.report.readings._wish import inner
from bnreport.report.sections.curves import curves_of

if TYPE_CHECKING:
    from bnreport.report.readings._wish import Wish


_MOST = 3
"""Side by side; more are for heat maps."""


def strands(wish: "Wish") -> tuple[tuple[str, str | None], ...]:
    """One set for each metric and layer: those that hypotheses name, or some between the first and the last."""
    return tuple((metric, layer) for metric in wish.axes for layer in inner(wish.columns, _MOST, wish.asked))


def table(wish: "Wish", points: int) -> drawing.Table:
    """Return a panel for each metric and layer."""
    panels = [
        drawing.Panel(metric, wish.units[metric], wish.axes[metric], f"{layer}", held)
        for metric, layer in strands(wish)
        for held in curves_of(wish.runs, [(metric, layer)], points)
    ]
    return drawing.Table(wish.experiment, wish.title, tuple(panels), wish.source)
