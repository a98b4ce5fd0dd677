"""`bnreport synthesize`."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from bnreport.files import bundle_path, write_whole
from bnreport.results import Metric, Series
from bnreport.runs.bundle import packed
from bnreport.runs.folders import Folders
from bnreport.runs.status import find_runs, gather
from bnreport.runs.store import Store
from bnreport.study.load import load_study
from tests.runs.conftest import run as trained

Call = Callable[..., Result]

SPEC = """\
study: NAME
title: A toy
seeds: {looks: [5], alpha: [0.05]}
explanations:
  steady: {label: Steadier inputs, says: "BatchNorm helps because its inputs are steadier."}
questions: {all: {ask: "Is it so?", decided_by: better}}
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 4}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 10
    arms: {a: {norm: none}, b: {norm: batch}}
    probes: {accuracy: {every: 5}}
hypotheses:
  better:
    question: all
    claim: b is better.
    superiority: {metric: train_accuracy, arm: net.b, versus: net.a, margin: 0.01}
    why_this_margin: Ours.
    bears_on: {steady: {tests: present, supported: for, refuted: against}}
profiles:
  full: {scale: reduced}
  smoke: {scale: toy}
"""
ACCURACY = Metric("train_accuracy", "fraction", "higher", 0.1)


def _spec(tmp_path: Path, name: str) -> Path:
    spec = tmp_path / f"{name}.yaml"
    spec.write_text(SPEC.replace("NAME", name))
    return spec


def _publish(tmp_path: Path, spec: Path, profile: str, gain: float) -> Folders:
    """Let a profile have runs in its bundle, and none in the store: b gains so much."""
    folders = Folders(tmp_path / "s", tmp_path / "d", tmp_path / "r")
    file = load_study(spec, profile, (), folders.data)
    steps = np.array([0, 5, 10])
    filled = []
    for status in find_runs(file, folders, Store(folders.store, print)):
        run = status.run
        end = 0.5 + gain * (run.arms == ("net.b",)) + 0.001 * (run.index * (1 + (run.arms == ("net.b",))) % 4)
        series = {"train_accuracy": Series(steps, np.full(3, end))}
        result = trained(1, run.index, series=series, metrics={"train_accuracy": ACCURACY}, probes=run.probes)
        settings = {**run.settings, "data": run.data}
        filled.append(status._replace(result=replace(result, key=run.key, settings=settings, stopped_at=10)))
    write_whole(bundle_path(folders.report(file)), packed(file, gather(filled)))
    return folders


def _call(call: Call, tmp_path: Path, *words: object) -> Result:
    return call("synthesize", *words, "--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")


def _state(tmp_path: Path) -> tuple[str, str]:
    read = json.loads((tmp_path / "r" / "why" / "synthesis.json").read_text())
    cell = read["explanations"][0]["cells"]["present"]
    return cell["state"], cell["scale"]


def test_published_studies_stand_side_by_side(call: Call, tmp_path: Path) -> None:
    """From their bundles alone, each at the profiles that it published; one without results is listed."""
    one, two, three = (_spec(tmp_path, name) for name in ("one", "two", "three"))
    _publish(tmp_path, one, "full", 0.2)
    _publish(tmp_path, two, "smoke", -0.2)
    result = _call(call, tmp_path, one, two, three)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{tmp_path / 'r' / 'why' / 'report.html'}\n"
    assert result.stderr.splitlines()[-1] == "Three, profile none: Not run."
    assert _state(tmp_path) == ("for", "reduced")
    assert "bnreport run three.yaml --profile full" in (tmp_path / "r" / "why" / "report.html").read_text()
    assert 'href="why/report.html"' in (tmp_path / "r" / "index.html").read_text()
    assert not (tmp_path / "s" / "runs").exists()
    _publish(tmp_path, two, "full", -0.2)
    _call(call, tmp_path, one, two, "--quiet")
    assert _state(tmp_path) == ("contested", "reduced")


def test_a_folder_of_ones_own(call: Call, tmp_path: Path) -> None:
    """With --out, and nothing among the reports."""
    result = _call(call, tmp_path, _spec(tmp_path, "one"), "--out", tmp_path / "mine", "--quiet")
    assert (result.stdout, result.stderr) == (f"{tmp_path / 'mine' / 'report.html'}\n", "")
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("steadier.", "calmer."), "explanations.steady: has another label or text than in "),
        (("study: two", "study: one"), "study: is one as in "),
        (("margin: 0.01", "margin: -1"), "margin"),
    ],
)
def test_what_is_wrong_is_one_line(call: Call, tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """Of the study where it is wrong, and nothing is written."""
    one, two = _spec(tmp_path, "one"), _spec(tmp_path, "two")
    two.write_text(two.read_text().replace(*change))
    result = _call(call, tmp_path, one, two)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith(str(two))
    assert said in result.stderr
    assert not (tmp_path / "r").exists()


def test_a_damaged_bundle_is_one_line(call: Call, tmp_path: Path) -> None:
    """Which names it."""
    spec = _spec(tmp_path, "one")
    folders = _publish(tmp_path, spec, "full", 0.2)
    path = bundle_path(folders.report(load_study(spec, "full", (), folders.data)))
    path.write_bytes(b"garbage")
    result = _call(call, tmp_path, spec)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert str(path) in result.stderr
