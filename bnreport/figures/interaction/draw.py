"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.arm_curves import handle
from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.draw_effect import draw_beside, height_of
from bnreport.figures.shared.draw_profile import draw_frame, draw_profile
from bnreport.figures.shared.style import arm_styles

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.interaction.table import Table

_ABOVE, _BELOW = 0.30, 0.62
"""Room above and below the panels, in inches."""
_APART = 0.04
"""Of the way from here to elsewhere, by which a side stands off the middle: bars do not hide each other."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _BELOW + height_of(table.effect)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw both panels, and below them who is who."""
    axes = draw_beside(figure, table.effect, size(table)[1], (_ABOVE, _BELOW))
    draw_frame(axes, table.profile, (-0.25, 1.25))
    horizontal(axes, [(0.0, "here"), (1.0, "elsewhere")])
    handles, names = [], []
    styles = arm_styles(arm.name for arm in table.arms)
    for side in (0, 1):
        shift, arms = _APART * (2 * side - 1), table.arms[side::2]
        style = styles[arms[0].name]
        draw_profile(axes, table.profile._replace(arms=arms), [shift, 1 + shift], style)
        handles.append(handle(style))
        names.append(f"{arms[0].name} here, {arms[1].name} elsewhere")
    axes.set_title(table.title)
    figure.legend(handles, names, loc="lower left", fontsize=7, handlelength=6, borderpad=0.1, labelspacing=0.3)
