"""RunResult to JSON and back, exactly: floats by repr, NaN and infinities spelt out, types of arrays kept."""

from dataclasses import asdict
from itertools import chain, pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from bnreport.results import Metric, RunResult, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_WORDS = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}
_NUMBERS = {float, int, str}
_PLAIN = {
    "key": str, "settings": dict, "outcome": str, "stopped_at": int, "cause": str,
    "probes": dict, "environment": dict, "finished_at": str, "started_at": str,
}  # fmt: skip
"""Fields that are kept as they are, and their types."""


def to_json(run: RunResult) -> dict[str, Any]:
    """Return the run as plain JSON values; strict JSON has no NaN, so `"nan"`, `"inf"` and `"-inf"` stand for them."""
    return {
        "key": run.key,
        "settings": dict(run.settings),
        "outcome": run.outcome,
        "stopped_at": run.stopped_at,
        "cause": run.cause,
        "metrics": {name: asdict(metric) for name, metric in sorted(run.metrics.items())},
        "series": {
            name: {
                "steps": series.steps.tolist(),
                "values": _listed(series.values),
                "columns": list(series.columns),
            }
            for name, series in sorted(run.series.items())
        },
        "probes": dict(run.probes),
        "environment": dict(run.environment),
        "seconds": _spell(run.seconds),
        "finished_at": run.finished_at,
        "started_at": run.started_at,
    }


def from_json(data: "Mapping[str, Any]") -> RunResult:
    """Rebuild what `to_json` took apart.

    Raises:
        KeyError: a field is absent.
        TypeError: a field is unknown, or of another type.
        ValueError: a field holds what it cannot.
    """
    _check(data)
    series = {name: _named(name, parts) for name, parts in data["series"].items()}
    metrics = {name: _metric(**parts) for name, parts in data["metrics"].items()}
    return RunResult(**{**data, "metrics": metrics, "series": series, "seconds": _number(data["seconds"])})


def _check(data: "Mapping[str, Any]") -> None:
    for name, kind in _PLAIN.items():
        if name in data and type(data[name]) is not kind:
            raise TypeError(f"{name} is no {kind.__name__}")
    if data["outcome"] not in {"finished", "diverged"}:
        raise ValueError(f"outcome is {data['outcome']!r}")
    if data["stopped_at"] < 0:
        raise ValueError("stopped_at is negative")
    if {*map(type, data["environment"].values())} - {str}:
        raise TypeError("environment holds what is no str")


def _metric(name: str, unit: str, better: Any, failure: float | None) -> Metric:  # noqa: ANN401  (not yet checked)
    words = type(name) is type(unit) is str and better in ("higher", "lower", None)
    if not words or type(failure) not in {float, int, type(None)}:
        raise TypeError(f"metric {name!r} is malformed")
    return Metric(name, unit, better, failure)


def _named(name: str, parts: "Mapping[str, Any]") -> Series:
    try:
        return _series(**parts)
    except (KeyError, OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"series {name}: {error}") from None


def _series(steps: list[int], values: list[Any], columns: list[str]) -> Series:
    """Rebuild a series; what a damaged file may hold is looked at type by type, which takes no time worth the name."""
    if {*map(type, columns)} - {str}:
        raise TypeError("a column's name is no str")
    if {*map(type, steps)} - {int} or any(late <= early for early, late in pairwise(steps)):
        raise ValueError("steps are no numbers that rise")
    shape = (len(steps), len(columns)) if columns else (len(steps),)
    if len(values) != len(steps) or (columns and {*map(len, values)} - {len(columns)}):
        raise ValueError(f"values are not {shape}, one for each step and column")
    flat = [*chain.from_iterable(values)] if columns else values
    kinds = {*map(type, flat)}
    if kinds - _NUMBERS:
        raise TypeError("a value is no number")
    read = np.array([_number(value) for value in flat] if str in kinds else flat, dtype=np.float64)
    return Series(np.array(steps, dtype=np.int64), read.reshape(shape), tuple(columns))


def _listed(values: "NDArray[np.float64]") -> list[Any]:
    listed: list[Any] = values.tolist()
    return listed if np.isfinite(values).all() else _spell(listed)


def _spell(value: Any) -> Any:  # noqa: ANN401  (a number, or lists of them)
    if isinstance(value, list):
        return [_spell(item) for item in value]
    return value if isfinite(value) else repr(float(value))


def _number(value: float | str) -> float:
    if type(value) not in _NUMBERS or (isinstance(value, str) and value not in _WORDS):
        raise ValueError(f"{value!r} is no number")
    return _WORDS[value] if isinstance(value, str) else float(value)
