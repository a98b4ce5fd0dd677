"""Several claims at once, against each of them alone."""

import pytest

from bnreport.stats.estimate import p_refute, p_support
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack

NEAR, FAR = Claim(Mean(0.3, 0.2, 5), Region(low=0.1)), Claim(Mean(0.0, 0.1, 4), Region(-1, 1))
BOTH = Slack((NEAR, FAR))


def test_the_claim_that_fits_worst_counts() -> None:
    """0.3 lies 0.2 inside `> 0.1`, and 0 lies 1 inside `within 1`; seeds are those of the claim with fewest."""
    assert BOTH.value == pytest.approx(0.2)
    assert BOTH.n == 4
    assert BOTH.mde(0.05) == NEAR.estimate.mde(0.05) > FAR.estimate.mde(0.05)


def test_all_must_be_supported_and_any_may_refute() -> None:
    """Support is the worse p, with no correction; refutation the better one, times the number of claims."""
    assert BOTH.p_greater(0) == max(p_support(*NEAR[:2]), p_support(*FAR[:2]))
    assert BOTH.p_less(0) == pytest.approx(min(1, 2 * min(p_refute(*NEAR[:2]), p_refute(*FAR[:2]))))


def test_the_upper_end_shares_alpha() -> None:
    """The lower end is the least of the claims' at alpha, the upper one at alpha / 2."""
    low, high = BOTH.interval(0.05)
    assert low == pytest.approx(NEAR.estimate.interval(0.05).low - 0.1)
    assert high == pytest.approx(NEAR.estimate.interval(0.025).high - 0.1)


def test_the_most_slack_of_two_bounds_is_at_the_middle() -> None:
    """An interval across the middle of a region may lie as far inside as that, and no further."""
    assert Slack((FAR,)).interval(0.05).high == 1


def test_two_one_sided_tests_have_their_alpha_each_among_others_too() -> None:
    """By the convention a claim with two bounds is judged as it would be alone: by its 90 % interval."""
    alone, both = Slack((Claim(*FAR[:2], 1),)), Slack((NEAR, Claim(*FAR[:2], 1)))
    low, high = FAR.estimate.interval(0.1)
    assert alone.interval(0.05).low == pytest.approx(min(low + 1, 1 - high))
    assert alone.p_greater(0) == pytest.approx(p_support(FAR.estimate, FAR.region) / 2)
    assert alone.p_less(0) == pytest.approx(p_refute(FAR.estimate, FAR.region) / 2)
    assert both.p_greater(0) == max(p_support(NEAR.estimate, NEAR.region), p_support(FAR.estimate, FAR.region) / 2)
