"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures._axes import horizontal, value_axis, vertical
from bnreport.figures._effect import Effect, draw_effect
from bnreport.figures._ink import COLOURS, MARKERS, QUIET
from bnreport.figures._svg import Cell, Shown
from bnreport.stats.region import Interval, Region
from bnreport.units import say_value, times, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray


_FRAME = 0.74
_MOST = 1e290
"""Beyond it a number has no place on an axis."""
_ABREAST = 4
"""Arms whose names fit side by side."""


class Arm(NamedTuple):
    """One number per seed."""

    name: str
    values: tuple[float, ...]
    """NaN where the run has no such number."""
    diverged: tuple[bool, ...]
    censored: tuple[bool, ...] = ()
    """Whether the number is the budget, because the run did not get there within it; empty where there is none."""

    @property
    def late(self) -> "NDArray[np.bool_]":
        """Of every seed, whether it is censored."""
        return np.array(self.censored or (False,) * len(self.values), dtype=bool)


@dataclass(frozen=True)
class Table:
    """Seeds in rows, arms and their effect in columns."""

    metric: str
    metric_unit: str
    arms: tuple[Arm, ...]
    effect: Effect

    @property
    def caption(self) -> str:
        """What is drawn."""
        cross = "a cross marks a run that diverged"
        if self.of_shares:
            left = f"Left: every run, at 1 if it trained, at 0 if not; {cross}"
        else:
            left = f"Left: {self.metric} of every run, one line per seed; {cross} and counts as its failure value"
            if any(late > lost for arm in self.arms for late, lost in zip(arm.late, arm.diverged, strict=True)):
                left += "; a hollow mark, one that did not get there within the budget and counts as the budget"
        return f"{left} (n = {len(self.effect.seeds)} seeds). Right: {self.effect.caption}"

    @property
    def of_shares(self) -> bool:
        """Whether runs have only succeeded or failed: arms are then independent samples, with nothing to pair."""
        values = {value for arm in self.arms for value in arm.values if isfinite(value)}
        return self.metric == "trained" and self.metric_unit == "1" and values <= {0.0, 1.0}

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        unit, of = ("fraction", "Shares") if self.of_shares else (self.metric_unit, "Means")
        means = ", ".join(f"{arm.name} {say_value(_mean(arm.values), unit)}" for arm in self.arms)
        late = ", ".join(f"{arm.late.sum()} of {len(arm.late)} of {arm.name}" for arm in self.arms if arm.late.any())
        return f"{self.effect.alt} {of} of {self.metric}: {means}.{f' Not within the budget: {late}.' if late else ''}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("seed", *(f"{arm.name} ({self.metric_unit})" for arm in self.arms), f"effect ({self.effect.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per seed, then every other number on the axis of effects."""
        columns = zip(self.effect.seeds, *(arm.values for arm in self.arms), self.effect.values, strict=True)
        rows = (*columns, *self.effect.rows(len(self.arms) + 1))
        late = [" ".join(map(str, np.array(self.effect.seeds)[arm.late])) for arm in self.arms]
        return (*rows, ("seeds that count as the budget", *late, "")) if any(late) else rows

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def _mean(values: tuple[float, ...]) -> float:
    kept = [value for value in values if isfinite(value)]
    return sum(kept) / len(kept) if kept else float("nan")


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _FRAME + min(max(1.3, 0.14 * (len(table.effect.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels."""
    height = size(table)[1]
    below, panel = 0.44 / height, 1 - _FRAME / height
    slopes = figure.add_axes((0.085, below, 0.40, panel))
    (_shares if table.of_shares else _slopes)(slopes, table)
    slopes.set_xlim(-0.35, len(table.arms) - 0.65)
    slopes.xaxis.set_visible(False)
    horizontal(slopes, [(place, _short(arm.name)) for place, arm in enumerate(table.arms)])
    if len(table.arms) > _ABREAST:
        for name in slopes.texts[-len(table.arms) :]:
            name.set(fontsize=5.5, rotation=15)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)


def _slopes(axes: "Axes", table: Table) -> None:
    factor = times(table.metric_unit)
    places = range(len(table.arms))
    values = factor * np.array([arm.values for arm in table.arms])  # (arms, seeds)
    lines = [np.column_stack((places, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=QUIET, linewidths=0.9, alpha=0.7, zorder=1))
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost, late = np.array(arm.diverged, dtype=bool), arm.late
        kept = ~lost & ~late
        for chosen, shape, face in ((kept, marker, colour), (late & ~lost, marker, "white"), (lost, "x", colour)):
            if chosen.any():
                at = values[place][chosen]
                axes.plot(
                    np.full(len(at), place), at, shape, color=colour, markerfacecolor=face, markersize=6, zorder=2
                )
    seen = values[np.isfinite(values) & (np.abs(values) < _MOST)]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (0.0, 1.0)
    room = 0.1 * (high - low) or 0.5
    value_axis(axes, (low - room, high + room), log=False)
    axes.set_title(f"{table.metric.replace('_', ' ')} ({unit_of(table.metric_unit) or 'no unit'})")


def _shares(axes: "Axes", table: Table) -> None:
    """Draw runs that are all at 0 or 1 beside each other, with no line between arms that are not paired."""
    count = len(table.effect.seeds)
    beside = np.linspace(-0.2, 0.2, count) if count > 1 else np.zeros(count)
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost, values = np.array(arm.diverged), np.array(arm.values)
        for chosen, shape in ((~lost, marker), (lost, "x")):
            axes.plot(place + beside[chosen], values[chosen], shape, color=colour, markersize=5, zorder=2)
        axes.text(place, 0.5, f"{int(np.nansum(values))} of {np.isfinite(values).sum()}", ha="center", va="center")
    axes.set_ylim(-0.25, 1.25)
    axes.yaxis.set_visible(False)
    vertical(axes, [(0, "failed"), (1, "trained")])
    axes.set_title("runs that trained")


def _short(name: str) -> str:
    experiment, _, arm = name.partition(".")
    return f"{arm}\n{experiment}" if arm else name


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction",
    arms=(Arm("e.a", (0.71,), (False,)), Arm("e.b", (0.68,), (True,))),
    effect=Effect(
        "fraction", "inconclusive", (0,), (0.031,), 0.03, Interval(0.01, 0.05), Interval(-0.02, 0.08),
        Region(low=0.02), 0.04,
    ),
)  # fmt: skip
