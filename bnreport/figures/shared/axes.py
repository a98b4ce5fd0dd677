"""Axes of runs over steps, with few and plain ticks: artists are what drawing costs."""

from math import ceil, floor, inf, log10
from typing import TYPE_CHECKING

from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from bnreport.figures.shared.style import QUIET, RULE
from bnreport.formatting import minus, raised, times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

_TICK = 0.045
"""Length of a tick, in inches."""
_BESIDE = 0.5
"""Length of a horizontal axis for each of its ticks, in inches."""
_LABEL: "dict[str, Any]" = {"fontsize": 7.5, "color": QUIET}
_PLAIN = range(-3, 4)
"""Powers of ten that are written out."""
_SHARES = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 7))
"""Of a power of ten, those that stand on an axis: the first that gives three ticks."""


def step_axis(axes: "Axes", ends: tuple[int, int], *, counted: tuple[int, int] | None = None) -> None:
    """Set up the horizontal axis, in optimiser steps, with a ground behind those that claims count."""
    first, last = ends
    room = 0.02 * (last - first) or 1
    if counted:
        axes.axvspan(*counted, facecolor=RULE, alpha=0.45, linewidth=0, zorder=0)
    axes.set_xlim(first - room, last + room)
    at: Sequence[float] = [first]
    if last > first:
        most = max(2, int(axes.bbox.width / axes.figure.dpi / _BESIDE))
        at = MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]).tick_values(first - room, last + room)
    horizontal(axes, [(float(tick), f"{tick:.0f}") for tick in at if first - room <= tick <= last + room])


def value_axis(axes: "Axes", ends: tuple[float, float], unit: str, *, log: bool) -> None:
    """Set up the vertical axis, its ends a little beyond these."""
    low, high = (times(unit) * end for end in ends)
    if log:
        room = 0.04 * log10(high / low) if high / low < inf else 1.0
        axes.set_yscale("log")
        axes.set_ylim(low / 10**room, high * 10**room)
        at = log_ticks(low, high, 6)
    else:
        axes.set_ylim(low - 0.04 * (high - low), high + 0.04 * (high - low))
        at = [float(tick) for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= tick <= high]
    vertical(axes, [(tick, say_tick(tick)) for tick in at])


def horizontal(axes: "Axes", ticks: "Sequence[tuple[float, str]]") -> None:
    """Draw ticks and their labels below: matplotlib's own cost several times as much."""
    inch = axes.figure.dpi / axes.bbox.height
    across = axes.get_xaxis_transform()
    _strokes(axes, [((at, 0), (at, -_TICK * inch)) for at, _ in ticks], across, 0.8)
    for at, word in ticks:
        axes.text(at, -2 * _TICK * inch, word, transform=across, ha="center", va="top", **_LABEL)


def vertical(axes: "Axes", ticks: "Sequence[tuple[float, str]]", *, marks: bool = True) -> None:
    """Draw ticks and their labels on the left."""
    inch = axes.figure.dpi / axes.bbox.width
    along = axes.get_yaxis_transform()
    _strokes(axes, [((0, at), (-_TICK * inch, at)) for at, _ in ticks if marks], along, 0.8)
    for at, word in ticks:
        axes.text(-2 * _TICK * inch, at, word, transform=along, ha="right", va="center_baseline", **_LABEL)


def _strokes(
    axes: "Axes",
    lines: "Sequence[tuple[tuple[float, float], tuple[float, float]]]",
    where: "Transform",
    width: float,
) -> None:
    """Draw straight lines as one path: what a PDF costs is counted in paths."""
    corners = [corner for line in lines for corner in line]
    if corners:
        path = Path(corners, [Path.MOVETO, Path.LINETO] * len(lines))
        drawn = PathCollection(
            [path], facecolors="none", edgecolors=RULE, linewidths=width, transform=where, clip_on=False, zorder=0
        )
        axes.add_collection(drawn, autolim=False)


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most so many ticks: powers of ten, or in a short range shares of them."""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    for shares in _SHARES:
        at = [share * 10.0**power for power in powers for share in shares]
        at = [tick for tick in at if low <= tick <= high]
        if len(at) > 2:  # noqa: PLR2004  (fewer do not show that the axis is logarithmic)
            return at[:: ceil(len(at) / most)]
    return [float(tick) for tick in MaxNLocator(4).tick_values(low, high) if low <= tick <= high]


def say_tick(value: float) -> str:
    """Return a tick's label: powers of ten beyond a few are raised."""
    if value == 0:
        return "0"
    power = floor(log10(abs(value)) + 1e-9)
    if power in _PLAIN:
        return minus(f"{value:.6g}")
    share = minus(f"{value / 10.0**power:.3g}")
    return raised(power) if share == "1" else f"{share}\N{MULTIPLICATION SIGN}{raised(power)}"
