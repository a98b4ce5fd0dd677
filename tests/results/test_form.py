"""A run's JSON form: exact, strict, and told field by field where it is damaged."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from bnreport.results import Metric, RunResult, Series
from bnreport.results.form import decoded, encoded, say_errors

AWKWARD = {
    "plain": Series(np.array([1, 2, 3]), np.array([0.1 + 0.2, np.nan, -np.inf])),
    "layers": Series(np.array([5, 9]), np.array([[1e-310, np.inf], [np.nan, -0.0]]), ("a", "b")),
    "empty": Series(np.array([], dtype=np.int64), np.zeros((0, 2)), ("a", "b")),
    "none": Series(np.array([], dtype=np.int64), np.zeros(0)),
}


def run(**changes: Any) -> RunResult:  # noqa: ANN401
    """Return a run of two readings."""
    fields: dict[str, Any] = {
        "key": "ab" * 32,
        "settings": {"seed": 0, "recipe": {"lr": 0.1}},
        "outcome": "finished",
        "stopped_at": 2,
        "cause": "",
        "metrics": {"m": Metric("m", "nat", "lower", 2.3)},
        "series": {"m": Series(np.array([1, 2]), np.array([0.5, 1.0]))},
        "probes": {"accuracy": {"options": {"every": 1}, "code": "c"}},
        "environment": {"device": "cpu"},
        "seconds": 1.5,
        "finished_at": "2026-11-20T10:00:00+00:00",
    }
    return RunResult(**fields | changes)


def test_every_number_survives() -> None:
    """NaN, infinities, denormals, negative zero, two dimensions and none: bit for bit through strict JSON."""
    metrics = {name: Metric(name, "1", None) for name in AWKWARD}
    text = encoded(run(series=AWKWARD, metrics=metrics, seconds=float("inf")))
    json.loads(text, parse_constant=pytest.fail)
    after = decoded(text)
    assert encoded(after) == text
    assert after.seconds == float("inf")
    assert after.metrics == metrics
    for name, series in AWKWARD.items():
        assert after.series[name].values.tobytes() == series.values.tobytes()
        assert after.series[name].values.shape == series.values.shape
        assert after.series[name].steps.dtype == np.int64
        assert after.series[name].steps.tolist() == series.steps.tolist()
        assert after.series[name].columns == series.columns


def test_equal_runs_have_equal_bytes() -> None:
    """In whatever order their settings were made, on one line."""
    assert encoded(run(settings={"recipe": {"lr": 0.1}, "seed": 0})) == encoded(run())
    assert b"\n" not in encoded(run(cause="two\nlines"))


def test_making_a_run_checks_nothing() -> None:
    """Thousands are made while judging; what is read from a file is checked."""
    made = run(key="k", stopped_at=-1)
    assert (made.key, made.stopped_at) == ("k", -1)
    with pytest.raises(ValidationError):
        decoded(encoded(made))


def _m(data: Any) -> Any:  # noqa: ANN401  (JSON)
    return data["series"]["m"]


DAMAGE: dict[str, tuple[Callable[[Any], object], str]] = {
    "values": (lambda data: _m(data)["values"].pop(), "series.m: values are not (2,)"),
    "steps": (lambda data: _m(data)["steps"].pop(), "series.m: values are not (1,)"),
    "falling": (lambda data: _m(data)["steps"].reverse(), "series.m.steps: they are no whole numbers"),
    "equal": (lambda data: _m(data).update(steps=[1, 1]), "series.m.steps: "),
    "negative": (lambda data: _m(data).update(steps=[-1, 1]), "series.m.steps: "),
    "part": (lambda data: _m(data).update(steps=[1, 1.5]), "series.m.steps: "),
    "truth": (lambda data: _m(data).update(steps=[False, True]), "series.m.steps: "),
    "huge": (lambda data: _m(data).update(steps=[1, 10**30]), "series.m.steps: "),
    "columns": (lambda data: _m(data).update(columns=["a"]), "series.m: values are not (2, 1)"),
    "ragged": (
        lambda data: _m(data).update(columns=["a"], values=[[1], []]),
        "series.m.values: their rows",
    ),
    "mixed": (lambda data: _m(data).update(values=[[1], 2]), "series.m.values: one is no number"),
    "column": (lambda data: _m(data).update(columns=[3]), "series.m.columns.0: "),
    "reserved": (lambda data: _m(data).update(columns=["max"]), "cannot be called 'max'"),
    "null": (lambda data: _m(data).update(values=[1, None]), "series.m.values: one is no number"),
    "true": (lambda data: _m(data).update(values=[1, True]), "series.m.values: one is no number"),
    "word": (lambda data: _m(data).update(values=[1, "high"]), "series.m.values: 'high' is no number"),
    "digits": (lambda data: _m(data).update(values=[1, "2"]), "series.m.values: '2' is no number"),
    "vast": (lambda data: _m(data).update(values=[1, 10**400]), "series.m.values: one is too large"),
    "outcome": (lambda data: data.update(outcome="odd"), "outcome: "),
    "key": (lambda data: data.update(key="3"), "key: "),
    "stop": (lambda data: data.update(stopped_at=-1), "stopped_at: "),
    "stopped": (lambda data: data.update(stopped_at="2"), "stopped_at: "),
    "seconds": (lambda data: data.update(seconds=None), "seconds: None is no number"),
    "date": (lambda data: data.update(finished_at="yesterday"), "finished_at: "),
    "environment": (lambda data: data["environment"].update(device=1), "environment.device: "),
    "settings": (lambda data: data.update(settings=None), "settings: "),
    "missing": (lambda data: data.pop("cause"), "cause: "),
    "unknown": (lambda data: data.update(colour="red"), "colour: "),
    "metrics": (lambda data: data["metrics"].pop("m"), "other metrics than series"),
    "series": (lambda data: data["series"].pop("m"), "other metrics than series"),
    "metric": (lambda data: data["metrics"]["m"].update(better="up"), "metrics.m.better: "),
    "failure": (lambda data: data["metrics"]["m"].update(failure="0"), "metrics.m.failure: "),
    "unit": (lambda data: data["metrics"]["m"].pop("unit"), "metrics.m.unit: "),
}


@pytest.mark.parametrize("which", DAMAGE)
def test_each_damage_is_one_line(which: str) -> None:
    """It names the field and what is wrong with it."""
    data = json.loads(encoded(run()))
    damage, said = DAMAGE[which]
    damage(data)
    with pytest.raises(ValidationError) as caught:
        decoded(json.dumps(data).encode())
    line = say_errors(caught.value)
    assert said in line
    assert "\n" not in line


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"[" * 10**5, b"\xff"])
def test_what_is_no_run_is_one_line(text: bytes) -> None:
    """No more than three mistakes are told."""
    with pytest.raises(ValidationError) as caught:
        decoded(text)
    assert "\n" not in say_errors(caught.value)
    assert say_errors(caught.value).count(";") <= 3
