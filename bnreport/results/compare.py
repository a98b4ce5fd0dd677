"""Two results of one run, reading by reading."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from bnreport.results.run import RunResult
    from bnreport.results.series import Series


class Difference(NamedTuple):
    """How far a metric was not measured again as it was."""

    metric: str
    step: int
    """The first at which it differs, or at which only one of them was read."""
    largest: float
    """Largest |a - b| / max(|a|, |b|) over the steps that both have; infinite where only one is finite."""


def differences(was: "RunResult", now: "RunResult") -> tuple[Difference, ...]:
    """Return, for each metric that is not equal bit for bit, where it first differs and by how much."""
    found = (_difference(name, was.series[name], now.series[name]) for name in was.series if name in now.series)
    return tuple(each for each in found if each)


def _difference(name: str, was: "Series", now: "Series") -> Difference | None:
    steps, a, b = np.intersect1d(was.steps, now.steps, return_indices=True)
    first, second = (series.values[rows].reshape(len(steps), -1) for series, rows in ((was, a), (now, b)))
    unlike = ~((first == second) | (np.isnan(first) & np.isnan(second))).all(axis=1)
    alone = np.setxor1d(was.steps, now.steps)
    at = [*steps[unlike], *alone]
    return Difference(name, int(min(at)), _largest(first[unlike], second[unlike])) if at else None


def _largest(
    first: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    second: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> float:
    with np.errstate(invalid="ignore"):
        apart = np.abs(first - second) / np.maximum(np.maximum(np.abs(first), np.abs(second)), np.finfo(float).tiny)
    apart = np.where((first == second) | (np.isnan(first) & np.isnan(second)), 0.0, apart)
    return float(np.nan_to_num(apart, nan=np.inf).max(initial=0.0))
