"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.specification_curve.conftest import ANALYSES


def test_answers_are_counted_and_the_judged_one_is_named() -> None:
    """The alt text counts every row's answer, in their order; the axis is said to be bent where it is."""
    assert ANALYSES.alt == (
        "Specification curve of 3 analyses: 1 supported, 1 inconclusive, 1 no answer: invalid. "
        "As judged: supported, +5.00 pp, [+3.00, +7.00] pp."
    )
    assert "(top) and 2 others" in ANALYSES.caption
    assert "2 of the 2 others answer otherwise than the verdict." in ANALYSES.caption
    alike = replace(ANALYSES, analyses=ANALYSES.analyses[:1] * 3)
    assert "All 2 others answer as the verdict does." in alike.caption
    assert "logarithmic beyond" not in ANALYSES.caption
    far = replace(ANALYSES.analyses[0], scale=0.002)
    assert "logarithmic beyond" in replace(ANALYSES, analyses=(far,)).caption
    assert ANALYSES.shown().rows[2][2:4] == ("\N{EN DASH}", "\N{EN DASH}")
