"""Other defensible options for a test: how a run becomes one number, on which scale, with which margin.

A change takes the options in force and what they gave, and returns new options; None where there is nothing to change.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from bnreport import hypotheses
from bnreport.errors import SpecError
from bnreport.results import Results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bnreport.hypotheses._protocol import Evidence, Test

    Options = dict[str, Any]
    Change = Callable[[Options, Evidence], Options | None]

_LAST_QUARTER = 0.75


def bind(kind: str, options: "Options") -> "Test | None":
    """Return the test; None where the changed options are not allowed, such as a margin beyond 1 for a share."""
    try:
        hypotheses.registry[kind].options.model_validate(options)
        test: Test = hypotheses.registry.create(kind, **options)
    except (SpecError, ValidationError):
        return None
    return test


def changed(kind: str, options: "Mapping[str, Any]", evidence: "Evidence", change: "Change") -> "Options | None":
    """Apply a change to a test's options, or to every part of a composite that has them."""
    if kind == "all_of":
        before = [*zip(options["parts"], evidence.parts, strict=True)]
        after = [changed(name, held, part.evidence, change) for entry, part in before for name, held in entry.items()]
        if not any(after):
            return None
        parts = [{next(iter(e)): new or next(iter(e.values()))} for (e, _), new in zip(before, after, strict=True)]
        return {**options, "parts": parts}
    fields = hypotheses.registry[kind].options.model_fields
    defaults = {name: field.default for name, field in fields.items() if not field.is_required()}
    return change({**defaults, **options}, evidence)


def changes(results: Results) -> "Iterator[tuple[str, str, Change]]":
    """Yield the declared changes of options: family, label, change."""
    for reduce in ("final", "best", "mean", "median"):
        yield "reduction", f"{reduce} of the steps", _reduction(reduce)
    measured = [
        int(series.steps[-1])
        for runs in results.runs.values()
        for run in runs.values()
        for series in run.series.values()
        if len(series.steps)
    ]
    last = max(measured, default=0)
    quarter = [int(_LAST_QUARTER * last), last]
    yield "reduction", "mean of the last quarter", _reduction("mean", quarter)
    for scale in ("raw", "log"):
        yield "scale", f"{scale} scale", _scale(scale)
    for factor, label in ((0.5, "half the margin"), (2.0, "twice the margin")):
        yield "margin", label, _margin(factor)


def _reduction(reduce: str, window: list[int] | None = None) -> "Change":
    def change(options: "Options", _evidence: "Evidence") -> "Options | None":
        if "reduce" not in options or (window and options["window"] is not None):
            return None
        return {**options, "reduce": reduce, "window": window or options["window"]}

    return change


def _scale(scale: str) -> "Change":
    """Change the scale; a margin keeps its size, as a share of the mean of all the arms' values."""

    def change(options: "Options", evidence: "Evidence") -> "Options | None":
        values = [arm.values for arm in evidence.arms.values()]
        if options.get("scale", scale) == scale or "margin" not in options:
            return None
        if not values or min(map(np.min, values)) <= 0:
            return None
        mean = float(np.mean(np.concatenate(values)))
        return {**options, "scale": scale, "margin": options["margin"] * (mean if scale == "raw" else 1 / mean)}

    return change


def _margin(factor: float) -> "Change":
    def change(options: "Options", _evidence: "Evidence") -> "Options | None":
        return {**options, "margin": factor * options["margin"]} if options.get("margin") else None

    return change
