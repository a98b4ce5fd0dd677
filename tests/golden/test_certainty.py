"""Claims whose truth is known, judged with a lock and without: how far their verdicts are trusted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bnreport.judge.certainty import LEVELS, Certainty, certainty
from bnreport.judge.registration_status import RegistrationStatus
from bnreport.judge.sensitivity import sensitivity
from bnreport.judge.verdicts import judge
from tests.golden.conftest import study_of, study_of_kind, truth
from tests.hypotheses.kinds import KINDS

if TYPE_CHECKING:
    from bnreport.study.schema import Study

REACHED = {
    "high": ("batchnorm", "standard", 0.05),
    "moderate": ("batchnorm", "lost", 0.05),  # four of six runs did not train
    "low": ("noisy", "lost", 0.05),  # and other analyses disagree
    "very low": ("broken", "lost", 0.3),  # and it is not decided
}
"""By how far its verdict is to be trusted: the first arm is better than the other by more than a margin."""


def rate(study: "Study") -> tuple[Mapping[str, Certainty], Mapping[str, Certainty]]:
    """Return the certainties of a study's claims, locked before the runs and not."""
    results = truth()
    verdicts = judge(study, results, scale="paper")
    variants = sensitivity(study, results, verdicts)
    locked = [replace(each, registration=RegistrationStatus("confirmatory", "")) for each in verdicts]
    return certainty(tuple(locked), variants), certainty(verdicts, variants)


@pytest.mark.parametrize("level", LEVELS)
def test_all_levels_are_reached(level: str) -> None:
    """A scale on which everything is the same says nothing."""
    arm, versus, margin = REACHED[level]
    test = {"metric": "accuracy", "arm": f"net.{arm}", "versus": f"net.{versus}", "margin": margin}
    locked, _ = rate(study_of("superiority", {"so": test}))
    assert locked["is_so"].level == level


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_open_is_not_certain_and_what_is_not_locked_is_low_at_most(kind: str) -> None:
    """Two levels lower, until there is none left."""
    locked, unlocked = rate(study_of_kind(kind))
    assert {*locked} == {"is_supported", "is_refuted", "is_inconclusive"}
    assert locked["is_inconclusive"].level != "high"
    for name, each in locked.items():
        lower = min(LEVELS.index(each.level) + 2, len(LEVELS) - 1)
        assert LEVELS.index(unlocked[name].level) == lower
