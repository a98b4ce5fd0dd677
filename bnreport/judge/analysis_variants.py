"""Other defensible options for a test: over which columns and steps, how reduced, on which scale, with which margin.

A change takes the options in force and what they gave, and returns new options; None where there is nothing to change.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from bnreport import hypotheses
from bnreport.errors import SpecError
from bnreport.hypotheses.shared.scale import null
from bnreport.registry import MetricName
from bnreport.results import Window
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.results import Metric, Results
    from bnreport.study.choice import Choice
    from bnreport.study.schema import Study

    Options = dict[str, Any]
    Change = Callable[[Options, Test, Evidence], Options | None]

_LAST_QUARTER = 0.75
_BEST = {"higher": "max", "lower": "min"}


def allowed(study: "Study", test: "Choice") -> "Test | None":
    """Return the test; None where the changed options are not allowed, such as a margin beyond 1 for a share."""
    try:
        hypotheses.validate(test.name, test.options)
        return bind(study, test)
    except (SpecError, ValidationError):
        return None


def changed(
    test: "Test", kind: str, options: "Mapping[str, Any]", evidence: "Evidence", change: "Change"
) -> "Options | None":
    """Apply a change to a test's options, or to every part of a composite that has them."""
    if test.parts:
        old = [next(iter(part.values())) for part in options["parts"]]
        parts = zip(test.parts, old, evidence.parts, strict=True)
        new = [changed(part, name, held, found.evidence, change) for (name, part), held, found in parts]
        if not any(new):
            return None
        kinds = [name for name, _ in test.parts]
        return {**options, "parts": [{name: n or o} for name, n, o in zip(kinds, new, old, strict=True)]}
    fields = hypotheses.registry[kind].options.model_fields
    defaults = {name: field.default for name, field in fields.items() if not field.is_required()}
    return change({**defaults, **options}, test, evidence)


def changes(results: "Results") -> "Iterator[tuple[str, str, Change]]":
    """Yield the declared changes of options: family, label, change."""
    for reduce in ("final", "best", "mean", "median", "max", "min"):
        yield "reduction", f"{reduce} of the steps", _reduction(reduce, results)
    yield "reduction", "mean of the last quarter", _last_quarter(results)
    yield "window", "the whole run", _whole_run
    yield "window", "after the window", _after_the_window(results)
    yield "columns", "median over all columns", _median_of_columns
    for scale in ("raw", "ratio"):
        yield "scale", f"{scale} scale", _scale(scale)
    for factor, label in ((0.5, "half the margin"), (2.0, "twice the margin")):
        yield "margin", label, _margin(factor)


def _reduction(reduce: str, results: "Results") -> "Change":
    def change(options: "Options", test: "Test", evidence: "Evidence") -> "Options | None":
        if "reduce" not in options:
            return None
        [measure, *_] = test.measures
        metrics = (measure.seen(results.metric(arm, measure.metric)) for arm in evidence.arms)
        return {**options, "reduce": reduce} if all(m and _is_a_choice(reduce, m) for m in metrics) else None

    return change


def _is_a_choice(reduce: str, metric: "Metric") -> bool:
    """Tell whether a reduction says something of its own about a metric.

    The better extreme is called `best`. The worse one shows spikes, but a metric with a failure value starts there.
    """
    if reduce == "best":
        return metric.better is not None
    if metric.better is None or reduce not in _BEST.values():
        return True
    return reduce != _BEST[metric.better] and metric.failure is None


def _last_quarter(results: "Results") -> "Change":
    def change(options: "Options", _test: "Test", evidence: "Evidence") -> "Options | None":
        if "reduce" not in options or options["window"] is not None:
            return None
        last = _last_step(results, evidence)
        return {**options, "reduce": "mean", "window": Window("fixed", int(_LAST_QUARTER * last), last)}

    return change


def _whole_run(options: "Options", test: "Test", _evidence: "Evidence") -> "Options | None":
    declared = _windows(test)
    return {**options, **dict.fromkeys(declared)} if declared else None


def _after_the_window(results: "Results") -> "Change":
    def change(options: "Options", test: "Test", evidence: "Evidence") -> "Options | None":
        last = _last_step(results, evidence)
        fixed = {name: each for name, each in _windows(test).items() if each.align == "fixed" and each.last < last}
        after = {name: Window("fixed", each.last + 1, last) for name, each in fixed.items()}
        return {**options, **after} if after else None

    return change


def _windows(test: "Test") -> dict[str, Window]:
    """Return the windows that the test's options declare."""
    read = zip(("window", "other_window"), test.measures, strict=False)
    return {name: measure.window for name, measure in read if measure.window is not None}


def _last_step(results: "Results", evidence: "Evidence") -> int:
    """Return the last step at which a run of the test's arms was measured."""
    runs = (run for arm in evidence.arms for run in results.of(arm).values())
    return max(
        (int(series.steps[-1]) for run in runs for series in run.series.values() if len(series.steps)), default=0
    )


def _median_of_columns(options: "Options", _test: "Test", _evidence: "Evidence") -> "Options | None":
    named = {option: MetricName(held) for option, held in options.items() if option in {"metric", "other"}}
    median = {option: f"{each.name}.median" for option, each in named.items() if each.column is not None}
    return {**options, **median} if median else None


def _scale(scale: str) -> "Change":
    """Change the scale; a margin keeps its size, as a share of the smallest arm's mean.

    a / b > 1 + m and a - b > m b are the same claim; a share of any larger mean would be another, harder one.
    """

    def change(options: "Options", _test: "Test", evidence: "Evidence") -> "Options | None":
        values = [arm.values for arm in evidence.arms.values()]
        if options.get("scale", scale) == scale or options.get("margin") is None:
            return None
        if not values or min(map(np.min, values)) <= 0:
            return None
        least = float(min(map(np.mean, values)))
        margin = 1 + options["margin"] / least if scale == "ratio" else least * (options["margin"] - 1)
        return {**options, "scale": scale, "margin": margin}

    return change


def _margin(factor: float) -> "Change":
    """Change how far the margin lies from no difference; a ratio by its logarithm."""

    def change(options: "Options", test: "Test", _evidence: "Evidence") -> "Options | None":
        margin = options.get("margin")
        if margin is None or margin == null(test.scale):
            return None
        return {**options, "margin": margin**factor if test.scale == "ratio" else factor * margin}

    return change
