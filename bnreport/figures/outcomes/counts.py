"""Counts of runs that trained, in a grid: learning rates in columns, what else sets arms apart in rows."""

from math import ceil, isfinite, isnan
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import INK, RULE, arm_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bnreport.figures.outcomes.table import ArmCounts

_MOST = 9
"""Columns in which counts stand upright."""
_LETTER, _INSET, _CROSS = 0.064, 0.02, 0.07
"""Width of a letter, of the room around an outline, and from a cross to the middle, in inches."""


shade = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#8DB8DC"])
"""From a share to a colour on which black can be read."""


def rates_of(arms: "Sequence[ArmCounts]") -> tuple[float, ...]:
    """Return the learning rates from low to high, arms without one last."""
    found = {str(arm.rate): arm.rate for arm in arms}
    return tuple(sorted(found.values(), key=lambda rate: (isnan(rate), rate)))


def rows_of(arms: "Sequence[ArmCounts]") -> tuple[str, ...]:
    """Return what else sets the arms apart, in order of appearance."""
    return tuple(dict.fromkeys(arm.rest for arm in arms))


def height_of(arms: "Sequence[ArmCounts]") -> float:
    """Return the height in inches that the rows need."""
    return (0.6 if len(rates_of(arms)) > _MOST else 0.38) * len(rows_of(arms))


def draw_counts(axes: "Axes", arms: "Sequence[ArmCounts]", outlined: "Sequence[ArmCounts | None]") -> None:
    """Draw a box for each arm with its counts, crosses that count the diverged, and outlines of some."""
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    rates, rows = rates_of(arms), rows_of(arms)
    columns = max(1, len(rates))
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    wide, high = (float(length) / axes.figure.dpi / count for length, count in (
        (axes.bbox.width, columns), (axes.bbox.height, max(1, len(rows))),
    ))  # fmt: skip
    column = {str(rate): place for place, rate in enumerate(rates)}
    at = {arm.name: (column[str(arm.rate)], rows.index(arm.rest)) for arm in arms}
    shades = [shade(arm.share) if arm.runs else RULE for arm in arms]
    boxes = [_box(at[arm.name], 0.5, 0.5) for arm in arms]
    axes.add_collection(PolyCollection(boxes, facecolors=shades, edgecolors=RULE, linewidths=0.6, zorder=1))
    _say_counts(axes, arms, at, 0.0 if columns > _MOST else _CROSS / wide)
    for place, arm in enumerate(outlined):
        if arm:
            corners, look = _box(at[arm.name], 0.5 - _INSET / wide, 0.5 - _INSET / high), arm_style(place)
            frame = [*corners, corners[0]]
            drawn = LineCollection([frame], colors=look.colour, linestyles=[look.dash], linewidths=2, zorder=3)
            axes.add_collection(drawn, autolim=False)
    names = [say_tick(rate) if isfinite(rate) else "none" if isnan(rate) else str(rate) for rate in rates]
    every = ceil(_LETTER * max(map(len, names), default=1) / wide)
    horizontal(axes, [(place, names[place]) for place in range(0, len(names), every)])
    axes.set_title("runs that trained, of all")
    vertical(axes, [(place, wrapped(name, 25)) for place, name in enumerate(rows)], marks=False)


def _box(at: tuple[float, float], across: float, down: float) -> list[tuple[float, float]]:
    """Return the corners of a box around a place."""
    return [(at[0] + x * across, at[1] + y * down) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _say_counts(axes: "Axes", arms: "Sequence[ArmCounts]", at: dict[str, tuple[int, int]], beside: float) -> None:
    """Write `k/n`, with a cross and the count below where runs diverged; upright, and no count, without room."""
    for arm in arms:
        x, y = at[arm.name]
        lost = arm.diverged > 0
        axes.text(
            x, y - 0.16 * lost, f"{arm.trained}/{arm.runs}", ha="center", va="center", fontsize=7.5,
            rotation=0 if beside else 90, zorder=4,
        )  # fmt: skip
        if lost and beside:
            axes.text(x, y + 0.22, str(arm.diverged), ha="left", va="center_baseline", fontsize=6.5, zorder=4)
    crosses = [(at[arm.name][0] - beside, at[arm.name][1] + (0.22 if beside else 0.33)) for arm in arms if arm.diverged]
    if crosses:
        axes.plot(*zip(*crosses, strict=True), "x", color=INK, markersize=4, linestyle="none", zorder=4)
