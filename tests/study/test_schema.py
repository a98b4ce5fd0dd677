"""Names for people, looks, scales, windows and questions of a study."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bnreport.study.schema import Study

Say = Callable[..., list[str]]

BEARS = {"smoothness": {"tests": "present", "supported": "for", "refuted": "silent"}}
WINDOWS: dict[str, Any] = {
    "early": {"align": "step", "from": {"train_accuracy": 0.2}, "length": "10 %"},
    "first_fifth": {"align": "fixed", "between": [1, "20 %"]},
    "same_progress": {"align": "progress", "metric": "train_accuracy", "between": [0.2, 0.4]},
}


def study(**changes: Any) -> Study:  # noqa: ANN401
    """Return a study that uses every part of the language."""
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": "2 epochs"}
    arms = {"batch_norm": {"label": "BatchNorm", "norm": "batch"}, "no_norm": {"norm": "none"}}
    test = {"metric": "train_accuracy", "arm": "vgg.batch_norm", "versus": "vgg.no_norm", "margin": 0.1}
    claim = {"claim": "c", "superiority": test, "why_this_margin": "w", "question": "better", "bears_on": BEARS}
    paper = {"says": "supported", "where": "Fig. 1", "window": "first_fifth"}
    fields: dict[str, Any] = {
        "study": "s",
        "title": "t",
        "seeds": {"looks": [2, 4], "alpha": [0.01, 0.04]},
        "explanations": {"smoothness": {"label": "A smoother loss", "says": "The loss is smoother."}},
        "questions": {"better": {"ask": "Does it train better?", "decided_by": "h"}},
        "windows": WINDOWS,
        "experiments": {
            "vgg": {"label": "VGG-11", "recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": "5 %"}}},
            "no_label": {"recipe": recipe, "arms": {"a": {"norm": "none"}}, "looks": [3, 5]},
        },
        "hypotheses": {"h": claim | {"paper": paper}},
        "profiles": {"p": {}, "q": {"scale": {"vgg": "reduced", "other": "toy"}}},
    }
    return Study.model_validate(fields | changes)


@pytest.mark.parametrize(
    ("arm", "label"),
    [
        ("vgg.batch_norm", "BatchNorm"),
        ("vgg.batch_norm/lr=0.1", "BatchNorm (lr 0.1)"),
        ("vgg.no_norm/lr=0.1/batch_size=8", "no norm (lr 0.1, batch size 8)"),
        ("elsewhere.other_arm", "other arm"),
    ],
)
def test_an_arm_is_called_by_its_label(arm: str, label: str) -> None:
    """Or by its name with blanks, and its point of the grid in brackets."""
    assert study().label(arm) == label


def test_arms_of_several_experiments_are_told_apart_by_these() -> None:
    """Side by side; those of one experiment need no more than their own labels."""
    made = study()
    assert made.labels(["vgg.batch_norm", "vgg.no_norm"]) == {"vgg.batch_norm": "BatchNorm", "vgg.no_norm": "no norm"}
    assert made.labels(["vgg.batch_norm/lr=0.1", "no_label.a"]) == {
        "vgg.batch_norm/lr=0.1": "BatchNorm (lr 0.1) in VGG-11",
        "no_label.a": "a in no label",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"norm": "none"}, {"norm": "none", "label": "BatchNorm"}, "arms batch_norm and no_norm both read 'BatchNorm'"),
        ({"label": "BatchNorm", "norm": "batch"}, {"label": "no norm", "norm": "batch"}, "both read 'no norm'"),
    ],
)
def test_two_arms_of_an_experiment_never_read_the_same(old: Any, new: Any, said: str) -> None:  # noqa: ANN401
    """Whether by labels or by a label and a name: curves of both would be one."""
    held = study().experiments["vgg"]
    arms = {"batch_norm": {"label": "BatchNorm", "norm": "batch"}, "no_norm": {"norm": "none"}}
    arms = {name: new if arm == old else arm for name, arm in arms.items()}
    with pytest.raises(ValidationError, match=said):
        study(experiments={"vgg": held.model_dump() | {"arms": arms}})


def test_two_experiments_never_read_the_same() -> None:
    """Their arms could not be told apart."""
    held = study().experiments["vgg"].model_dump()
    with pytest.raises(ValidationError, match="experiments vgg and other both read 'VGG-11'"):
        study(experiments={"vgg": held, "other": held})


@pytest.mark.parametrize(("name", "label"), [("vgg", "VGG-11"), ("no_label", "no label"), ("not_there", "not there")])
def test_an_experiment_is_called_by_its_label(name: str, label: str) -> None:
    """Or by its name with blanks."""
    assert study().experiment_label(name) == label


def test_an_experiment_may_have_looks_of_its_own() -> None:
    """The others have the study's."""
    assert {name: study().looks_of(name) for name in ("vgg", "no_label", "gone")} == {
        "vgg": (2, 4),
        "no_label": (3, 5),
        "gone": (2, 4),
    }


@pytest.mark.parametrize(
    ("profile", "experiments", "scale"),
    [
        ("p", ["vgg", "other"], "paper"),
        ("q", ["vgg"], "reduced"),
        ("q", ["vgg", "other"], "toy"),
        ("q", ["no_label"], "paper"),
        ("q", ["no_label", "vgg"], "reduced"),
        ("q", [], "paper"),
    ],
)
def test_the_least_faithful_scale_counts(profile: str, experiments: list[str], scale: str) -> None:
    """A claim that reads a toy says nothing about the paper, whatever else it reads."""
    assert study().scale_of(profile, experiments) == scale


@given(
    share=st.integers(1, 100),
    level=st.floats(-1e9, 1e9, allow_nan=False),
    decided_by=st.sampled_from(["h", ["h"], ["h", "g"]]),
)
def test_the_language_survives_the_round_trip(share: int, level: float, decided_by: object) -> None:
    """Study to plain data and back is the same study, lengths and levels included."""
    early = {"align": "step", "from": {"train_loss": level}, "length": f"{share} %"}
    asked = {"better": {"ask": "Is it?", "decided_by": decided_by}}
    made = study(windows=WINDOWS | {"early": early}, questions=asked)
    assert Study.model_validate(made.model_dump()) == made
    assert Study.model_validate_json(made.model_dump_json()) == made
    assert made.model_dump(mode="json")["windows"]["early"] == early


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "windows: {w: {align: stop, between: [1, 2]}}",
            "1:11: windows.w: needs `align`: fixed, step or progress, as in {align: fixed, between: [1, 20 %]}",
        ),
        ("windows: {w: {between: [1, 2]}}", "1:11: windows.w: needs `align`: fixed, step or progress"),
        (
            "windows: {w: {align: fixed, between: [9, 3]}}",
            "1:11: windows.w: must run from its first step to its last: [3, 9]. Got",
        ),
        (
            "windows: {w: {align: step, form: {a: 1}, length: 3}}",
            "1:28: windows.w.form: unknown key 'form'. Did you mean 'from'? Known here: align, from, length.",
        ),
        (
            "windows: {w: {align: progress, metrik: a, between: [1, 2]}}",
            "1:32: windows.w.metrik: unknown key 'metrik'. Did you mean 'metric'? Known here: align, between, metric.",
        ),
        (
            "windows: {w: {align: fixed, between: [1, 20%%]}}",
            "1:42: windows.w.between.1: must be a length of training",
        ),
        ("explanations: {e: {label: E}}", "1:16: explanations.e.says: is missing."),
        ("questions: {q: {ask: Q, decided_by: []}}", "1:25: questions.q.decided_by: must have 1 or more entries."),
    ],
)
def test_a_mistake_in_the_language_is_one_line(text: str, complaints: Say, line: str, said: str) -> None:
    """Its place, what stands there, and what may."""
    [found] = complaints(f"{line}\n{text}")
    assert found.startswith(f"x.yaml:{said}")


def test_a_scale_that_there_is_not_is_one_line(text: str, complaints: Say) -> None:
    """Whether it stands for the study or for one experiment."""
    [one] = complaints(text.replace("smoke: {}", "smoke: {scale: tiny}"))
    assert one.startswith("x.yaml:22:11: profiles.smoke.scale: must be 'paper', 'reduced' or 'toy'. Got 'tiny'.")
    [each] = complaints(text.replace("smoke: {}", "smoke: {scale: {net: tiny}}"))
    assert each.startswith("x.yaml:22:19: profiles.smoke.scale.net: must be 'paper', 'reduced' or 'toy'. Got 'tiny'.")


def test_a_title_has_a_length(text: str, complaints: Say) -> None:
    """No page ends that a title of a hundred thousand letters begins."""
    [said] = complaints(text.replace("A toy", "x" * 100_000))
    assert said.startswith("x.yaml:2:1: title: must have 200 characters at most. Got 'xxx")
