"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""

from functools import partial
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from bnreport.figures.scatter.table import mean_of, slope_of, usable
from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.draw_effect import effect_panel
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.panel import WIDE, Margins, Panel, folded, framed, room_above, titled
from bnreport.figures.shared.style import INK, ArmStyle, arm_styles, share_out
from bnreport.formatting import headed, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.scatter.table import Points, Table

_HIGH, _LINE, _EFFECT = 1.9, 0.125, 0.4
"""Heights of a panel's axes, of a line of words below them, and of the axes of the correlation, in inches."""
_ACROSS = 42
"""Letters of a line of an arm's name."""


class _Cloud(NamedTuple):
    """The points of one arm."""

    points: "Points"
    lost: "NDArray[np.bool_]"
    """(n,): which are runs that diverged."""
    style: "ArmStyle"


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return the runs of every few arms, what of them is correlated, and the correlation."""
    shown = share_out([arm.name for arm in table.arms])
    runs = (Panel(", ".join(arms), partial(_runs, table, arms), _room(table, "", arms).above + _HIGH) for arms in shown)
    more = " less arm's mean" if table.within else ", arms' means"
    seen = Panel("what is correlated", partial(_seen, table, more), _room(table, more, ()).above + _HIGH)
    title = f"{'minus ' * table.turned}correlation {'within' if table.within else 'between'} arms"
    return (*runs, seen, effect_panel(table.effect, title, _EFFECT))


def _titles(table: "Table", more: str) -> list[str]:
    """Return what both axes are, the horizontal one first."""
    return [headed(f"{name}{more}", unit) for name, unit in zip(table.metrics, table.units, strict=True)]


def _room(table: "Table", more: str, arms: "Sequence[str]") -> Margins:
    """Return the room around axes: below them what they are, and the names of arms."""
    x, y = (folded(title, WIDE) for title in _titles(table, more))
    names = sum(wrapped(arm, _ACROSS).count("\n") + 1 for arm in arms)
    return Margins(top=room_above(y, WIDE), bottom=0.26 + _LINE * (x.count("\n") + 1 + names) + 0.06 * bool(arms))


def _axes(figure: "Figure", table: "Table", more: str, arms: "Sequence[str]", points: "Sequence[Points]") -> "Axes":
    room = _room(table, more, arms)
    axes = framed(figure, room)
    _set_axes(axes, np.concatenate([*points, np.empty((0, 2))]))
    x, y = (folded(title, WIDE) for title in _titles(table, more))
    titled(axes, y)
    at = (room.bottom - 0.22) / figure.get_figheight()
    figure.text(0.5, at, x, ha="center", va="top", fontsize=7.5, linespacing=1.1)
    return axes


def _runs(table: "Table", arms: tuple[str, ...], figure: "Figure") -> None:
    """Draw runs of some arms on the axes of all, and the names of those below."""
    scaled = _scaled(table, [arm.points for arm in table.arms])
    styles = arm_styles(arm.name for arm in table.arms)
    axes = _axes(figure, table, "", arms, scaled)
    clouds = {
        arm.name: _Cloud(points, np.array(arm.diverged, dtype=bool), styles[arm.name])
        for arm, points in zip(table.arms, scaled, strict=True)
    }
    shown = [clouds[arm] for arm in arms]
    _draw_marks(axes, shown, 5)
    if table.within:
        _draw_lines(axes, [(cloud.points, cloud.style) for cloud in shown])
    handles = [
        Line2D(
            [], [], color=style.colour, marker=style.marker, linestyle=style.dash if table.within else "", markersize=5
        )
        for _, _, style in shown
    ]
    figure.legend(
        handles, [wrapped(arm, _ACROSS) for arm in arms], loc="lower left", frameon=False, fontsize=7,
        handlelength=2.8, borderpad=0, borderaxespad=0.1, labelspacing=0.2,
    )  # fmt: skip


def _seen(table: "Table", more: str, figure: "Figure") -> None:
    """Draw what is correlated: runs less their arms' means, or those means; and the line of all."""
    scaled = _scaled(table, table.seen)
    axes = _axes(figure, table, more, (), scaled)
    styles = arm_styles(arm.name for arm in table.arms)
    lost = [np.array(arm.diverged, dtype=bool) if table.within else np.zeros(1, dtype=bool) for arm in table.arms]
    _draw_marks(axes, list(map(_Cloud, scaled, lost, styles.values())), 5 if table.within else 7)
    _draw_lines(axes, [(np.concatenate([*scaled, np.empty((0, 2))]), ArmStyle(INK, (0, (4, 2)), ""))])


def _scaled(table: "Table", points: "Iterable[Points]") -> "list[Points]":
    factors = [times(unit) for unit in table.units]
    return [np.multiply(factors, each) for each in points]


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
