"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""

from functools import partial
from typing import TYPE_CHECKING

from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.draw_effect import effect_panel, height_of, under
from bnreport.figures.shared.draw_profile import draw_frame, draw_profile
from bnreport.figures.shared.labels import End, beside, label_ends
from bnreport.figures.shared.labels import height_of as height_of_names
from bnreport.figures.shared.panel import Panel, framed, titled
from bnreport.figures.shared.style import arm_styles

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.interaction.table import Table

_APART = 0.04
"""Of the way from here to elsewhere, by which a side stands off the middle: bars do not hide each other."""


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return the arms here and elsewhere, and the effect."""
    high = max(height_of(table.effect), height_of_names(_names(table)))
    room = under(table.title, table.effect)
    shown = Panel(table.title, partial(_draw, table), room.above + high)
    return shown, effect_panel(table.effect, high=high, room=room)


def _names(table: "Table") -> list[str]:
    """Return what stands at the end of each side."""
    return [f"{here.name}, then {there.name}" for here, there in zip(table.arms[:2], table.arms[2:], strict=True)]


def _draw(table: "Table", figure: "Figure") -> None:
    axes = framed(figure, under(table.title, table.effect)._replace(right=beside(_names(table))))
    draw_frame(axes, table.profile, (-0.25, 1.25))
    horizontal(axes, [(0.0, "here"), (1.0, "elsewhere")])
    styles, ends = arm_styles(arm.name for arm in table.arms), []
    for side, name in enumerate(_names(table)):
        shift, arms = _APART * (2 * side - 1), table.arms[side::2]
        style = styles[arms[0].name]
        draw_profile(axes, table.profile._replace(arms=arms), [shift, 1 + shift], style)
        ends.append(End(name, table.profile.factor * table.profile.mean_of(arms[1])[0], style.colour))
    label_ends(axes, ends)
    titled(axes, table.title)
