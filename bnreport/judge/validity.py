"""What must be true for a comparison to mean anything, and why some claim has no verdict.

Some reasons say that a verdict is not there yet, or that an interval is too wide; with all others nothing was tested:
the claim is inconclusive, has p = 1, keeps its Holm place, and is compared with no paper. Kinds of claim give such
reasons of their own accord; `validated` adds those that hold for every kind:

- `at_chance`: in the steps that are read an arm stands near chance, and what is read has no failure value. A network
  that has not started is flat, and its layers hardly move. Of an accuracy or a loss, being at chance is the evidence.
- `alike`: two arms are one and the same run, by key.
- `censored`: in most pairs neither arm came to the threshold, a tie that is no evidence of equality.

At initialisation nobody has learned, and one reading is enough.
"""

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from bnreport.formatting import say_list, say_name
from bnreport.results.window import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.results import Measure, Results, RunResult, Series

    Seeds = Mapping[str, Sequence[int]]
    Look = Callable[[Test, Results], Seeds]
    Rule = Callable[[RunResult, Span], bool]

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
    "differential_divergence": "differential divergence: runs failed in one arm and not in the other",
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
    each = (f"{arm} on seed{'s' * (len(seeds) > 1)} {', '.join(map(str, seeds))}" for arm, seeds in found.items())
    return say_list([*each])


def _arms(test: "Test") -> "Iterable[str]":
    return dict.fromkeys(need.arm for need in test.needs())


def _alike(test: "Test", results: "Results") -> "Seeds":
    """Return two arms that are one run on some seed; runs trained elsewhere have no key."""
    keys = {arm: {run.key: seed for seed, run in results.of(arm).items() if run.key} for arm in _arms(test)}
    same = {pair: {*keys[pair[0]]} & {*keys[pair[1]]} for pair in combinations(keys, 2)}
    return {" and ".join(pair): sorted(keys[pair[0]][key] for key in both) for pair, both in same.items()}


def _at_chance(test: "Test", results: "Results") -> "Seeds":
    def rule(arm: str, measure: "Measure") -> "Rule | None":
        metric = results.metric(arm, measure.metric)
        gauge = _gauge(results, arm) if metric is not None and metric.failure is None else None
        return None if gauge is None else lambda run, span: _gained(run, span, *gauge) <= _NEAR_CHANCE

    return {} if test.about_diverging else _where(test, results, rule)


def _where(test: "Test", results: "Results", rule: "Callable[[str, Measure], Rule | None]") -> "Seeds":
    """Return by arm the seeds on which a run fails in the steps that are read, those at initialisation apart."""
    found: dict[str, list[int]] = {}
    for measure, arm in product(test.measures, _arms(test)):
        if fails := rule(arm, measure):
            trained = {seed: run for seed, run in results.of(arm).items() if run.stopped_at}
            spans = {seed: results.span(arm, seed, measure) for seed in trained}
            read = {seed: span for seed, span in spans.items() if isinstance(span, Span) and span.last}
            failed = [seed for seed, span in read.items() if fails(trained[seed], span)]
            found[arm] = sorted({*found.get(arm, ()), *failed})
    return found


def _gauge(results: "Results", arm: str) -> tuple[str, float, float] | None:
    """Return what tells how far an arm has come, with its value at failure and at best; None if nothing does.

    It is the first metric that has a failure value, such as training accuracy, and a best value that is known.
    """
    metrics = next((run.metrics for run in results.of(arm).values() if run.metrics), {})
    for name, metric in metrics.items():
        best = {"lower": 0.0, "higher": 1.0 if metric.unit == "fraction" else None}.get(metric.better or "")
        if metric.failure is not None and best is not None and best != metric.failure:
            return name, metric.failure, best
    return None


def _gained(run: "RunResult", span: Span, name: str, failure: float, best: float) -> float:
    """Return the share of the way from failure to the best that a run has come, by its median reading; 1 if unread."""
    series = run.series.get(name)
    if series is None or series.columns:
        return 1.0
    values = _within(series, span)
    if not len(values):
        values = series.values[series.steps <= span.last][-1:]  # steps between two readings
    return float((np.median(values) - failure) / (best - failure)) if len(values) else 1.0


def _within(series: "Series", span: Span) -> "NDArray[np.float64]":
    values: NDArray[np.float64] = series.values[(series.steps >= span.first) & (series.steps <= span.last)]
    return values


def _most_censored(table: "Evidence") -> bool:
    """Tell whether in most pairs both arms still waited when the wait ended."""
    waits = [arm.censored for arm in table.arms.values() if arm.censored is not None]
    return len(waits) == 2 and bool(2 * np.logical_and(*waits).sum() > len(waits[0]))  # noqa: PLR2004


_CHECKS: "tuple[tuple[str, str, Look], ...]" = (
    ("alike", "Arms that are one and the same run", _alike),
    ("at_chance", "At chance in the steps that are read", _at_chance),
)
