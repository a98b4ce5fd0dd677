"""What is said of a study's registration as a whole."""

from dataclasses import replace

import numpy as np
import pytest

from bnreport.judge.registered import registered
from bnreport.judge.registration_words import say_families, say_overrides, say_registration, say_seeds, say_status
from bnreport.study.families import Family
from bnreport.study.registration import Registration
from bnreport.study.schema import Study
from tests.judge.locked import HOUR, NOON, data, entry, registration, results

LOCK = registration(entry(data()))
RUNS = results(np.random.default_rng(0))


def test_a_locked_study_says_when_and_how_many_claims_are_what() -> None:
    """The status is the word if all have the same; those lost are named."""
    held = data()
    said = say_registration(registered(Study.model_validate(held), LOCK, RUNS), LOCK)
    assert said == ("confirmatory", "Locked at 2026-01-01T12:00:00+00:00; of its claims 8 confirmatory.", "8 claims")
    held["experiments"]["x"]["arms"]["a1"]["norm"] = "batch"
    word, why, count = say_registration(registered(Study.model_validate(held), LOCK, RUNS), LOCK)
    assert (word, count) == ("of several kinds", "8 claims")
    assert "of its claims 7 confirmatory and 1 amended after results." in why
    assert why.endswith("No longer judged, and counted with p = 1: “c”, which cannot be run as it was locked.")


def test_a_claim_declared_exploratory_is_not_counted_as_confirmatory() -> None:
    """It was locked with the others, whose word the study keeps; one changed after results keeps its own."""
    held = data()
    held["hypotheses"]["h1"]["primary"] = False
    lock = registration(entry(held))
    word, why, count = say_registration(registered(Study.model_validate(held), lock, RUNS), lock)
    assert (word, count) == ("confirmatory", "7 claims")
    assert why.endswith("of its claims 7 confirmatory and 1 declared exploratory.")
    assert say_status("amended_after_results", primary=False) == "amended after results"


def test_a_study_without_a_lock_says_so() -> None:
    """In one sentence; an amended lock says both times."""
    study = Study.model_validate(data())
    assert say_registration(registered(study, None, RUNS), None).why.startswith("No lock was written")
    twice = registration(entry(data()), entry(data(), NOON + HOUR))
    said = say_registration(registered(study, twice, RUNS), twice).why
    assert "T12:00:00+00:00, amended by a lock at 2026-01-01T13:00:00+00:00;" in said


@pytest.mark.parametrize(
    ("commit", "shown"),
    [
        ("", True),
        ("ab12 of 2026-01-01T13:59:00+01:00", True),
        ("ab12 of 2026-01-01T13:00:00+00:00", True),
        ("ab12 of 2026-01-02T13:00:00+00:00", False),
    ],
)
def test_a_lock_that_was_committed_after_its_runs_has_its_own_word_alone(commit: str, *, shown: bool) -> None:
    """Its time could be anyone's; that there is no repository is said in the appendix."""
    lock = registration(replace(entry(data()), commit=commit))
    said = say_registration(registered(Study.model_validate(data()), lock, RUNS), lock).why
    late = "nothing shows: its first commit is of 2026-01-02T13:00:00+00:00, after runs began."
    assert said.endswith("8 confirmatory." if shown else late)


@pytest.mark.parametrize(
    ("overrides", "lock", "said"),
    [
        ((), LOCK, ""),
        (("a=1",), None, ""),
        (("a=1", "b=2"), LOCK, "Not the study as it was locked: --set a=1 and --set b=2."),
    ],
)
def test_overrides_of_a_locked_study_are_said(overrides: tuple[str, ...], lock: Registration | None, said: str) -> None:
    """Each; without a lock there is nothing that they depart from."""
    assert say_overrides(overrides, lock) == said


def test_seeds_that_are_not_judged_are_said() -> None:
    """Whether the file or a late entry asks for more than was locked before the runs; nothing otherwise."""
    study = Study.model_validate(data())
    more = Study.model_validate({**data(), "seeds": {"looks": [5, 9], "alpha": [0.01, 0.04]}})
    said = "Seeds were added after the lock: only the 5 seeds registered are judged."
    assert say_seeds(study, more, LOCK) == said
    assert say_seeds(study, study, Registration(LOCK.entries, (), {"x": (5, 9)})) == said
    assert [say_seeds(study, study, LOCK), say_seeds(more, study, LOCK), say_seeds(study, more, None)] == ["", "", ""]


def test_families_are_counted() -> None:
    """With their sizes, lost claims included: no number over all of them corrects for anything."""
    assert say_families((Family("", ("a", "b"), 0),)) == "2 claims"
    assert say_families((Family("", ("a", "b"), 1), Family("resnets", ("c",), 0))) == (
        "each family of claims by itself (3 in the main one and 1 in resnets), with the whole error rate for each"
    )
