"""Learning curves: every metric that a hypothesis reads, and accuracy in training and test."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bnreport.figures import curves as drawing
from bnreport.report.exhibit import Exhibit, exhibit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from bnreport.results import Metric, Results, Series
    from bnreport.spec.models import Study

ALWAYS = ("train_accuracy", "test_accuracy")
_POINTS = 160


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    figures: tuple[Exhibit, ...]


def metrics(study: "Study", results: "Results") -> "dict[str, dict[str, Metric]]":
    """Return, by experiment, the metrics worth drawing: those that hypotheses name, and accuracies."""
    named = {word for hypothesis in study.hypotheses.values() for word in _words(hypothesis.test.options)}
    found: dict[str, dict[str, Metric]] = {}
    for arm, runs in results.runs.items():
        measured = found.setdefault(arm.partition(".")[0], {})
        for _, run in sorted(runs.items()):
            for name in sorted(run.metrics):
                if name in named or name in ALWAYS:
                    measured.setdefault(name, run.metrics[name])
    return found


def _words(options: Any) -> "Iterator[str]":  # noqa: ANN401  (options nest in all_of)
    if isinstance(options, str):
        yield options
    elif isinstance(options, dict):
        for value in options.values():
            yield from _words(value)
    elif isinstance(options, list | tuple):
        for value in options:
            yield from _words(value)


def chapters(results: "Results", found: "Mapping[str, Mapping[str, Metric]]") -> tuple[Chapter, ...]:
    """Draw one figure per experiment and metric."""
    return tuple(
        Chapter(experiment, tuple(_exhibit(experiment, metric, results) for _, metric in sorted(measured.items())))
        for experiment, measured in found.items()
    )


def _exhibit(experiment: str, metric: "Metric", results: "Results") -> Exhibit:
    table = drawing.Table(
        experiment=experiment,
        metric=metric.name,
        unit=metric.unit,
        chance=metric.failure,
        curves=tuple(
            _curve(arm, seed, run.series[metric.name], diverged=run.outcome == "diverged")
            for arm, runs in results.runs.items()
            if arm.partition(".")[0] == experiment
            for seed, run in sorted(runs.items())
            if metric.name in run.series
        ),
    )
    return exhibit("curves", f"{experiment}-{metric.name}", table)


def _curve(arm: str, seed: int, series: "Series", *, diverged: bool) -> drawing.Curve:
    values = series.values
    if values.ndim > 1:
        seen = np.isfinite(values)
        total = np.where(seen, values, 0.0).sum(axis=1)
        values = np.where(seen.any(axis=1), total / np.maximum(seen.sum(axis=1), 1), np.nan)
    keep = thinned(values)
    return drawing.Curve(arm, seed, tuple(series.steps[keep].tolist()), tuple(float(v) for v in values[keep]), diverged)


def thinned(values: "NDArray[np.float64]") -> "NDArray[np.int64]":
    """Return which points to draw: all of a short series; of a long one, ends and the extremes of each stretch."""
    if len(values) <= _POINTS:
        return np.arange(len(values))
    kept = {0, len(values) - 1}
    for stretch in np.array_split(np.arange(len(values)), _POINTS // 2):
        part = values[stretch]
        if np.isfinite(part).any():
            kept |= {int(stretch[np.nanargmin(part)]), int(stretch[np.nanargmax(part)])}
    return np.array(sorted(kept), dtype=np.int64)
