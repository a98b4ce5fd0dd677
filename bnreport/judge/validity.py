"""What must be true for a comparison to mean anything, and why some claim has no verdict.

Some reasons say that a verdict is not there yet, or that an interval is too wide; with all others nothing was tested:
the claim is inconclusive, has p = 1, keeps its Holm place, and is compared with no paper. Kinds of claim give such
reasons of their own accord; `validated` adds those that hold for every kind:

- `at_chance`: in the steps that are read an arm stands near chance, and what is read has no failure value. A network
  that has not started is flat, and its layers hardly move. Of an accuracy or a loss, being at chance is the evidence;
  but where on most seeds no arm has learned, or all diverged, nothing shows that one does no harm to another.
- `alike`: two arms are one and the same run, by key.
- `censored`: in most pairs neither arm came to the threshold, a tie that is no evidence of equality.

At initialisation nobody has learned, and one reading is enough.
"""

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from bnreport.formatting import say_list, say_name, say_which_seeds
from bnreport.hypotheses.shared.scale import null
from bnreport.registry import MetricName
from bnreport.results.window import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.results import Measure, Metric, Results, RunResult

    Seeds = Mapping[str, Sequence[int]]
    Look = Callable[[Test, Results], Seeds]

_WAITING = {
    "imprecise": "imprecise: the verdict interval holds effects on both sides of the bound",
    "too_few_seeds": "too few seeds for an interval",
    "missing_runs": "runs are missing",
}
_UNTESTED = {
    "at_chance": "at chance: in the steps that are read, an arm had not begun to learn",
    "alike": "alike: arms are one and the same run",
    "degenerate": "degenerate: the seeds do not vary, so no interval can be trusted",
    "censored": "censored: too many runs never came to the threshold, or to the window's upper level, in their steps",
    "not_started": "window not started: on a declared seed it never starts, does not fit in the run, or a run diverged "
    "before its end",
    "partly_measured": "partly measured: on a declared seed a probe stops before the window ends",
    "too_few_readings": "too few readings: on a declared seed an arm is read fewer than five times in the window",
    "differential_divergence": "more runs failed in one arm than in another: differential divergence",
    "invalid": "invalid: the measurement cannot answer the question",
}
_NEAR_CHANCE = 0.1
"""Share of the way from chance to perfection: 19 % accuracy on ten classes."""


def untested(code: str) -> bool:
    """Tell whether nothing was tested for this reason."""
    return code in _UNTESTED


def say_reason(code: str) -> str:
    """Return a reason code in words."""
    return (_UNTESTED | _WAITING).get(code, say_name(code))


def validated(test: "Test", results: "Results", evidence: "Evidence") -> "Evidence":
    """Return the evidence with the first reason, if any, for which it can mean nothing; the estimate stays as it was.

    Args:
        test: what is claimed; of a composite every part must mean something.
        results: the runs of the declared seeds.
        evidence: of the test. A reason that it has already stays, unless it is that nothing varies: this may say why.
    """
    if evidence.reason not in {"", "degenerate"}:
        return evidence
    for code, say, look in _CHECKS:
        for each in _simple(test):
            if found := {arm: seeds for arm, seeds in look(each, results).items() if seeds}:
                detail = f"{say}: {_listed(found)}. What the runs show is no verdict. {evidence.detail}".rstrip()
                return replace(evidence, reason=code, detail=detail, closed=True)
    if any(map(_most_censored, evidence.tables())):
        said = "In most pairs neither arm came to the threshold, a tie that is no evidence of equality."
        return replace(evidence, reason="censored", detail=f"{said} {evidence.detail}".rstrip())
    return evidence


def _simple(test: "Test") -> "Iterator[Test]":
    yield from (each for _, part in test.parts for each in _simple(part)) if test.parts else (test,)


def _listed(found: "Seeds") -> str:
    return say_list([f"{arm} on {say_which_seeds(seeds)}" for arm, seeds in found.items()])


def _arms(test: "Test") -> "Iterable[str]":
    return dict.fromkeys(need.arm for need in test.needs())


def _alike(test: "Test", results: "Results") -> "Seeds":
    """Return two arms that are one run on some seed; runs trained elsewhere have no key."""
    keys = {arm: {run.key: seed for seed, run in results.of(arm).items() if run.key} for arm in _arms(test)}
    same = {pair: {*keys[pair[0]]} & {*keys[pair[1]]} for pair in combinations(keys, 2)}
    return {" and ".join(pair): sorted(keys[pair[0]][key] for key in both) for pair, both in same.items()}


def _at_chance(test: "Test", results: "Results") -> "Seeds":
    """Return by arm the seeds on which a run had not begun to learn, of what has no failure value."""
    found: dict[str, set[int]] = {}
    for measure, arm in () if test.about_diverging else product(test.measures, _arms(test)):
        if not _can_fail(results, arm, measure):
            found[arm] = found.get(arm, set()) | _stuck(results, arm, measure)
    return {arm: sorted(seeds) for arm, seeds in found.items()}


def _all_at_chance(test: "Test", results: "Results") -> "Seeds":
    """Return by arm the seeds on which none learned, if they are most, of a claim that holds where nothing differs."""
    if test.about_diverging or not test.region.low < null(test.scale) < test.region.high:
        return {}
    arms = [*_arms(test)]
    common = set.intersection(*(set(results.of(arm)) for arm in arms))
    for measure in (each for each in test.measures if all(_can_fail(results, arm, each) for arm in arms)):
        tied = common.intersection(*(_stuck(results, arm, measure) | results.lost([arm])[arm] for arm in arms))
        if 2 * len(tied) > len(common):
            return dict.fromkeys(arms, sorted(tied))
    return {}


def _can_fail(results: "Results", arm: str, measure: "Measure") -> bool:
    """Tell whether a metric has a value at chance itself, or nobody knows the metric."""
    metric = results.metric(arm, measure.metric)
    return metric is None or metric.failure is not None


def _stuck(results: "Results", arm: str, measure: "Measure") -> set[int]:
    """Return the seeds on which a run stands near chance in the steps that are read, initialisation apart."""
    trained = {seed: run for seed, run in results.of(arm).items() if run.stopped_at}
    if not (gauge := _gauge(trained.values())):
        return set()
    spans = {seed: results.span(arm, seed, measure) for seed in trained}
    read = {seed: _read(trained[seed], span, measure) for seed, span in spans.items() if isinstance(span, Span)}
    return {seed for seed, span in read.items() if span.last and _gained(trained[seed], span, gauge) <= _NEAR_CHANCE}


def _read(run: "RunResult", span: Span, measure: "Measure") -> Span:
    """Return from which reading to which a run's number is made: a probe may stop early, and `final` is the last."""
    series = run.series.get(MetricName(measure.metric).name)
    steps = () if series is None else series.steps[(series.steps >= span.first) & (series.steps <= span.last)].tolist()
    return Span(steps[-1 if measure.reduce == "final" else 0], steps[-1]) if steps else span


def _gauge(runs: "Collection[RunResult]") -> str:
    """Return the metric that tells how far runs have come; empty if none does.

    It has a failure value and a known best. An accuracy tells it before a loss, and what is read most often before the
    rest, whatever the order of the metrics: a test may not be read between an arm's start and the end of the steps.
    """
    longest = max(runs, key=lambda run: run.stopped_at, default=None)
    if longest is None:
        return ""
    curves = {name: metric for name, metric in longest.metrics.items() if name in longest.series}
    gauges = [
        (metric.unit != "fraction", -len(longest.series[name].steps), name)
        for name, metric in curves.items()
        if metric.failure is not None and _best(metric) not in {None, metric.failure}
    ]
    return min(gauges, default=(False, 0, ""))[2]


def _best(metric: "Metric") -> float | None:
    return {"lower": 0.0, "higher": 1.0 if metric.unit == "fraction" else None}.get(metric.better or "")


def _gained(run: "RunResult", span: Span, gauge: str) -> float:
    """Return the share of the way from its own failure value to the best that a run has come, by its median reading.

    It is 1 where nothing was read.
    """
    metric, series = run.metrics.get(gauge), run.series.get(gauge)
    best = None if metric is None else _best(metric)
    if metric is None or series is None or series.columns or metric.failure is None or best in {None, metric.failure}:
        return 1.0
    values = series.values[(series.steps >= span.first) & (series.steps <= span.last)]
    if not len(values):
        values = series.values[series.steps <= span.last][-1:]  # steps between two readings
    return float((np.median(values) - metric.failure) / (best - metric.failure)) if len(values) else 1.0


def _most_censored(table: "Evidence") -> bool:
    """Tell whether in most pairs both arms still waited when the wait ended."""
    waits = [arm.censored for arm in table.arms.values() if arm.censored is not None]
    return len(waits) == 2 and bool(2 * np.logical_and(*waits).sum() > len(waits[0]))  # noqa: PLR2004


_CHECKS: "tuple[tuple[str, str, Look], ...]" = (
    ("alike", "Arms that are one and the same run", _alike),
    ("at_chance", "At chance in the steps that are read", _at_chance),
    ("at_chance", "On most seeds every arm is at chance, a tie that is no evidence of equality", _all_at_chance),
)
