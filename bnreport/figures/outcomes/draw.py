"""How often every arm of an experiment trained, by learning rate, and the two arms that a claim compares."""

from math import ceil, isfinite, isnan
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import INK, RULE, arm_styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.outcomes.table import ArmCounts, Table
    from bnreport.figures.shared.style import ArmStyle

_LABEL, _GRID, _BARS, _ABOVE, _BELOW = 1.6, 2.75, 1.95, 0.3, 0.42
"""Widths of the rows' names and the panels, room above and below, in inches."""
_MOST = 9
"""Columns in which counts stand upright."""
_LETTER, _INSET, _CROSS = 0.064, 0.02, 0.07
"""Width of a letter, of the room around an outline, and from a cross to the middle, in inches."""
_SHADE = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#8DB8DC"])
"""From a share to a colour on which black can be read."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches."""
    row = 0.6 if len(_rates_of(table.arms)) > _MOST else 0.38
    return 7.0, _ABOVE + _BELOW + max(1.2, row * len(_rows_of(table.arms)))


def draw(figure: "Figure", table: "Table") -> None:
    """Draw the grid and the bars."""
    width, height = size(table)
    high = (height - _ABOVE - _BELOW) / height
    grid = figure.add_axes((_LABEL / width, _BELOW / height, _GRID / width, high))
    _draw_counts(grid, table.arms, table.sides, arm_styles(table.compared).values())
    figure.text((_LABEL + _GRID / 2) / width, 0.04 / height, "learning rate", ha="center", va="bottom")
    _bars(figure.add_axes(((width - _BARS - 0.2) / width, _BELOW / height, _BARS / width, high)), table)


def _bars(axes: "Axes", table: "Table") -> None:
    """Draw the shares of both arms with their intervals, names above."""
    axes.set_xlim(0, 100)
    axes.set_ylim(2, 0)
    styles = arm_styles(table.compared)
    for index, (name, arm, (low, high)) in enumerate(zip(table.compared, table.sides, table.intervals, strict=True)):
        style = styles[name]
        axes.text(0, index + 0.34, wrapped(name, 32), ha="left", va="bottom", fontsize=7.5)
        if arm is None or not arm.runs:
            continue
        share, y = 100 * arm.share, index + 0.6
        axes.barh([y], [share], 0.4, color=_SHADE(0.5), edgecolor=style.colour, linestyle=style.dash, linewidth=1.5)
        if low <= high:
            ends = LineCollection([[(100 * low, y), (100 * high, y)]], colors=INK, linewidths=1.4, zorder=3)
            axes.add_collection(ends, autolim=False)
        axes.plot([share], [y], style.marker, color=style.colour, markersize=5, zorder=4, clip_on=False)
    horizontal(axes, [(at, str(at)) for at in (0, 50, 100)])
    axes.set_title("share that trained (%)")


def _rates_of(arms: "Sequence[ArmCounts]") -> tuple[float, ...]:
    """Return the learning rates from low to high, arms without one last."""
    found = {str(arm.rate): arm.rate for arm in arms}
    return tuple(sorted(found.values(), key=lambda rate: (isnan(rate), rate)))


def _rows_of(arms: "Sequence[ArmCounts]") -> tuple[str, ...]:
    """Return what else sets the arms apart, in order of appearance."""
    return tuple(dict.fromkeys(arm.rest for arm in arms))


def _draw_counts(
    axes: "Axes", arms: "Sequence[ArmCounts]", outlined: "Sequence[ArmCounts | None]", styles: "Iterable[ArmStyle]"
) -> None:
    """Draw a box for each arm with its counts, crosses that count the diverged, and outlines of some."""
    rates, rows = _rates_of(arms), _rows_of(arms)
    columns = max(1, len(rates))
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    wide, high = (float(length) / axes.figure.dpi / count for length, count in (
        (axes.bbox.width, columns), (axes.bbox.height, max(1, len(rows))),
    ))  # fmt: skip
    column = {str(rate): index for index, rate in enumerate(rates)}
    at = {arm.name: (column[str(arm.rate)], rows.index(arm.rest)) for arm in arms}
    shades = [_SHADE(arm.share) if arm.runs else RULE for arm in arms]
    boxes = [_box(at[arm.name], 0.5, 0.5) for arm in arms]
    axes.add_collection(PolyCollection(boxes, facecolors=shades, edgecolors=RULE, linewidths=0.6, zorder=1))
    _say_counts(axes, arms, at, 0.0 if columns > _MOST else _CROSS / wide)
    for arm, style in zip(outlined, styles, strict=True):
        if arm:
            corners = _box(at[arm.name], 0.5 - _INSET / wide, 0.5 - _INSET / high)
            frame = [*corners, corners[0]]
            drawn = LineCollection([frame], colors=style.colour, linestyles=[style.dash], linewidths=2, zorder=3)
            axes.add_collection(drawn, autolim=False)
    names = [say_tick(rate) if isfinite(rate) else "none" if isnan(rate) else str(rate) for rate in rates]
    every = ceil(_LETTER * max(map(len, names), default=1) / wide)
    horizontal(axes, [(index, names[index]) for index in range(0, len(names), every)])
    axes.set_title("runs that trained, of all")
    vertical(axes, [(index, wrapped(name, 25)) for index, name in enumerate(rows)], marks=False)


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
