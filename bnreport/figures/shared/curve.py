"""Runs as curves over steps, and the words and numbers that every figure of them needs."""

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures.shared.bounds import has_place
from bnreport.formatting import NOTHING, say_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bnreport.figures.shared.table import Cell

_ROOM = 100.0
"""How much further than the others the axis goes for runs that diverged: a factor if it is logarithmic."""
SEEDS = 5
"""Of an arm that are drawn one by one; of more the band says how far they reach."""


class Curve(NamedTuple):
    """One run."""

    arm: str
    seed: int
    steps: tuple[int, ...]
    values: tuple[float, ...]
    diverged: bool


def arms_of(curves: "Iterable[Curve]") -> tuple[str, ...]:
    """Return the names of the arms, in order of appearance."""
    return tuple(dict.fromkeys(curve.arm for curve in curves))


def seeds_of(curves: "Iterable[Curve]") -> tuple[int, ...]:
    """Return all seeds, sorted."""
    return tuple(sorted({curve.seed for curve in curves}))


def of_arm(curves: "Iterable[Curve]", arm: str) -> list[Curve]:
    """Return the runs of one arm."""
    return [curve for curve in curves if curve.arm == arm]


def lost_of(curves: "Iterable[Curve]") -> tuple[tuple[str, int], ...]:
    """Return arm and seed of each run that diverged, sorted."""
    return tuple(sorted({(curve.arm, curve.seed) for curve in curves if curve.diverged}))


def grid(curves: "Sequence[Curve]") -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    """Return all steps (t,) and values (seeds, t), NaN where a run has none; infinite ones stay."""
    steps = np.array(sorted({step for curve in curves for step in curve.steps}), dtype=np.int64)
    values = np.full((len(curves), len(steps)), np.nan)
    for row, curve in zip(values, curves, strict=True):
        row[np.searchsorted(steps, np.array(curve.steps, dtype=np.int64))] = curve.values
    return steps, values


def by_seed(sets: "Sequence[Sequence[Curve]]", seeds: "Sequence[int]") -> "list[tuple[Cell, ...]]":
    """Return one row per arm and step, with a column for each metric's seeds; empty where a run has no reading."""
    rows: list[tuple[Cell, ...]] = []
    for arm in arms_of(curve for each in sets for curve in each):
        read = [{c.seed: dict(zip(c.steps, c.values, strict=True)) for c in of_arm(each, arm)} for each in sets]
        columns = [found.get(seed, {}) for found in read for seed in seeds]
        steps = sorted({step for readings in columns for step in readings})
        rows += [(arm, step, *(readings.get(step, "") for readings in columns)) for step in steps]
    return rows


def digest(curves: "Sequence[Curve]", arms: "Sequence[str]", unit: str, count: int) -> "list[tuple[Cell, ...]]":
    """Return median and range over seeds of each arm, at `count` evenly spaced steps."""
    grids = [grid(of_arm(curves, arm)) for arm in arms]
    steps = sorted({int(step) for steps, _ in grids for step in steps})
    chosen = [steps[round(index)] for index in np.linspace(0, len(steps) - 1, min(count, len(steps)))]
    return [(step, *(_at(*each, step, unit) for each in grids)) for step in dict.fromkeys(chosen)]


def _at(steps: "NDArray[np.int64]", values: "NDArray[np.float64]", step: int, unit: str) -> str:
    found = [float(value) for value in values[:, steps == step].ravel() if not isnan(value)]
    if not found:
        return NOTHING
    median, low, high = (say_value(f(found), unit) for f in (middle, min, max))
    return f"{median} ({low} to {high})"


def middle(values: "Sequence[float]") -> float:
    """Return the median; NaN of nothing, or halfway between the infinities."""
    with np.errstate(invalid="ignore"):
        return float(np.median(values)) if len(values) else float("nan")


def typical(curves: "Iterable[Curve]") -> list[float]:
    """Return, of each run that finished, the median of its readings."""
    held = [[value for value in curve.values if not isnan(value)] for curve in curves if not curve.diverged]
    return [middle(values) for values in held if values]


def bounds(curves: "Sequence[Curve]", *, log: bool) -> tuple[float, float]:
    """Return the ends of the axis: all that finished runs read, and of diverged runs what leaves those legible."""
    finished, lost = ([v for c in curves if c.diverged == diverged for v in c.values if has_place(v, log=log)]
                      for diverged in (False, True))  # fmt: skip
    shown = finished or lost or [0.1, 1.0]
    low, high = min(shown), max(shown)
    room = high - low or abs(high) or 1.0
    floor, ceiling = (low / _ROOM, high * _ROOM) if log else (low - room, high + room)
    low, high = max(floor, min([low, *lost])), min(ceiling, max([high, *lost]))
    if low < high:
        return low, high
    return (low / 2, high * 2) if log else (low - room / 2, high + room / 2)


def off_axis(curves: "Iterable[Curve]", ends: tuple[float, float]) -> "list[tuple[str, int, bool]]":
    """Return arm, step and whether above, of each reading that has no place on the axis; NaN counts as above."""
    return [
        (curve.arm, step, not value < ends[0])
        for curve in curves
        for step, value in zip(curve.steps, curve.values, strict=True)
        if not ends[0] <= value <= ends[1]
    ]


def step_ends(curves: "Iterable[Curve]") -> tuple[int, int]:
    """Return the first and the last step."""
    steps = [step for curve in curves for step in curve.steps] or [0, 1]
    return min(steps), max(steps)


def say_seeds(curves: "Sequence[Curve]", *, each: bool = True) -> str:
    """Return what lines and bands are; `each` tells whether seeds are drawn one by one, where they are few."""
    if len(seeds_of(curves)) == 1:
        return "A line for each arm, of its one seed."
    drawn = each and any(len(of_arm(curves, arm)) <= SEEDS for arm in arms_of(curves))
    return f"Thick line: median over seeds; {'thin lines: the seeds; ' * drawn}band: their minimum to maximum."


def say_n(curves: "Sequence[Curve]") -> str:
    """Return how many seeds an arm has."""
    count = len(seeds_of(curves))
    return f"up to {count} seeds an arm" if count > 1 else "one seed an arm"


def say_counted(counted: tuple[int, int] | None) -> str:
    """Return what the grey ground behind curves is."""
    if counted is None:
        return ""
    first, last = counted
    return f" Grey: steps {first:,} to {last:,}, from the first that a claim counts in some run to the last."


def say_marks(curves: "Sequence[Curve]", off: "Sequence[tuple[str, int, bool]]", source: str) -> str:
    """Return what stands at the end of a caption: crosses, triangles, and whose figure it was first."""
    said = ""
    runs = {(curve.arm, curve.seed) for curve in curves}
    lost = {(curve.arm, curve.seed) for curve in curves if curve.diverged}
    if lost:
        unread = len(lost - {(curve.arm, curve.seed) for curve in curves if curve.values})
        before = f", {unread} of them before the first reading" if unread else ""
        if unread < len(lost):
            said += f" A cross ends a run that diverged ({len(lost)} of {len(runs)}{before})."
        else:
            said += f" {unread} of {len(runs)} runs diverged before the first reading and left no line."
    if arms := ", ".join(dict.fromkeys(arm for arm, _, _ in off)):
        said += f" Hollow triangles at the edge: readings off the axis, infinite or no number ({arms})."
    return f"{said} After {source}." if source else said


def say_axis(*, log: bool) -> str:
    """Return which axis it is."""
    return "logarithmic" if log else "linear"


def say_typical(curves: "Sequence[Curve]", unit: str) -> str:
    """Return the arms with the lowest and the highest typical reading: over steps, then over seeds that finished."""
    found = [(middle(each), each, arm) for arm in arms_of(curves) if (each := typical(of_arm(curves, arm)))]
    if not found:
        return "no run finished"
    ends = [min(found)] if len(found) == 1 else [min(found), max(found)]
    return " to ".join(f"{say_value(value, unit)} in {arm} ({_range(each, unit)})" for value, each, arm in ends)


def _range(values: list[float], unit: str) -> str:
    return f"seeds {say_value(min(values), unit)} to {say_value(max(values), unit)}, n = {len(values)}"
