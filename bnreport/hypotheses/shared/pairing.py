"""Arms side by side over the seeds that all of them have, or the reason why they cannot be compared."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from bnreport.formatting import say_which_seeds
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.reading import not_finite
from bnreport.hypotheses.shared.scale import Scale, null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bnreport.results import Measure, Metric, Results, RunResult, SeedValues, Unread

    Runs = Mapping[str, Mapping[int, RunResult]]

FEWEST = 2
"""Seeds below which there is no variance, hence no interval."""
_UNREAD: "Mapping[Unread, str]" = {
    "not_started": "never reaches its level, does not fit in the run, or a run diverged before it ended",
    "censored": "never reaches its upper level",
    "partly_measured": "is measured in part, since its probe stops before it ends",
    "too_few_readings": "holds too few readings of an arm",
    "missing_runs": "cannot be placed yet, for want of a run that it starts by",
}


@dataclass(frozen=True)
class Paired:
    """Runs of several arms, and one number per arm and common seed once they are read."""

    runs: "Runs"
    """Per arm and seed those that measured the metric and can be read; arms without any are left out."""
    seeds: tuple[int, ...]
    """Seeds that every arm has, in order."""
    metric: "Metric | None"
    """What the runs measured; None where none did."""
    reason: str
    """Why there can be no verdict; empty if there can."""
    detail: str
    """The reason and the caveats, in whole sentences."""
    estimable: bool
    """Whether `seeds` allow an estimate: a window that some seed cannot be read in forbids the verdict alone."""
    closed: bool = False
    """Whether there is such a seed, and not for want of a run: no further one can take it away."""
    arms: "Mapping[str, SeedValues]" = field(default_factory=dict)
    """As read, by `pair`; arms without a value are left out."""
    values: "Mapping[str, NDArray[np.float64]]" = field(default_factory=dict)
    """Per arm (n,): its values at `seeds`, as read by `pair`."""

    @property
    def unit(self) -> str:
        """Of the metric; empty where nothing measured it."""
        return next((values.metric.unit for values in self.arms.values()), "")

    def table(self, arms: "Sequence[str]") -> "NDArray[np.float64]":
        """Return (arms, n) values."""
        return np.stack([self.values[arm] for arm in arms])

    def evidence(self, effect: str, sentence: EffectSentence | None, unit: str, scale: Scale) -> Evidence:
        """Return what there is to say before anything is estimated.

        Args:
            effect: what the number will be, in words.
            sentence: how it will read; None where only an estimate tells.
            unit: of the effect, where it is no ratio.
            scale: of the effect.
        """
        return Evidence(
            unit="ratio" if scale == "ratio" else unit,
            effect=effect,
            sentence=sentence,
            estimate=None,
            seeds=self.seeds,
            arms=self.arms,
            reason=self.reason,
            detail=self.detail,
            null=null(scale),
            closed=self.closed,
        )


def pair_runs(
    results: "Results", arms: "Sequence[str]", measure: "Measure", *, paired: bool = True, by_value: bool = False
) -> Paired:
    """Gather the runs of every arm, and keep the seeds that all of them have and can be read in.

    Args:
        results: all runs.
        arms: that are compared.
        measure: how they are read.
        paired: whether at least two common seeds are needed. If not, a run that diverged counts whatever its window.
        by_value: whether a diverged run counts as the metric's failure value, not as a failure of its own.
    """
    measured = {arm: results.measured(arm, measure.metric) for arm in arms}
    whole = {arm: runs for arm, runs in measured.items() if runs}
    metrics = {arm: measure.seen(results.metric(arm, measure.metric)) for arm in arms}
    metric = next(filter(None, metrics.values()), None)
    if len(whole) < len(measured):
        absent = " or ".join(arm for arm in measured if arm not in whole)
        said = f"No run of {absent} measured {measure.metric}."
        return Paired(whole, (), metric, "missing_runs", said, estimable=False)
    common = set.intersection(*(set(runs) for runs in whole.values()))
    unread: dict[str, dict[int, Unread]] = {}
    if measure.window is not None:
        read = {
            arm: common if paired else {seed for seed, run in runs.items() if run.outcome == "finished"}
            for arm, runs in whole.items()
        }
        unread = {arm: dict(_unread(results, arm, sorted(seeds), measure)) for arm, seeds in read.items()}
    lost = {seed: code for found in unread.values() for seed, code in found.items()}
    gone = {arm: lost if paired else unread.get(arm, {}) for arm in whole}
    runs = {arm: {seed: run for seed, run in held.items() if seed not in gone[arm]} for arm, held in whole.items()}
    seeds = tuple(sorted(common - set(lost)))
    failed = {
        arm: _failure(metrics[arm], whole[arm].values()) if by_value else " and count as failures" for arm in whole
    }
    sentences = [*(_unpaired(whole, common) if paired else ()), *_failures(runs, seeds if paired else None, failed)]
    reason = next((code for code in _UNREAD if code in lost.values()), "")
    if paired and len(seeds) < FEWEST:
        sentences.insert(0, f"An interval needs {FEWEST} seeds that every arm has; there are {len(seeds)}.")
        reason = reason or "too_few_seeds"
    detail = " ".join([*_out_of_window(lost), *sentences])
    estimable, closed = not paired or len(seeds) >= FEWEST, bool({*lost.values()} - {"missing_runs"})
    return Paired(runs, seeds, metric, reason, detail, estimable=estimable, closed=closed)


def pair(results: "Results", arms: "Sequence[str]", measure: "Measure") -> Paired:
    """Read every arm and keep the seeds that all of them have.

    Diverged runs are never dropped. They count as the metric's failure value; where it has none, the arms cannot be
    compared: `differential_divergence` if failures differ between arms, `invalid` if not.
    """
    found = pair_runs(results, arms, measure, by_value=True)
    read = {arm: values for arm in dict.fromkeys(arms) if (values := results.read(arm, measure)) is not None}
    if len(read) < len(set(arms)):
        return replace(found, arms=read)
    places = {arm: [values.seeds.index(seed) for seed in found.seeds] for arm, values in read.items()}
    found = replace(found, arms=read, values={arm: values.values[places[arm]] for arm, values in read.items()})
    if not found.estimable:
        return found
    diverged = {arm: int(read[arm].diverged[places[arm]].sum()) for arm in read}
    reason, said = _trouble(found.values, diverged, measure)
    detail = " ".join(filter(None, [said, found.detail]))
    return replace(found, reason=found.reason or reason, detail=detail, estimable=not reason)


def _trouble(
    table: "Mapping[str, NDArray[np.float64]]", diverged: "Mapping[str, int]", measure: "Measure"
) -> tuple[str, str]:
    bad = [arm for arm, values in table.items() if not np.isfinite(values).all()]
    if not bad:
        return "", ""
    if len(set(diverged.values())) > 1:
        return "differential_divergence", (
            f"Diverged runs differ between arms, {measure.metric} has no failure value to count them as, "
            "and dropping them would favour the arm that fails more."
        )
    return "invalid", not_finite(bad, measure.metric)


def _unread(results: "Results", arm: str, seeds: "Sequence[int]", measure: "Measure") -> "Iterator[tuple[int, Unread]]":
    for seed in seeds:
        span = results.span(arm, seed, measure)
        if isinstance(span, str):
            yield seed, span


def _out_of_window(lost: "Mapping[int, Unread]") -> "Iterator[str]":
    seeds: dict[Unread, list[int]] = {}
    for seed, code in sorted(lost.items()):
        seeds.setdefault(code, []).append(seed)
    for code in (code for code in _UNREAD if code in seeds):
        yield f"The window {_UNREAD[code]}: {say_which_seeds(seeds[code])}. What the others show is no verdict."


def _unpaired(runs: "Runs", seeds: "set[int]") -> "Iterator[str]":
    for arm, by_seed in runs.items():
        if alone := [seed for seed in by_seed if seed not in seeds]:
            yield f"Left out, for want of a partner: {say_which_seeds(alone)} of {arm}."


def _failure(metric: "Metric | None", runs: "Iterable[RunResult]") -> str:
    """Say what diverged runs count as, from the least to the greatest."""
    lost = [run.lost(metric) for run in runs if metric is not None and run.outcome == "diverged"]
    if metric is None or not lost or np.isnan(lost).any():
        return ""
    values = dict.fromkeys(f"{value:g}" for value in (min(lost), max(lost)))
    return f" and count as {' to '.join(values)} {metric.unit}"


def _failures(runs: "Runs", seeds: tuple[int, ...] | None, said: "Mapping[str, str]") -> "Iterator[str]":
    for arm, by_seed in runs.items():
        counted = [run for seed, run in by_seed.items() if seeds is None or seed in seeds]
        if failed := sum(run.outcome == "diverged" for run in counted):
            yield f"{failed} of {len(counted)} runs of {arm} diverged{said[arm]}."
