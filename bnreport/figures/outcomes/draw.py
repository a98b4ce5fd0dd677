"""How often every arm of an experiment trained, by learning rate, and the two arms that a claim compares."""

from functools import partial
from math import ceil, isfinite, isnan
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from bnreport.figures.shared.axes import horizontal, say_tick, vertical
from bnreport.figures.shared.draw_effect import ROOM
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.panel import Margins, Panel, below, framed, titled
from bnreport.figures.shared.style import INK, RULE, arm_styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.outcomes.table import ArmCounts, Table
    from bnreport.figures.shared.style import ArmStyle

_LABEL, _RIGHT, _ABOVE, _BELOW, _BAR = 1.0, 0.1, 0.27, 0.4, 0.62
"""Width of the rows' names, room beside, above and below the grid, and the height of a bar with its name, in inches."""
_LINE = 0.13
"""Height of a line of it, in inches."""
_LETTERS = 15
"""Of a line of a row's name."""
_MOST = 6
"""Columns in which counts stand upright."""
_LETTER, _INSET, _CROSS = 0.064, 0.02, 0.07
"""Width of a letter, of the room around an outline, and from a cross to the middle, in inches."""
_SHADE = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#8DB8DC"])
"""From a share to a colour on which black can be read."""


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return the grid and the bars."""
    names = [wrapped(name, _LETTERS) for name in _names_of(table.arms)]
    least = 0.38 if any(arm.diverged for arm in table.arms) else 0.25
    row = (
        0.6 if len(_rates_of(table.arms)) > _MOST else max([least, *(_LINE * (name.count("\n") + 1) for name in names)])
    )
    high = max(1.0, row * len(names))
    bars = ROOM.above + _BAR * len(table.compared)
    return (
        Panel("runs that trained, of all", partial(_grid, table), _ABOVE + _BELOW + high),
        Panel("share that trained", partial(_bars, table), bars),
    )


def _grid(table: "Table", figure: "Figure") -> None:
    axes = framed(figure, Margins(_LABEL, _RIGHT, _ABOVE, _BELOW))
    _draw_counts(axes, table.arms, table.sides, arm_styles(table.compared).values())
    below(axes, "learning rate")


def _bars(table: "Table", figure: "Figure") -> None:
    """Draw the shares of both arms with their intervals, names above."""
    axes = framed(figure, ROOM)
    axes.set_xlim(0, 100)
    axes.set_ylim(2, 0)
    styles = arm_styles(table.compared)
    for index, (name, arm, (low, high)) in enumerate(zip(table.compared, table.sides, table.intervals, strict=True)):
        style = styles[name]
        axes.text(0, index + 0.34, wrapped(name, 44), ha="left", va="bottom", fontsize=7.5)
        if arm is None or not arm.runs:
            continue
        share, y = 100 * arm.share, index + 0.6
        axes.barh([y], [share], 0.4, color=_SHADE(0.5), edgecolor=style.colour, linestyle=style.dash, linewidth=1.5)
        if low <= high:
            ends = LineCollection([[(100 * low, y), (100 * high, y)]], colors=INK, linewidths=1.4, zorder=3)
            axes.add_collection(ends, autolim=False)
        axes.plot([share], [y], style.marker, color=style.colour, markersize=5, zorder=4, clip_on=False)
    horizontal(axes, [(at, str(at)) for at in (0, 50, 100)])
    titled(axes, "share that trained (%)")


def _rates_of(arms: "Sequence[ArmCounts]") -> tuple[float, ...]:
    """Return the learning rates from low to high, arms without one last."""
    found = {str(arm.rate): arm.rate for arm in arms}
    return tuple(sorted(found.values(), key=lambda rate: (isnan(rate), rate)))


def _rows_of(arms: "Sequence[ArmCounts]") -> tuple[str, ...]:
    """Return what else sets the arms apart, in order of appearance."""
    return tuple(dict.fromkeys(arm.rest for arm in arms))


def _names_of(arms: "Sequence[ArmCounts]") -> list[str]:
    """Return what people read of each row: how all its arms' names begin, or else what sets it apart."""
    named = {}
    for rest in _rows_of(arms):
        names = [arm.name for arm in arms if arm.rest == rest]
        shortest = min(names, key=len)
        begun = (start for start in (shortest, shortest.partition(" (")[0]) if all(n.startswith(start) for n in names))
        named[rest] = next(begun, rest)
    said = [*named.values()]
    return [name if said.count(name) == 1 else rest for rest, name in named.items()]


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
    titled(axes, "runs that trained, of all")
    vertical(axes, [(index, wrapped(name, _LETTERS)) for index, name in enumerate(_names_of(arms))], marks=False)


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
            axes.text(x, y + 0.22, str(arm.diverged), ha="left", va="center_baseline", fontsize=7, zorder=4)
    crosses = [(at[arm.name][0] - beside, at[arm.name][1] + (0.22 if beside else 0.33)) for arm in arms if arm.diverged]
    if crosses:
        axes.plot(*zip(*crosses, strict=True), "x", color=INK, markersize=4, linestyle="none", zorder=4)
