"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""

from math import ceil
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.scatter.clouds import Cloud, draw_key, draw_lines, draw_marks, set_axes
from bnreport.figures.shared.draw_effect import draw_effect
from bnreport.figures.shared.names import called, wrapped
from bnreport.figures.shared.style import INK, ArmStyle, arm_style
from bnreport.formatting import heading_unit, times

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.scatter.points import Points
    from bnreport.figures.scatter.table import Table

_LEFT, _WIDE, _HIGH, _ABOVE, _BELOW, _EFFECT, _LINE = 0.6, 2.72, 1.9, 0.36, 0.56, 0.4, 0.165
"""Of panels in inches: from the left, width, height, what stands above and below; the last panel, a line of names."""
_ABREAST = 3


def _names(table: "Table") -> int:
    """Return how many lines of names there are."""
    lines = [wrapped(name, 34).count("\n") + 1 for name in called([arm.name for arm in table.arms])]
    return max(lines, default=1) * ceil(len(lines) / _ABREAST)


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _HIGH + _BELOW + _LINE * _names(table) + 0.35 + _EFFECT + 0.3


def draw(figure: "Figure", table: "Table") -> None:
    """Draw runs, what of them is correlated, the names of the arms, and the correlation."""
    width, height = size(table)
    bottom = height - _ABOVE - _HIGH
    looks = [arm_style(place) for place in range(len(table.arms))]
    drawn: tuple[list[Points], list[Points]] = ([arm.points for arm in table.arms], list(table.seen))
    words = [f"{name}{{}}, {heading_unit(unit)}" for name, unit in zip(table.metrics, table.units, strict=True)]
    factors = [times(unit) for unit in table.units]
    added = ("", " less arm's mean" if table.within else ", arms' means")
    for at, points, more in zip((_LEFT, width - _WIDE - 0.12), drawn, added, strict=True):
        axes = figure.add_axes((at / width, bottom / height, _WIDE / width, _HIGH / height))
        scaled = [np.multiply(factors, each) for each in points]
        set_axes(axes, np.concatenate([*scaled, np.empty((0, 2))]))
        x, y = (fill(word.format(more), 44) for word in words)
        axes.set_title(y, fontsize=8)
        figure.text((at + _WIDE / 2) / width, (bottom - 0.22) / height, x, ha="center", va="top")
        runs = table.within or not more
        lost = [np.array(arm.diverged, dtype=bool) if runs else np.zeros(1, dtype=bool) for arm in table.arms]
        draw_marks(axes, list(map(Cloud, scaled, lost, looks)), 5 if runs else 7)
        if more:
            draw_lines(axes, [(np.concatenate([*scaled, np.empty((0, 2))]), ArmStyle(INK, (0, (4, 2)), ""))])
        elif table.within:
            draw_lines(axes, list(zip(scaled, looks, strict=True)))
    names = [wrapped(name, 34) for name in called([arm.name for arm in table.arms])]
    draw_key(figure, names, [look if table.within else look._replace(dash="") for look in looks],
             ((bottom - _BELOW) / height, _ABREAST))  # fmt: skip
    last = figure.add_axes((_LEFT / width, 0.3 / height, (width - _LEFT - 0.12) / width, _EFFECT / height))
    draw_effect(last, table.effect)
    last.set_title(f"{'minus ' * table.turned}correlation {'within' if table.within else 'between'} arms (no unit)")
