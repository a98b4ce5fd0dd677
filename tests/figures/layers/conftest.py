"""Layers over training."""

from bnreport.figures.layers.table import Panel, Table
from bnreport.figures.shared.curve import Curve


def layer_table(*panels: tuple[str, str, str, tuple[Curve, ...]]) -> Table:
    """Return a table of panels: metric, axis, layer and curves."""
    return Table("e", "Shift", tuple(Panel(metric, "1", axis, layer, held) for metric, axis, layer, held in panels))
