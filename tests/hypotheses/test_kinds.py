"""Every kind of hypothesis has a test file that holds its examples."""

import pytest

from bnreport.hypotheses import registry
from tests.hypotheses.kinds import KINDS, NEEDED, missing


@pytest.mark.parametrize("kind", registry.names)
def test_brings_its_examples(kind: str) -> None:
    """A new kind of hypothesis is one file and one test file; what the latter lacks is said."""
    assert missing(kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_has_a_claim_for_each_verdict(kind: str) -> None:
    """The golden claims are one supported, one refuted and one left open, in this order."""
    assert tuple(KINDS[kind].GOLDEN) == ("supported", "refuted", "inconclusive")


@pytest.mark.parametrize("kind", KINDS)
def test_scenarios_are_about_the_kind(kind: str) -> None:
    """There is a scenario, and each makes claims of this kind alone."""
    assert {name for each in KINDS[kind].SCENARIOS.values() for test in each.tests for name in test} == {kind}


def test_says_what_is_missing() -> None:
    """A kind without a test file lacks all of it."""
    assert missing("no_such_kind") == [
        f"tests/hypotheses/test_no_such_kind.py lacks {name}: {what}" for name, what in NEEDED.items()
    ]
