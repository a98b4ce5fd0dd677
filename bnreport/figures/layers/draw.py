"""Metrics of layers over training: a panel for each metric and layer, arms on shared axes."""

from functools import partial
from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import curves_panel, draw_runs, framed_curves
from bnreport.figures.shared.axes import value_axis
from bnreport.figures.shared.curve import step_ends
from bnreport.figures.shared.panel import NARROW, WIDE
from bnreport.figures.shared.style import arm_styles, share_out
from bnreport.formatting import times, unit_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.layers.table import Panel as Layer
    from bnreport.figures.layers.table import Table
    from bnreport.figures.shared.panel import Panel

_FEW = 4
"""Panels that may be wide; more stand three in a line."""


def panels(table: "Table") -> "tuple[Panel, ...]":
    """Return a panel for each metric, layer and every few arms."""
    parts = [(each, arms) for each in table.panels for arms in share_out(table.arms)]
    width = WIDE if len(parts) <= _FEW else NARROW
    return tuple(
        curves_panel(arms, partial(_draw, table, each, arms), f"{_title(each)}: {', '.join(arms)}", width)
        for each, arms in parts
    )


def _title(layer: "Layer") -> str:
    unit = unit_of(layer.unit)
    return f"{layer.name}{f' ({unit})' if unit else ''}, layer {layer.layer}"


def _draw(table: "Table", layer: "Layer", arms: tuple[str, ...], figure: "Figure") -> None:
    axes = framed_curves(figure, _title(layer), arms, step_ends(table.curves), table.counted)
    ends, styles = table.ends(layer.metric), arm_styles(table.arms)
    value_axis(axes, ends, layer.unit, log=layer.axis == "log")
    draw_runs(axes, layer.curves, {arm: styles[arm] for arm in arms}, ends, times(layer.unit), each=False)
