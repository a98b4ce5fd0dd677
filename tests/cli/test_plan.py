"""What `check` and `plan` say about power."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Call = Callable[..., Result]
TEXT = """\
study: toy
title: A toy
seeds: {looks: [5], alpha: [0.05]}
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 4}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 10
    arms:
      a: {norm: none}
      b: {norm: {group: {groups: 2}}}
    probes: {accuracy: {every: 5}}
hypotheses:
  harmless:
    claim: b does no harm.
    noninferiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.02}
    why_this_margin: Ours.
  better:
    claim: b is better.
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0}
    why_this_margin: Ours.
profiles:
  full: {scale: reduced}
  smoke: {scale: toy, set: {seeds.looks: [2]}}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A study of two hypotheses whose SDs are not declared."""
    path = tmp_path / "x.yaml"
    path.write_text(TEXT)
    return path


def declare(spec: Path, sd: float) -> None:
    """Declare the SD of the first hypothesis."""
    spec.write_text(TEXT.replace("    noninf", f"    expected_sd: {sd}\n    noninf"))


def test_check_says_what_is_resolved(call: Call, spec: Path) -> None:
    """One line for the known SD; margin 0 is a warning; the unknown is summed up; exit 0."""
    declare(spec, 0.005)
    result = call("check", spec)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{spec}: sound. 2 hypotheses, profiles full, smoke.",
        f"{spec}: profile full: share of time spent on probes, about: net 83 %.",
        f"{spec}: profile smoke: share of time spent on probes, about: net 83 %.",
        (
            f"{spec}: harmless: 5 seeds detect 0.0103 (80 % power, alpha 0.025: first of 2; SD 0.005, declared), "
            "0.51 of the margin 0.02, which needs 4 seeds."
        ),
    ]
    assert result.stderr.splitlines()[1:] == [
        (
            f"{spec}: warning: hypotheses.better: with margin 0 no absence of effect can refute the claim. "
            "Let the margin be the largest effect that would not matter."
        ),
        (
            f"{spec}: power unknown for 1 of 2 primary hypotheses: declare `expected_sd`, the SD over seeds of the "
            "effect, or see `bnreport plan`, which measures it on stored runs."
        ),
    ]


def test_a_margin_out_of_reach_is_a_warning(call: Call, spec: Path) -> None:
    """With what would be within reach; the exit code stays 0."""
    declare(spec, 0.02)
    result = call("check", spec)
    assert result.exit_code == 0
    assert (
        f"{spec}: warning: hypotheses.harmless: 5 seeds cannot resolve the margin of 0.02, only one of 0.041. "
        "Plan 13 seeds, or widen the margin before anything is trained."
    ) in result.stderr.splitlines()


def test_profiles_that_differ_are_named(call: Call, spec: Path) -> None:
    """A toy resolves nothing and is left out; two serious scales with other seeds are told apart."""
    declare(spec, 0.005)
    spec.write_text(spec.read_text().replace("scale: toy, set", "scale: reduced, set"))
    lines = call("check", spec).stdout.splitlines()[2:]
    assert [line.split(": ", 1)[1].split(":")[0] for line in lines[1:]] == ["[full] harmless", "[smoke] harmless"]
    assert "2 seeds detect" in lines[2]


def test_a_wrong_sd_has_a_place(call: Call, spec: Path) -> None:
    """It must be positive."""
    declare(spec, -1)
    result = call("check", spec)
    assert result.exit_code == 1
    assert "x.yaml:18:5: hypotheses.harmless.expected_sd: must be greater than 0. Got -1" in result.stderr.replace(
        ".0", ""
    )


def test_plan_says_it_too(call: Call, spec: Path, tmp_path: Path) -> None:
    """Runs first, then power; messages go to stderr and fall silent with --quiet."""
    declare(spec, 0.02)
    folders = ("--profile", "full", "--store", tmp_path / "store", "--data", tmp_path / "data")
    result = call("plan", spec, *folders)
    assert result.exit_code == 0
    assert "10 runs: 0 stored" in result.stdout
    assert "harmless: 5 seeds detect 0.041" in result.stdout
    assert "cannot resolve the margin" in result.stderr
    assert "power unknown for 1 of 2 primary hypotheses (missing_runs)" in result.stderr
    assert call("plan", spec, *folders, "--quiet").stderr == ""
    held = json.loads(call("plan", spec, *folders, "--json").stdout)
    assert len(held["runs"]) == 10
    harmless, better = held["power"]
    assert (harmless["sd_source"], harmless["seeds_needed"], harmless["ratio"]) == (
        "declared",
        13,
        pytest.approx(2.05, abs=0.005),
    )
    assert (better["sd"], better["mde"], better["reason"], len(better["warnings"])) == (None, None, "missing_runs", 1)
