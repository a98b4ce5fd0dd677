"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.paired.conftest import PAIRED, RACED, TRAINED


def test_what_the_budget_cut_is_told() -> None:
    """Which seeds count as the budget, and a hollow mark only where a run has one: a diverged run has a cross."""
    assert "did not get there within the budget" in RACED.caption
    assert "Not within the budget: 2 of 3 of e.b." in RACED.alt
    assert RACED.rows()[-1] == ("seeds that count as the budget", "", "1 4", "")
    plain = replace(RACED, arms=tuple(arm._replace(censored=()) for arm in RACED.arms))
    assert "budget" not in plain.caption + plain.alt
    lost = replace(RACED, arms=(RACED.arms[0], RACED.arms[1]._replace(censored=(False, False, True))))
    assert "hollow" not in lost.caption


def test_successes_have_shares() -> None:
    """Of runs that train or fail there is no mean; a loss that happens to be 0 or 1 has one."""
    assert "mean" not in TRAINED.caption
    assert "Shares of trained: e.a 66.7 %; e.b 0.0 %" in TRAINED.alt
    assert "Means of loss: e.a 0.667; e.b 0" in replace(TRAINED, metric="loss").alt


def test_seeds_that_are_left_out_are_named() -> None:
    """In the caption and below the rows."""
    table = replace(PAIRED, left_out=(3, 4))
    assert "left out: seeds 3, 4, which diverged in an arm (n = 3 seeds)" in table.caption
    assert table.rows()[-1] == ("seeds left out", "3 4", "", "")
    assert "left out" not in PAIRED.caption
