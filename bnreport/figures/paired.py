"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures._ink import COLOURS, INK, MARKERS, QUIET, REGION, VERDICTS
from bnreport.figures._svg import Cell, Shown
from bnreport.stats.region import Interval, Region
from bnreport.units import effect_unit, say_effect, say_region, say_span, say_value, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_FRAME = 0.74
_ABREAST = 4
"""Arms whose names fit side by side."""


class Arm(NamedTuple):
    """One number per seed."""

    name: str
    values: tuple[float, ...]
    """NaN where the run has no such number."""
    diverged: tuple[bool, ...]


@dataclass(frozen=True)
class Table:
    """Seeds in rows, arms and their effect in columns."""

    metric: str
    metric_unit: str
    unit: str
    """Of the effect."""
    verdict: str
    seeds: tuple[int, ...]
    arms: tuple[Arm, ...]
    effects: tuple[float, ...]
    """One per seed, NaN where an arm is missing."""
    estimate: float
    interval: Interval
    verdict_interval: Interval
    region: Region

    @property
    def caption(self) -> str:
        """What is drawn."""
        lost = "a cross marks a run that diverged"
        if self.of_shares:
            left = f"Left: every run, at 1 if it trained, at 0 if not; {lost}"
            right = "Right: difference of every seed (dots), difference of the arms' shares (large marker), its"
        else:
            left = f"Left: {self.metric} of every run, one line per seed; {lost} and counts as its failure value"
            right = "Right: effect of every seed (dots), what the verdict estimates over them (large marker), its"
        return (
            f"{left} (n = {len(self.seeds)} seeds). {right} 95 % interval (thin line) and verdict interval (thick "
            f"bar); shaded, where the claim is true ({say_region(self.region, self.unit)})."
        )

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
        return (
            f"{self.verdict.replace('_', ' ').capitalize()}: effect {say_effect(self.estimate, self.unit)}, "
            f"95 % interval {say_span(self.interval, self.unit)}, verdict interval "
            f"{say_span(self.verdict_interval, self.unit)}, over {len(self.seeds)} seeds; the claim is true "
            f"{say_region(self.region, self.unit)}. {of} of {self.metric}: {means}."
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("seed", *(f"{arm.name} ({self.metric_unit})" for arm in self.arms), f"effect ({self.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per seed, then every other number on the axis of effects."""
        ends = [f"{of} {end}" for of in ("95 %", "verdict", "claim region") for end in ("low", "high")]
        numbers = (self.estimate, *self.interval, *self.verdict_interval, *self.region)
        columns = zip(self.seeds, *(arm.values for arm in self.arms), self.effects, strict=True)
        others = zip(["estimate", *ends], *[[""] * len(numbers) for _ in self.arms], numbers, strict=True)
        return (*columns, *others)

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def _mean(values: tuple[float, ...]) -> float:
    kept = [value for value in values if isfinite(value)]
    return sum(kept) / len(kept) if kept else float("nan")


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _FRAME + min(max(1.3, 0.14 * (len(table.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels."""
    height = size(table)[1]
    below, panel = 0.44 / height, 1 - _FRAME / height
    slopes = figure.add_axes((0.085, below, 0.40, panel))
    (_shares if table.of_shares else _slopes)(slopes, table)
    slopes.set_xticks(range(len(table.arms)), [_short(arm.name) for arm in table.arms])
    if len(table.arms) > _ABREAST:
        slopes.tick_params(axis="x", labelsize=5.5, labelrotation=15)
    slopes.set_xlim(-0.35, len(table.arms) - 0.65)
    _effects(figure.add_axes((0.575, below, 0.405, panel)), table)


def _factor(unit: str) -> float:
    return 100.0 if unit == "fraction" else 1.0


def _slopes(axes: "Axes", table: Table) -> None:
    factor = _factor(table.metric_unit)
    places = range(len(table.arms))
    values = factor * np.array([arm.values for arm in table.arms])  # (arms, seeds)
    lines = [np.column_stack((places, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=QUIET, linewidths=0.9, alpha=0.7, zorder=1))
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost = np.array(arm.diverged)
        for chosen, shape in ((~lost, marker), (lost, "x")):
            if chosen.any():
                at = values[place][chosen]
                axes.plot(np.full(len(at), place), at, shape, color=colour, markersize=6, zorder=2)
    axes.margins(y=0.12)
    axes.set_title(f"{table.metric.replace('_', ' ')} ({unit_of(table.metric_unit) or 'no unit'})")


def _shares(axes: "Axes", table: Table) -> None:
    """Draw runs that are all at 0 or 1 beside each other, with no line between arms that are not paired."""
    beside = np.linspace(-0.2, 0.2, len(table.seeds)) if len(table.seeds) > 1 else np.zeros(len(table.seeds))
    for place, arm in enumerate(table.arms):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        lost, values = np.array(arm.diverged), np.array(arm.values)
        for chosen, shape in ((~lost, marker), (lost, "x")):
            axes.plot(place + beside[chosen], values[chosen], shape, color=colour, markersize=5, zorder=2)
        axes.text(place, 0.5, f"{int(np.nansum(values))} of {np.isfinite(values).sum()}", ha="center", va="center")
    axes.set_yticks([0, 1], ["failed", "trained"])
    axes.set_ylim(-0.25, 1.25)
    axes.set_title("runs that trained")


def _short(name: str) -> str:
    experiment, _, arm = name.partition(".")
    return f"{arm}\n{experiment}" if arm else name


def _effects(axes: "Axes", table: Table) -> None:
    factor = _factor(table.unit)
    colour, marker = VERDICTS[table.verdict]
    count = len(table.seeds)
    ratio = table.unit == "ratio"
    if ratio:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter("{x:g}")
    axes.axvline(float(ratio), color=QUIET, linewidth=0.8, zorder=1)
    axes.plot([factor * effect for effect in table.effects], range(count), "o", color=INK, markersize=4.5, zorder=3)
    axes.set_yticks([*range(count), count + 0.5], [*map(str, table.seeds), "all"])
    axes.set_ylim(count + 1.1, -0.6)
    place = count + 0.5
    for ends, width, alpha in ((table.verdict_interval, 10.0, 0.5), (table.interval, 1.8, 1.0)):
        if isfinite(ends.low) and isfinite(ends.high):
            axes.hlines(place, factor * ends.low, factor * ends.high, colors=colour, linewidth=width, alpha=alpha)
    axes.plot([factor * table.estimate], [place], marker, color=colour, markersize=9, zorder=4, markeredgecolor="white")
    bounds = [factor * bound for bound in table.region if isfinite(bound)]
    axes.margins(x=0.08)
    for bound in bounds:
        axes.axvline(bound, color=colour, linewidth=1, linestyle=":", zorder=1)
    low, high = axes.get_xlim()
    shade = (max(low, factor * table.region.low), min(high, factor * table.region.high))
    if shade[0] < shade[1]:
        axes.axvspan(*shade, color=REGION, zorder=0, linewidth=0)
    axes.set_xlim(low, high)
    axes.set_title(f"effect by seed ({'ratio' if ratio else effect_unit(table.unit) or 'no unit'})")


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction", unit="fraction", verdict="inconclusive", seeds=(0,),
    arms=(Arm("e.a", (0.71,), (False,)), Arm("e.b", (0.68,), (True,))), effects=(0.031,), estimate=0.03,
    interval=Interval(0.01, 0.05), verdict_interval=Interval(-0.02, 0.08), region=Region(low=0.02),
)  # fmt: skip
