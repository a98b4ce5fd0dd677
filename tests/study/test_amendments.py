"""What counts as an amendment of a locked study, and how it is shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bnreport.files import lock_path
from bnreport.study.amendments import Amendment, amendments, resolved
from tests.study.conftest import load

Found = list[tuple[str, str, str]]
Lock = Callable[..., None]
EditLock = Callable[[Callable[[dict[str, Any]], object]], None]


@pytest.fixture
def found(spec: Path, text: str) -> Callable[..., Found]:
    """What counts as amended after edits of the locked file, given as old and new text, and `--set` options."""

    def amended(*edits: tuple[str, str], overrides: tuple[str, ...] = ()) -> Found:
        edited = text
        for old, new in edits:
            assert old in edited
            edited = edited.replace(old, new)
        spec.write_text(edited)
        registration = load(spec, "smoke", overrides).registration
        assert registration is not None
        return [(each.where, each.was, each.now) for each in registration.amendments]

    return amended


def test_an_unchanged_study_has_no_amendments(found: Callable[..., Found]) -> None:
    """Nor has one whose title, comments, layout, order or spelling of numbers changed."""
    assert found() == []
    assert found(("a: {norm: none}", "a: {norm: none, label: plain}"), ("  net:\n", "  net:\n    label: Small\n")) == []
    assert found(("title: A toy", "title: Another  # note"), ("margin: 0.01", "margin: 1.0e-2")) == []
    assert found(("      a: {norm: none}\n", ""), ("    probes:", "      a: {norm: none}\n    probes:")) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("margin: 0.01", "margin: 0.02"), [("hypotheses.h1.superiority.margin", "0.01", "0.02")]),
        (
            ("why_this_margin: Our", "why_this_margin: My"),
            [("hypotheses.h1.why_this_margin", "Our choice.", "My choice.")],
        ),
        (("looks: [2]", "looks: [3]"), [("seeds.looks", "[2]", "[3]")]),
        (("lr: 0.1", "lr: 1"), [("experiments.net.recipe.optimizer.sgd.lr", "0.1", "1")]),
        (("every: 5", "every: 2"), [("experiments.net.probes.accuracy.every", "5", "2")]),
        (("a: {norm: none}", "a: {norm: batch_minus}"), None),
        (
            ("    why_this_margin", "    primary: false\n    why_this_margin"),
            [("hypotheses.h1.primary", "true", "false")],
        ),
        (
            ("    why_this_margin", "    paper: {says: silent, where: p. 1}\n    why_this_margin"),
            [("hypotheses.h1.paper.says", "", "silent"), ("hypotheses.h1.paper.where", "", "p. 1")],
        ),
        (
            ("a: {norm: none}", "a: {norm: none, set: {steps: 5}}"),
            [("experiments.net.arms.a.set.steps", "", "5")],
        ),
    ],
)
def test_every_value_counts(found: Callable[..., Found], edit: tuple[str, str], expected: Found | None) -> None:
    """The path, the value as locked and the value now."""
    if expected is None:
        assert ("experiments.net.arms.a.norm", "none", "batch_minus") in found(edit)
    else:
        assert found(edit) == expected


def test_another_loss_is_an_amendment(spec: Path) -> None:
    """A plug-in without options, as the default loss is, counts by its name."""
    study = load(spec).study
    locked, now = resolved(study, "smoke"), resolved(study, "smoke")
    now["experiments"]["net"]["recipe"]["loss"] = {"squared_error": {"factor": 0.5}}
    assert amendments({"smoke": locked}, now, "smoke") == (
        Amendment("experiments.net.recipe.loss", "cross_entropy", "squared_error"),
        Amendment("experiments.net.recipe.loss.squared_error.factor", "", "0.5"),
    )


def test_another_kind_of_test_shows(found: Callable[..., Found]) -> None:
    """The kind, what its options were and what they are."""
    amended = found(("superiority", "noninferiority"))
    assert ("hypotheses.h1.kind", "superiority", "noninferiority") in amended
    assert ("hypotheses.h1.superiority.margin", "0.01", "") in amended
    assert ("hypotheses.h1.noninferiority.margin", "", "0.01") in amended


def test_an_override_is_an_amendment(found: Callable[..., Found]) -> None:
    """The locked study is resolved without `--set`."""
    where = "hypotheses.h1.superiority.margin"
    assert found(overrides=(f"{where}=0.5",)) == [(where, "0.01", "0.5")]


def test_what_the_profile_sets_counts(found: Callable[..., Found]) -> None:
    """Both sides are resolved under the profile: what it overrides is the same in both, what it sets newly is not."""
    newly = ("smoke: {}", "smoke: {set: {experiments.*.recipe.steps: 20}}")
    assert found(newly) == [("experiments.net.recipe.steps", "10", "20")]
    assert found(newly, ("steps: 10", "steps: 30")) == [("experiments.net.recipe.steps", "10", "20")]


def test_each_profile_is_compared_with_itself(spec: Path, text: str, lock: Lock) -> None:
    """What a locked profile sets is no amendment of it, whichever profile stands first."""
    lock_path(spec).unlink()
    spec.write_text(text.replace("smoke: {}", "smoke: {}\n  other: {set: {seeds.looks: [4]}}"))
    lock(spec)
    for profile in ("smoke", "other"):
        assert [*json.loads(lock_path(spec).read_text())["entries"][0]["resolved"][profile]["profiles"]] == [profile]
        registration = load(spec, profile).registration
        assert registration is not None
        assert registration.amendments == ()


def test_experiments_that_the_profile_does_not_run_do_not_count(spec: Path, text: str, lock: Lock) -> None:
    """What is not trained cannot bear on the verdicts."""
    more = text.replace(
        "hypotheses:\n", "  idle:\n" + text.split("  net:\n")[1].partition("hypotheses:")[0] + "hypotheses:\n"
    )
    more = more.replace("smoke: {}", "smoke: {experiments: [net]}")
    lock_path(spec).unlink()
    spec.write_text(more)
    lock(spec)
    before, idle, after = more.partition("  idle:\n")
    spec.write_text(before + idle + after.replace("steps: 10", "steps: 99"))
    registration = load(spec).registration
    assert registration is not None
    assert registration.amendments == ()


def test_a_new_profile_is_one(found: Callable[..., Found], spec: Path) -> None:
    """One sentence, whatever it sets."""
    found(("smoke: {}", "smoke: {}\n  other: {set: {seeds.looks: [4]}}"))
    registration = load(spec, "other").registration
    assert registration is not None
    assert registration.amendments == (Amendment("profiles.other", "", "added after the lock"),)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("{scale: toy}", ("profiles.smoke.scale", "paper", "toy")),
        ("{note: Fewer.}", ("profiles.smoke.note", "", "Fewer.")),
        ("{requires: data}", ("profiles.smoke.requires", "", "data")),
        ("{experiments: [net]}", ("profiles.smoke.experiments", "", "[net]")),
    ],
)
def test_what_the_profile_says_of_itself_counts(found: Callable[..., Found], edit: str, expected: object) -> None:
    """A scale that is changed changes what the verdicts are compared with."""
    assert found(("smoke: {}", f"smoke: {edit}")) == [expected]


def test_another_profile_does_not_count(found: Callable[..., Found]) -> None:
    """Only the one that runs does."""
    assert found(("smoke: {}", "smoke: {}\n  other: {scale: toy, set: {seeds.looks: [4]}}")) == []


def test_a_default_changed_in_the_code_is_an_amendment(found: Callable[..., Found], edit_lock: EditLock) -> None:
    """As if the version that locked had reduced to the best, sampled otherwise, and had an option that is gone."""

    def older(held: dict[str, Any]) -> None:
        resolved = held["resolved"]["smoke"]
        resolved["hypotheses"]["h1"]["test"]["superiority"] |= {"reduce": "best", "gone": 3}
        resolved["experiments"]["net"]["recipe"]["batch_size"] = 64
        resolved["analysis"] = {"multiplicity": "none"}

    edit_lock(older)
    assert sorted(found()) == [
        ("analysis.divergence", "", "composite"),
        ("analysis.equivalence", "", "0.95"),
        ("analysis.multiplicity", "none", "holm"),
        ("experiments.net.recipe.batch_size", "64", "128"),
        ("hypotheses.h1.superiority.gone", "3", ""),
        ("hypotheses.h1.superiority.reduce", "best", "final"),
    ]


def test_the_analysis_of_the_study_counts(found: Callable[..., Found]) -> None:
    """Written in the file, or asked for once."""
    expected = [("analysis.divergence", "composite", "conditional")]
    assert found(("title: A toy", "title: A toy\nanalysis: {divergence: conditional}")) == expected
    assert found(overrides=("analysis.divergence=conditional",)) == expected


def test_a_probe_counts_with_its_name(found: Callable[..., Found], edit_lock: EditLock) -> None:
    """Also one that has no options."""
    edit_lock(lambda held: held["resolved"]["smoke"]["experiments"]["net"].update(probes={"gone": {}}))
    where = "experiments.net.probes"
    expected = [
        (f"{where}.gone", "gone", ""),
        (f"{where}.accuracy", "", "accuracy"),
        (f"{where}.accuracy.every", "", "5"),
        (f"{where}.accuracy.test.every.at_least", "", "100"),
        (f"{where}.accuracy.test.every.share", "", "10 %"),
    ]
    assert sorted(found()) == sorted(expected)


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        ("arms.a.set.augment", "", "[]"),
        ("arms.a.set.optimizer", "", "sgd"),
        ("arms.a.set.schedule.constant", "", "{}"),
        ("arms.a.set.model.vgg", "", "{}"),
        ("recipe.augment.1", "", "crop"),
    ],
)
def test_what_is_empty_counts_where_it_means_something(
    found: Callable[..., Found], path: str, was: str, now: str
) -> None:
    """An empty list that an arm sets takes augmentations away; a plug-in without options is one."""
    changes = {
        "arms.a.set.augment": ("a: {norm: none}", "a: {norm: none, set: {augment: []}}"),
        "arms.a.set.optimizer": ("a: {norm: none}", "a: {norm: none, set: {optimizer: {sgd: {lr: 0.2}}}}"),
        "arms.a.set.schedule.constant": ("a: {norm: none}", "a: {norm: none, set: {schedule: {constant: {}}}}"),
        "arms.a.set.model.vgg": ("a: {norm: none}", "a: {norm: none, set: {model: {vgg: null}}}"),
        "recipe.augment.1": ("steps: 10", "steps: 10\n      augment: [flip, crop]"),
    }
    assert (f"experiments.net.{path}", was, now) in found(changes[path])


def test_what_is_empty_counts_in_a_grid(spec: Path, text: str) -> None:
    """A plug-in by its name alone is a value of the grid."""
    grid = text.replace("probes:", "grid: {optimizer: [{sgd: {lr: 0.1}}], augment: [[], [crop: {}]]}\n    probes:")
    grid = grid.replace("net.b,", "net.b/optimizer=sgd/augment=none,").replace(
        "net.a,", "net.a/optimizer=sgd/augment=none,"
    )
    spec.write_text(grid)
    registration = load(spec).registration
    assert registration is not None
    found = {each.where.removeprefix("experiments.net."): each.now for each in registration.amendments}
    assert found["grid.augment.0"] == "[]"
    assert found["grid.augment.1.0"] == "crop"
    assert found["grid.optimizer.0"] == "sgd"
    assert found["grid.optimizer.0.sgd.lr"] == "0.1"


def test_long_values_are_cut_where_they_differ(found: Callable[..., Found], spec: Path, text: str, lock: Lock) -> None:
    """Two long claims that differ at their ends are not shown alike."""
    lock_path(spec).unlink()
    long = text.replace("claim: b", f"claim: {'so ' * 400}b")
    spec.write_text(long)
    lock(spec)
    [(_, was, now)] = found(("claim: b beats a", f"claim: {'so ' * 400}b ties a"))
    assert was.endswith("b beats a.")
    assert now.endswith("b ties a.")
    assert len(was) < 100


def test_whatever_a_lock_was_resolved_to_is_compared(spec: Path, edit_lock: EditLock) -> None:
    """Another version may have had other parts, and none of ours."""
    edit_lock(lambda held: held.update(resolved={"smoke": {"profiles": {"smoke": {}}}}))
    registration = load(spec).registration
    assert registration is not None
    assert Amendment("hypotheses.h1.kind", "", "superiority") in registration.amendments
