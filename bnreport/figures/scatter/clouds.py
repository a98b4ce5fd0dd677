"""Clouds of points (n, 2) on two linear axes: their means, least-squares lines and marks."""

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from bnreport.figures.scatter.points import mean_of, slope_of, usable
from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.bounds import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.scatter.points import Points
    from bnreport.figures.shared.style import ArmStyle


class Cloud(NamedTuple):
    """The points of one arm."""

    points: "Points"
    lost: "NDArray[np.bool_]"
    """(n,): which are runs that diverged."""
    look: "ArmStyle"


def set_axes(axes: "Axes", points: "Points") -> None:
    """Set up both axes, ticks included, with room for all that is a number."""
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
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


def draw_marks(axes: "Axes", clouds: "Sequence[Cloud]", size: float) -> None:
    """Mark points in colour and shape of their arms; what has no place stands at the edge, hollow."""
    ends = np.array([axes.get_xlim(), axes.get_ylim()]).T
    for points, lost, look in clouds:
        hollow = lost | ~usable(points)
        at = np.clip(np.where(np.isnan(points), -np.inf, points), *ends)
        for chosen, face in ((~hollow, look.colour), (hollow, "white")):
            if chosen.any():
                axes.plot(
                    *at[chosen].T, look.marker, color=look.colour, markerfacecolor=face, markersize=size, alpha=0.85,
                    zorder=3, clip_on=False,
                )  # fmt: skip
        if lost.any():
            axes.plot(*at[lost].T, "x", color=look.colour, markersize=1.5 * size, zorder=4, clip_on=False)


def draw_key(figure: "Figure", names: "Sequence[str]", looks: "Sequence[ArmStyle]", place: tuple[float, int]) -> None:
    """Name the arms, so high up and so many abreast."""
    handles = [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle=look.dash, markersize=5) for look in looks
    ]
    figure.legend(
        handles, names, loc="upper center", bbox_to_anchor=(0.5, place[0]), ncols=place[1], handlelength=2.8,
        borderpad=0, columnspacing=1.2, labelspacing=0.3,
    )  # fmt: skip


def draw_lines(axes: "Axes", sets: "Sequence[tuple[Points, ArmStyle]]") -> None:
    """Draw the least-squares line of each set of points."""
    lines = [(_line(points), look) for points, look in sets if not isnan(slope_of(points))]
    drawn = LineCollection(
        [line for line, _ in lines], colors=[look.colour for _, look in lines],
        linestyles=[look.dash for _, look in lines], linewidths=1.3, zorder=2,
    )  # fmt: skip
    axes.add_collection(drawn, autolim=False)


def _line(points: "Points") -> list[tuple[float, float]]:
    """Return both ends of the least-squares line."""
    slope, (x, y) = slope_of(points), mean_of(points)
    reach = points[usable(points), 0]
    return [(at, y + slope * (at - x)) for at in (float(reach.min()), float(reach.max()))]
