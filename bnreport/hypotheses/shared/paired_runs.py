"""Whole runs of two arms side by side, for kinds that read more than one number off each."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.hypotheses.shared.pairing import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from bnreport.results import Metric, Results, RunResult


class Duel(NamedTuple):
    """The runs of two arms that measured a metric."""

    runs: "Mapping[str, Mapping[int, RunResult]]"
    """Per arm and seed; arms without such a run are left out."""
    seeds: tuple[int, ...]
    """Seeds that both arms have, in order."""
    metric: "Metric | None"
    """What the runs measured; None where none did."""
    reason: str
    """Why there can be no estimate; empty if there can."""
    detail: str
    """The reason and the caveats, in whole sentences."""

    def pairs(self, arm: str, versus: str) -> "Iterator[tuple[RunResult, RunResult]]":
        """Yield both runs of each common seed."""
        for seed in self.seeds:
            yield self.runs[arm][seed], self.runs[versus][seed]


def duel(results: "Results", arm: str, versus: str, metric: str, *, paired: bool = True) -> Duel:
    """Gather the runs of two arms that measured the metric; `paired` needs at least two common seeds."""
    measured = {name: results.measured(name, metric) for name in (arm, versus)}
    runs = {name: by_seed for name, by_seed in measured.items() if by_seed}
    found = results.metric(arm, metric) or results.metric(versus, metric)
    if len(runs) < len(measured):
        absent = " or ".join(name for name in measured if name not in runs)
        return Duel(runs, (), found, "missing_runs", f"No run of {absent} measured {metric}.")
    seeds = tuple(sorted(set(runs[arm]) & set(runs[versus])))
    sentences = [*(_unpaired(runs, seeds) if paired else ()), *_failures(runs, seeds if paired else None)]
    if paired and len(seeds) < FEWEST:
        few = f"An interval needs {FEWEST} seeds that every arm has; there are {len(seeds)}."
        return Duel(runs, seeds, found, "too_few_seeds", " ".join([few, *sentences]))
    return Duel(runs, seeds, found, "", " ".join(sentences))


def reached(values: "NDArray[np.float64]", threshold: float, metric: "Metric") -> "NDArray[np.bool_]":
    """Tell which values are at the threshold or beyond: at or below it where lower is better, else at or above it."""
    return values <= threshold if metric.better == "lower" else values >= threshold


def _unpaired(runs: "Mapping[str, Mapping[int, RunResult]]", seeds: tuple[int, ...]) -> "Iterator[str]":
    for arm, by_seed in runs.items():
        alone = [str(seed) for seed in by_seed if seed not in seeds]
        if alone:
            word = "seeds" if len(alone) > 1 else "seed"
            yield f"Left out, for want of a partner: {word} {', '.join(alone)} of {arm}."


def _failures(runs: "Mapping[str, Mapping[int, RunResult]]", seeds: tuple[int, ...] | None) -> "Iterator[str]":
    for arm, by_seed in runs.items():
        counted = [run for seed, run in by_seed.items() if seeds is None or seed in seeds]
        failed = sum(run.outcome == "diverged" for run in counted)
        if failed:
            yield f"{failed} of {len(counted)} runs of {arm} diverged and count as failures."
