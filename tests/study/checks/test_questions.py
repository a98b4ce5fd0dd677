"""Questions, explanations and claims that do not know each other are one line each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.study.load import inspect
from bnreport.study.yaml import parse, read_text

Say = Callable[..., list[str]]

LANGUAGE = """\
explanations:
  smoothness: {label: A smoother loss, says: The loss is smoother.}
questions:
  better: {ask: "Is b better?", decided_by: h1}
windows:
  w: {align: fixed, between: [1, 100 %]}
"""


@pytest.fixture
def asked(text: str) -> str:
    """A sound study that asks one question."""
    claim = "question: better\n    bears_on: {smoothness: {tests: present, supported: for, refuted: silent}}"
    paper = "paper: {says: supported, where: Fig. 1, window: w}"
    return LANGUAGE + text.replace("    claim: b", f"    {claim}\n    {paper}\n    claim: b")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        (
            "question: better",
            "question: beter",
            "hypotheses.h1.question: unknown question 'beter'. Did you mean",
        ),
        ("decided_by: h1", "decided_by: h2", "questions.better.decided_by: unknown hypothesis 'h2'. Known: h1."),
        ("decided_by: h1", "decided_by: [h1, h2]", "questions.better.decided_by: unknown hypothesis 'h2'."),
        (
            "question: better",
            "question: better\n    primary: false",
            "questions.better.decided_by: h1 is exploratory, and has no verdict.",
        ),
        (
            "{smoothness: {tests",
            "{smothness: {tests",
            "hypotheses.h1.bears_on.smothness: unknown explanation",
        ),
        (
            "refuted: silent",
            "refuted: for",
            "hypotheses.h1.bears_on.smoothness: says for either way, so no verdict tells.",
        ),
        ("supported: for", "supported: silent", "bears_on.smoothness: says silent either way, so no verdict tells."),
        ("refuted: silent", "refuted: against", ""),
        ("window: w}", "window: v}", "hypotheses.h1.paper.window: unknown window 'v'. Known: w."),
        (
            "explanations:",
            "EXTRA",
            "questions.other: no claim names it. Write `question: other` in those that help to answer it.",
        ),
    ],
)
def test_names_are_known(asked: str, complaints: Say, old: str, new: str, said: str) -> None:
    """The nearest spelling, or what to write."""
    if new == "EXTRA":
        asked = asked.replace("questions:\n", 'questions:\n  other: {ask: "Why?", decided_by: h1}\n')
    elif new:
        asked = asked.replace(old, new, 1)
    lines = complaints(asked)
    assert any(said in line for line in lines) if said else lines == []


def test_a_primary_claim_names_its_question(asked: str, complaints: Say) -> None:
    """Where there are any; an exploratory one may."""
    lines = complaints(asked.replace("    question: better\n", ""))
    assert any("hypotheses.h1: is primary and names no question. Add `question:`, one of better" in s for s in lines)
    more = asked.replace("  h1:\n", "  h2:\n    primary: false\n    claim: c\n    why_this_margin: w\n    SUP\n  h1:\n")
    flow = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
    assert complaints(more.replace("SUP", flow)) == []


def test_what_decides_a_question_belongs_to_it(asked: str, complaints: Say) -> None:
    """A claim answers the question that it names."""
    other = asked.replace("questions:\n", 'questions:\n  other: {ask: "Why?", decided_by: h1}\n')
    lines = complaints(other)
    assert any(
        "questions.other.decided_by: h1 belongs to question better. Write `question: other` in it" in s for s in lines
    )


def test_looks_of_an_experiment(text: str, complaints: Say) -> None:
    """As many as the study's, and the same for all arms of a claim."""
    own = text.replace("    probes:\n", "    looks: [2, 4]\n    probes:\n")
    [said] = complaints(own)
    assert said == "x.yaml:14:5: experiments.net.looks: needs 1 looks, as many as the study has. Got [2, 4]."
    assert complaints(own.replace("[2, 4]", "[4]")) == []


def test_looks_of_an_experiment_whose_recipe_is_wrong_are_not_judged(text: str, complaints: Say) -> None:
    """It has looks of its own, like the other: one mistake, one line."""
    own = text.replace("    probes:\n", "    looks: [4]\n    probes:\n")
    net = own.split("  net:\n")[1].partition("hypotheses:")[0]
    wrong = net.replace("a: {norm: none}", "a: {norm: none, set: {optimizer.lr: -1.0}}")
    two = own.replace("hypotheses:\n", f"  other:\n{wrong}hypotheses:\n").replace("versus: net.a", "versus: other.a")
    [said] = complaints(two)
    assert "experiments.other.arms.a.set.optimizer.lr" in said


def test_experiments_of_a_scale_are_known(text: str, complaints: Say) -> None:
    """Its key is the experiment's name."""
    [said] = complaints(text.replace("smoke: {}", "smoke: {scale: {nett: toy}}"))
    assert said == "x.yaml:22:19: profiles.smoke.scale.nett: unknown experiment 'nett'. Did you mean 'net'? Known: net."


def test_every_experiment_that_a_profile_runs_has_a_scale(text: str, complaints: Say) -> None:
    """One that is left out would pass for the paper's scale; one that does not run needs none."""
    net = text.split("  net:\n")[1].partition("hypotheses:")[0]
    two = text.replace("hypotheses:\n", f"  other:\n{net}hypotheses:\n")
    [said] = complaints(two.replace("smoke: {}", "smoke: {scale: {net: toy}}"))
    place = "x.yaml:33:11: profiles.smoke.scale"
    assert said == f"{place}: leaves out other. Give each experiment that the profile runs a scale."
    assert complaints(two.replace("smoke: {}", "smoke: {experiments: [net], scale: {net: toy}}")) == []
    assert complaints(two.replace("smoke: {}", "smoke: {scale: {net: toy, other: paper}}")) == []


@pytest.mark.parametrize("wrong", ["question: better\n    clam: x", "questoin: better", "question: [better]"])
def test_a_claim_that_is_wrong_in_itself_is_there_all_the_same(asked: str, complaints: Say, wrong: str) -> None:
    """One mistake, one line: its question is not said to have no claim, nor the claim to be unknown."""
    [said] = complaints(asked.replace("question: better", wrong, 1))
    assert said.partition(": ")[2].startswith("hypotheses.h1.")


def test_a_profile_that_is_wrong_in_itself_is_known(text: str, tmp_path: Path) -> None:
    """Its mistake is the only one."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("smoke: {}", "smoke: {scael: toy}\n  other: {}"))
    [said] = inspect(parse(path, read_text(path)), "smoke").found
    assert "unknown key 'scael'" in said.what
