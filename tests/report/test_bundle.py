"""The codec is exact, and damaged bundles are refused in one line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.codec import from_json, to_json
from bnreport.errors import StoreError
from bnreport.results import Results, RunResult, Series
from bnreport.runs.bundle import data_digests, read_bundle, write_bundle
from bnreport.study.load import StudyFile

AWKWARD = {
    "plain": Series(np.array([1, 2, 3]), np.array([0.1 + 0.2, np.nan, -np.inf])),
    "layers": Series(np.array([5, 9]), np.array([[1e-310, np.inf], [np.nan, -0.0]]), ("a", "b")),
    "empty": Series(np.array([], dtype=np.int64), np.zeros((0, 2)), ("a", "b")),
}


def test_every_number_survives(make_run: Callable[..., RunResult]) -> None:
    """NaN, infinities, denormals, negative zero, two dimensions and none: bit for bit through strict JSON."""
    before = replace(make_run("vgg.standard", 0), series=AWKWARD, seconds=float("inf"))
    after = from_json(json.loads(json.dumps(to_json(before), allow_nan=False)))
    assert replace(after, series={}) == replace(before, series={})
    for name, series in AWKWARD.items():
        assert after.series[name].values.tobytes() == series.values.tobytes()
        assert after.series[name].values.shape == series.values.shape
        assert after.series[name].steps.dtype == np.int64
        assert after.series[name].steps.tolist() == series.steps.tolist()
        assert after.series[name].columns == series.columns


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"bundle": 99}', '{"bundle": 1, "spec": {}, "runs": {"a": 3}}', "[" * 10**5]
)
def test_damaged_bundle_is_refused(tmp_path: Path, text: str) -> None:
    """One line that names the file."""
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(StoreError, match=r"results\.json") as caught:
        read_bundle(tmp_path)
    assert "\n" not in str(caught.value)


def test_absent_bundle_is_refused(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(StoreError, match="Run the study first"):
        read_bundle(tmp_path)


def _first(data: Any) -> Any:  # noqa: ANN401  (JSON)
    return data["runs"]["vgg.batchnorm"]["0"]


def _series(data: Any) -> Any:  # noqa: ANN401
    return _first(data)["series"]["train_accuracy"]


DAMAGE: dict[str, tuple[Callable[[Any], object], str]] = {
    "because": (lambda data: data["spec"].pop("because"), "'because'"),
    "name": (lambda data: data["spec"].update(name=None), "no text"),
    "overrides": (lambda data: data["spec"].update(overrides="ab"), "no text"),
    "profile": (lambda data: data["spec"].update(profile="zz"), "no profile 'zz'"),
    "study": (lambda data: data["spec"]["resolved"].pop("title"), "ValidationError"),
    "arm": (lambda data: data["runs"].update({"zz.q": {}}), "no arm 'zz.q'"),
    "seed": (lambda data: data["runs"]["vgg.batchnorm"].update({"01": _first(data)}), "seed 01"),
    "values": (lambda data: _series(data)["values"].pop(), "seed 0: .*series train_accuracy: values"),
    "steps": (lambda data: _series(data)["steps"].pop(), "series train_accuracy"),
    "rising": (lambda data: _series(data)["steps"].reverse(), "rise"),
    "equal": (lambda data: _series(data)["steps"].__setitem__(1, 0), "rise"),
    "fraction": (lambda data: _series(data)["steps"].__setitem__(1, 0.5), "rise"),
    "huge": (lambda data: _series(data)["steps"].__setitem__(-1, 10**30), "series train_accuracy"),
    "ragged": (lambda data: _series(data).update(columns=["a"]), "series train_accuracy"),
    "column": (lambda data: _series(data).update(columns=[3]), "column"),
    "null": (lambda data: _series(data)["values"].__setitem__(3, None), "no number"),
    "truth": (lambda data: _series(data).update(values=[0.5, True] + [0.5] * 39), "no number"),
    "word": (lambda data: _series(data)["values"].__setitem__(3, "high"), "'high' is no number"),
    "outcome": (lambda data: _first(data).update(outcome="odd"), "outcome is 'odd'"),
    "key": (lambda data: _first(data).update(key=3), "key is no str"),
    "stop": (lambda data: _first(data).update(stopped_at=-1), "negative"),
    "seconds": (lambda data: _first(data).update(seconds=None), "None is no number"),
    "date": (lambda data: _first(data).update(finished_at="yesterday"), "yesterday"),
    "environment": (lambda data: _first(data)["environment"].update(device=1), "no str"),
    "settings": (lambda data: _first(data).update(settings=None), "settings is no dict"),
    "metrics": (lambda data: _first(data)["metrics"].pop("train_accuracy"), "other metrics than series"),
    "metric": (lambda data: _first(data)["metrics"]["train_accuracy"].update(better="up"), "malformed"),
}


@pytest.mark.parametrize("which", DAMAGE)
def test_each_damage_is_one_line(which: str, known: tuple[StudyFile, Results, object], tmp_path: Path) -> None:
    """Nothing senseless is rendered: the line names the file and what is wrong in it."""
    write_bundle(known[0], known[1], tmp_path)
    assert read_bundle(tmp_path).results.runs["vgg.batchnorm"][0].outcome == "finished"
    data = json.loads((tmp_path / "results.json").read_text())
    damage, said = DAMAGE[which]
    damage(data)
    (tmp_path / "results.json").write_text(json.dumps(data))
    with pytest.raises(StoreError, match=rf"results\.json: .*{said}") as caught:
        read_bundle(tmp_path)
    assert "\n" not in str(caught.value)


def test_data_digests_pass_over_runs_without_one(known: tuple[StudyFile, Results, object], tmp_path: Path) -> None:
    """These runs noted none."""
    write_bundle(known[0], known[1], tmp_path)
    assert data_digests(tmp_path) == {}
