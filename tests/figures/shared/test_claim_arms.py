"""The runs behind a claim stand at the seeds that its figure shows."""

from math import nan
from typing import Any

import pytest

from bnreport.figures.shared.claim_arms import claim_arms, in_order
from tests.figures.conftest import ARMS, A, B, Made, Make, judged, run_at

RAISES: dict[str, Any] = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.1}


def test_arms_in_their_order(made: Made) -> None:
    """From the lowest level to the highest, each with its own; without levels as the claim has them."""
    assert in_order(made("trend", arms=ARMS, levels=[8.0, 1.0, 4.0, 2.0], margin=0.1)) == [
        (ARMS[1], 1.0), (ARMS[3], 2.0), (ARMS[2], 4.0), (ARMS[0], 8.0),
    ]  # fmt: skip
    assert in_order(made("monotone", arms=ARMS, margin=0.1)) == [(arm, None) for arm in ARMS]


def test_pairs_are_of_seeds_that_both_arms_have(make_study: Make) -> None:
    """The third seed of the longer arm has no partner, and a diverged run stands at its failure value."""
    runs = {A: [run_at(0.9), run_at(0.8), run_at(0.7)], B: [run_at(0.5), run_at(0.9, lost=True)]}
    found = claim_arms(judged(make_study, runs, "superiority", **RAISES))
    assert found is not None
    assert [(arm.name, arm.values, arm.diverged) for arm in found.arms.values()] == [
        ("batchnorm", (0.9, 0.8), (False, False)), ("standard", (0.5, 0.1), (False, True)),
    ]  # fmt: skip
    assert found.effect.seeds == (0, 1)
    assert claim_arms(judged(make_study, {}, "superiority", **RAISES)) is None


def test_shares_are_of_all_runs_of_either_arm(make_study: Make) -> None:
    """Nothing is paired: the seed that one arm lacks stays in the other, and is absent there."""
    runs = {A: [run_at(0.9), run_at(0.8), run_at(0.7)], B: [run_at(0.5), run_at(0.9, lost=True)]}
    found = claim_arms(judged(make_study, runs, "trains", **RAISES, threshold=0.6))
    assert found is not None
    assert found.effect.seeds == (0, 1, 2)
    assert found.arms[B].values == pytest.approx((0.0, 0.0, nan), nan_ok=True)
    assert found.arms[B].absent == (False, False, True)
    assert found.arms[A].absent == ()
    assert found.effect.n == "3 runs of batchnorm and 2 runs of standard"
