"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""

from math import ceil, isnan
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from bnreport.figures.scatter.table import mean_of, slope_of, usable
from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.draw_effect import draw_effect
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import INK, ArmStyle, arm_styles
from bnreport.formatting import heading_unit, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.scatter.table import Points, Table

_LEFT, _WIDE, _HIGH, _ABOVE, _BELOW, _EFFECT, _LINE = 0.6, 2.72, 1.9, 0.36, 0.56, 0.4, 0.165
"""Of panels in inches: from the left, width, height, what stands above and below; the last panel, a line of names."""
_ABREAST = 3


class _Cloud(NamedTuple):
    """The points of one arm."""

    points: "Points"
    lost: "NDArray[np.bool_]"
    """(n,): which are runs that diverged."""
    style: "ArmStyle"


def _names(table: "Table") -> list[str]:
    """Return the names of the arms, in lines."""
    return [wrapped(arm.name, 34) for arm in table.arms]


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    lines = max((name.count("\n") + 1 for name in _names(table)), default=1) * ceil(len(table.arms) / _ABREAST)
    return 7.0, _ABOVE + _HIGH + _BELOW + _LINE * lines + 0.35 + _EFFECT + 0.3


def draw(figure: "Figure", table: "Table") -> None:
    """Draw runs, what of them is correlated, the names of the arms, and the correlation."""
    width, height = size(table)
    bottom = height - _ABOVE - _HIGH
    styles = list(arm_styles(arm.name for arm in table.arms).values())
    drawn: tuple[list[Points], list[Points]] = ([arm.points for arm in table.arms], list(table.seen))
    titles = [f"{name}{{}}, {heading_unit(unit)}" for name, unit in zip(table.metrics, table.units, strict=True)]
    factors = [times(unit) for unit in table.units]
    added = ("", " less arm's mean" if table.within else ", arms' means")
    for at, points, more in zip((_LEFT, width - _WIDE - 0.12), drawn, added, strict=True):
        axes = figure.add_axes((at / width, bottom / height, _WIDE / width, _HIGH / height))
        scaled = [np.multiply(factors, each) for each in points]
        _set_axes(axes, np.concatenate([*scaled, np.empty((0, 2))]))
        x, y = (fill(title.format(more), 44) for title in titles)
        axes.set_title(y, fontsize=8)
        figure.text((at + _WIDE / 2) / width, (bottom - 0.22) / height, x, ha="center", va="top")
        runs = table.within or not more
        lost = [np.array(arm.diverged, dtype=bool) if runs else np.zeros(1, dtype=bool) for arm in table.arms]
        _draw_marks(axes, list(map(_Cloud, scaled, lost, styles)), 5 if runs else 7)
        if more:
            _draw_lines(axes, [(np.concatenate([*scaled, np.empty((0, 2))]), ArmStyle(INK, (0, (4, 2)), ""))])
        elif table.within:
            _draw_lines(axes, list(zip(scaled, styles, strict=True)))
    handles = [
        Line2D(
            [], [], color=style.colour, marker=style.marker, linestyle=style.dash if table.within else "", markersize=5
        )
        for style in styles
    ]
    figure.legend(
        handles, _names(table), loc="upper center", bbox_to_anchor=(0.5, (bottom - _BELOW) / height), ncols=_ABREAST,
        handlelength=2.8, borderpad=0, columnspacing=1.2, labelspacing=0.3,
    )  # fmt: skip
    last = figure.add_axes((_LEFT / width, 0.3 / height, (width - _LEFT - 0.12) / width, _EFFECT / height))
    draw_effect(last, table.effect)
    last.set_title(f"{'minus ' * table.turned}correlation {'within' if table.within else 'between'} arms (no unit)")


def _set_axes(axes: "Axes", points: "Points") -> None:
    """Set up both axes, ticks included, with room for all that is a number."""
    for values, upright in zip(points.T, (False, True), strict=True):
        kept = values[np.abs(values) < LARGEST]
        low, high = (float(kept.min()), float(kept.max())) if len(kept) else (0.0, 1.0)
        room = 0.08 * (high - low)
        if room <= 1e-10 * max(abs(low), abs(high), 1e-190):
            room = 0.5 * abs(high) if abs(high) > 1e-190 else 0.5  # noqa: PLR2004  (all alike)
        ends = low - room, high + room
        (axes.set_ylim if upright else axes.set_xlim)(*ends)
        found = MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(*ends)
        ticks = [(float(at), say_tick(float(at))) for at in found if ends[0] <= at <= ends[1]]
        (vertical if upright else horizontal)(axes, ticks)


def _draw_marks(axes: "Axes", clouds: "Sequence[_Cloud]", size: float) -> None:
    """Mark points in colour and shape of their arms; what has no place stands at the edge, hollow."""
    ends = np.array([axes.get_xlim(), axes.get_ylim()]).T
    for points, lost, style in clouds:
        hollow = lost | ~usable(points)
        at = np.clip(np.where(np.isnan(points), -np.inf, points), *ends)
        for chosen, face in ((~hollow, style.colour), (hollow, "white")):
            if chosen.any():
                axes.plot(
                    *at[chosen].T, style.marker, color=style.colour, markerfacecolor=face, markersize=size, alpha=0.85,
                    zorder=3, clip_on=False,
                )  # fmt: skip
        if lost.any():
            axes.plot(*at[lost].T, "x", color=style.colour, markersize=1.5 * size, zorder=4, clip_on=False)


def _draw_lines(axes: "Axes", sets: "Sequence[tuple[Points, ArmStyle]]") -> None:
    """Draw the least-squares line of each set of points."""
    lines = [(_line(points), style) for points, style in sets if not isnan(slope_of(points))]
    drawn = LineCollection(
        [line for line, _ in lines], colors=[style.colour for _, style in lines],
        linestyles=[style.dash for _, style in lines], linewidths=1.3, zorder=2,
    )  # fmt: skip
    axes.add_collection(drawn, autolim=False)


def _line(points: "Points") -> list[tuple[float, float]]:
    """Return both ends of the least-squares line."""
    slope, (x, y) = slope_of(points), mean_of(points)
    reach = points[usable(points), 0]
    return [(at, y + slope * (at - x)) for at in (float(reach.min()), float(reach.max()))]
