"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.draw_effect import draw_effect
from bnreport.figures.shared.draw_profile import draw_frame, draw_profile
from bnreport.figures.shared.style import arm_style
from bnreport.formatting import heading_unit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.interaction.table import Table

_ABOVE, _BELOW, _SEED = 0.30, 0.62, 0.14
"""Room above and below the panels, and for each seed, in inches."""
_APART = 0.04
"""Of the way from here to elsewhere, by which a side stands off the middle: bars do not hide each other."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _ABOVE + _BELOW + min(max(1.5, _SEED * (len(table.effect.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw both panels, and below them who is who."""
    height = size(table)[1]
    below, panel = _BELOW / height, 1 - (_ABOVE + _BELOW) / height
    axes = figure.add_axes((0.085, below, 0.40, panel))
    draw_frame(axes, table.profile, (-0.25, 1.25))
    horizontal(axes, [(0.0, "here"), (1.0, "elsewhere")])
    handles, names = [], []
    for side in (0, 1):
        look, shift, arms = arm_style(side), _APART * (2 * side - 1), table.arms[side::2]
        draw_profile(axes, table.profile._replace(arms=arms), [shift, 1 + shift], look)
        handles.append(
            Line2D([], [], color=look.colour, linestyle=look.dash, marker=look.marker, linewidth=1.7, markersize=4)
        )
        names.append(f"{arms[0].name} here, {arms[1].name} elsewhere")
    axes.set_title(f"{table.metric.replace('_', ' ')} ({heading_unit(table.metric_unit)})")
    figure.legend(handles, names, loc="lower left", fontsize=7, handlelength=6, borderpad=0.1, labelspacing=0.3)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)
