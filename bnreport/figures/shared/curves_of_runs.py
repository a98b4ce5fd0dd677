"""Curves of runs, few enough points for a page."""

from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.curve import Curve
from bnreport.registry import ArmName
from bnreport.results import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from bnreport.results import Results, RunResult

    Readings = tuple[NDArray[np.int64], NDArray[np.float64]]
    """Steps and values (t,)."""

MOST = 72
"""Points of a curve: two points of paper lie between them."""
_LEAST = 16
_BUDGET = 40_000
"""Points of a page: each takes some 30 bytes of it, in a drawing and in the table behind."""
_NONE = Series(np.empty(0, dtype=np.int64), np.empty(0))


def points_a_curve(curves: int) -> int:
    """Return how many points each curve of a page may have that holds so many curves."""
    return max(_LEAST, min(MOST, _BUDGET // max(1, curves)))


def runs_of(results: "Results", experiment: str, metrics: "AbstractSet[str]") -> "dict[str, dict[int, RunResult]]":
    """Return an experiment's runs, by arm and seed, that measured these metrics, or diverged before they could."""
    return {
        arm: {seed: run for seed, run in sorted(runs.items()) if metrics <= {*run.series} or run.outcome == "diverged"}
        for arm, runs in results.runs.items()
        if ArmName(arm).experiment == experiment
    }


def curves_of(
    arms: "Mapping[str, Mapping[int, RunResult]]", names: "Sequence[tuple[str, str | None]]", points: int
) -> tuple[tuple[Curve, ...], ...]:
    """Return the curves of metrics on one axis; those of one arm have the same steps, few enough to draw.

    Args:
        arms: runs by arm and seed that measured the metrics.
        names: metrics, each with one of its columns; with None, the mean of those of its columns that are finite.
        points: about how many a curve may have.
    """
    found: list[list[Curve]] = [[] for _ in names]
    for arm, runs in arms.items():
        read = {
            (index, seed): _readings(run.series.get(metric, _NONE), column)
            for index, (metric, column) in enumerate(names)
            for seed, run in runs.items()
        }
        kept = _kept(read, points)
        for (index, seed), (at, values) in read.items():
            drawn = np.isin(at, kept)
            kept_values = tuple(map(four, values[drawn].tolist()))
            lost = runs[seed].outcome == "diverged"
            found[index].append(Curve(arm, seed, tuple(at[drawn].tolist()), kept_values, lost))
    return tuple(map(tuple, found))


def _readings(series: "Series", column: str | None) -> "Readings":
    values = series.values
    if column is not None:
        values = values[:, series.columns.index(column)] if column in series.columns else np.empty(0)
    elif values.ndim > 1:
        seen = np.isfinite(values)
        total = np.where(seen, values, 0.0).sum(axis=1)
        values = np.where(seen.any(axis=1), total / np.maximum(seen.sum(axis=1), 1), np.nan)
    return series.steps[: len(values)], values


def _kept(read: "Mapping[tuple[int, int], Readings]", points: int) -> "NDArray[np.int64]":
    """Return the steps to draw of all runs of an arm: medians are then of all seeds."""
    if not read:
        return np.empty(0, dtype=np.int64)
    steps = np.unique(np.concatenate([at for at, _ in read.values()]))
    grid = np.full((len(read), len(steps)), np.nan)
    for row, (at, values) in zip(grid, read.values(), strict=True):
        row[np.searchsorted(steps, at)] = values
    wild = np.unique(np.concatenate([at[~np.isfinite(values)] for at, values in read.values()]))
    ends = [at[-1:] for at, _ in read.values()]
    return np.concatenate([steps[thinned(grid, points)], wild[:: len(wild) // points + 1], *ends])


def four(value: float) -> float:
    """Keep four digits: finer than any screen, and half as long in the table behind."""
    return float(f"{value:.4g}")


def thinned(values: "NDArray[np.float64]", points: int) -> "NDArray[np.int64]":
    """Return which points of (t,), or of all rows of (k, t), to draw.

    All of a short series; of a long one its ends and, of each stretch, where any row's least and largest values lie.
    """
    rows = np.atleast_2d(values)
    count = rows.shape[1]
    if count <= points:
        return np.arange(count)
    finite = np.isfinite(rows)
    low, high = np.where(finite, rows, np.inf).min(axis=0), np.where(finite, rows, -np.inf).max(axis=0)
    kept = {0, count - 1}
    for stretch in np.array_split(np.arange(count), points // 2):
        kept |= {int(stretch[np.argmin(low[stretch])]), int(stretch[np.argmax(high[stretch])])}
    return np.array(sorted(kept), dtype=np.int64)
