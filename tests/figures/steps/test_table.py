"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.steps.conftest import RATIOS, STEPS


def test_steps_say_where_the_claim_is_true_of_each() -> None:
    """Only where the claim is about every step: how many intervals lie there, n, and what a cross is."""
    assert "(above +0.40 pp)" in STEPS.caption
    assert "(n = 3; cross: a run diverged)" in STEPS.caption
    assert STEPS.alt.startswith("1 of 3 95 % intervals wholly above +0.40 pp, 0 wholly below")
    assert "n = 3 seeds" in STEPS.alt
    bare = replace(STEPS, region=None, steps=STEPS.steps[:1])
    assert "Shaded" not in bare.caption
    assert "cross" not in bare.caption


def test_ratios_and_falls_have_words_of_their_own() -> None:
    """No change is 1, and a claimed fall is turned round."""
    assert "before / after, turned round, as the claim is a fall: a fall is above 1" in RATIOS.caption
    assert RATIOS.alt.startswith("1 of 1 95 % intervals wholly above \N{MULTIPLICATION SIGN}1, 0 wholly below")
