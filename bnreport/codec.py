"""RunResult to JSON and back, exactly: floats by repr, NaN and infinities spelt out, types of arrays kept."""

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from bnreport.results import Metric, RunResult, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_WORDS = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}


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
        TypeError: a field is unknown.
        ValueError: a number is none.
    """
    series = {name: _series(**parts) for name, parts in data["series"].items()}
    metrics = {name: Metric(**parts) for name, parts in data["metrics"].items()}
    return RunResult(**{**data, "metrics": metrics, "series": series, "seconds": _number(data["seconds"])})


def _series(steps: list[int], values: list[Any], columns: list[str]) -> Series:
    k = len(columns)
    read = np.asarray(values)
    if read.dtype.kind not in "fi":  # some are spelt out
        read = np.array([_number(value) for row in values for value in (row if k else [row])])
    shape = (len(values), k) if k else (len(values),)
    return Series(np.array(steps, dtype=np.int64), read.astype(np.float64).reshape(shape), tuple(columns))


def _listed(values: "NDArray[np.float64]") -> list[Any]:
    listed: list[Any] = values.tolist()
    return listed if np.isfinite(values).all() else _spell(listed)


def _spell(value: Any) -> Any:  # noqa: ANN401  (a number, or lists of them)
    if isinstance(value, list):
        return [_spell(item) for item in value]
    return value if isfinite(value) else repr(float(value))


def _number(value: float | str) -> float:
    return _WORDS[value] if isinstance(value, str) else float(value)
