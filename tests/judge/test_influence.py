"""A verdict hangs on a seed, or fewer seeds merely say less."""

from collections.abc import Sequence

import numpy as np
import pytest

from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.answer import decide
from bnreport.judge.influence import hangs_on_what_is_left_out
from bnreport.judge.variant import Variant
from bnreport.stats.binary import Shares
from bnreport.stats.estimate import Estimate
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack

ABOVE = Region(low=0)


def judged(estimate: Estimate, region: Region = ABOVE, level: float = 0.05) -> Variant:
    """Return the verdict's own analysis."""
    interval = estimate.interval(level)
    answer = decide(interval, region)
    return Variant("", "as judged", answer, "", "1", region, estimate.value, interval, estimate.n)


def hangs(effects: Sequence[float], left_out: int, region: Region = ABOVE) -> bool:
    """Tell whether the verdict on these effects hangs on one of them."""
    rest = Evidence("1", "", Mean.of(np.delete(effects, left_out)))
    return hangs_on_what_is_left_out(judged(Mean.of(effects), region), rest, 0.05)


def test_a_loss_by_design_is_none() -> None:
    """Three like seeds of four have a longer interval, which reaches across the bound; nothing hangs on the fourth."""
    effects = [0.55, 1.45, 1.0, 1.0]
    assert judged(Mean.of(effects)).answer == "supported"
    assert judged(Mean.of(effects[:3])).answer == "inconclusive"
    assert not hangs(effects, 3)


def test_a_seed_that_carries_the_verdict_is_found() -> None:
    """Without the largest effect the rest would not do at any rate; mirrored, a refutation hangs on it alike."""
    carried = [0.05, 0.1, 0.4, 0.5, 0.45]
    assert judged(Mean.of(carried)).answer == "supported"
    below = [-effect for effect in carried]
    assert [hangs(carried, seed) for seed in range(5)] == [hangs(below, seed) for seed in range(5)]
    assert [hangs(carried, seed) for seed in (0, 3)] == [False, True]


def test_direction_counts_whatever_the_precision() -> None:
    """Shares have no spread to keep; but a difference that turns without a seed is no difference."""
    before, turned = Shares(5, 5, 0, 5), Shares(2, 4, 3, 4)
    verdict = judged(before)
    assert verdict.answer == "supported"
    assert hangs_on_what_is_left_out(verdict, Evidence("1", "", turned), 0.05)
    assert not hangs_on_what_is_left_out(verdict, Evidence("1", "", Shares(4, 4, 0, 4)), 0.05)


def test_what_is_undecided_hangs_on_nothing() -> None:
    """Nor does a verdict where the rest has no estimate."""
    assert not hangs([-1, 0.5, 1, 0.7], 0)
    assert not hangs_on_what_is_left_out(judged(Mean.of([1, 1.1, 0.9])), Evidence("1", "", None), 0.05)


def test_ratios_and_conjunctions_keep_their_precision_too() -> None:
    """As logarithms, and part by part."""
    four, three = Mean.of([0.55, 1.45, 1.0, 1.0]), Mean.of([0.55, 1.45, 1.0])
    above = Region(low=1)
    assert not hangs_on_what_is_left_out(judged(Ratio(four), above), Evidence("ratio", "", Ratio(three)), 0.05)
    both = [Slack((Claim(each, ABOVE), Claim(each, ABOVE))) for each in (four, three)]
    assert not hangs_on_what_is_left_out(judged(both[0]), Evidence("", "", both[1]), 0.05)


@pytest.mark.parametrize(("n", "effect", "most"), [(3, 3.26, 0.35), (5, 1.68, 0.2), (10, 1.0, 0.15)])
def test_few_clean_supports_hang_on_a_seed(n: int, effect: float, most: float) -> None:
    """At 80 % power; an answer that merely changes without a seed does so in 90, 39 and 16 % of them."""
    rng = np.random.default_rng(0)
    draws = [draw for draw in rng.normal(effect, 1, (600, n)) if judged(Mean.of(draw)).answer == "supported"]
    found = np.mean([any(hangs(draw, seed) for seed in range(n)) for draw in draws])
    assert found < most
    changed = [any(judged(Mean.of(np.delete(draw, s))).answer != "supported" for s in range(n)) for draw in draws]
    assert found < 0.75 * np.mean(changed)
