"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.ribbon.conftest import LOWS, RIBBON
from tests.figures.shared.conftest import runs_of


def test_the_span_of_a_ribbon_is_typical_of_runs_that_finished() -> None:
    """Medians over steps, then over seeds, of both ends; of an arm that only diverged nothing but that."""
    assert RIBBON.alt.endswith("e.a 2 nat to 20 nat (n = 3); e.b 4 nat to 5 nat (n = 1).")
    lost = runs_of("e.c", (1.0, 9.0), diverged=True)
    assert replace(RIBBON, lows=(*LOWS, *lost), highs=(*RIBBON.highs, *lost)).alt.endswith("; e.c 1 of 1 diverged.")


def test_a_low_end_without_a_place_is_explained() -> None:
    """Whichever end it is of, a triangle at the edge is named in the caption."""
    lows = (*LOWS[:3], LOWS[3]._replace(values=(4.0, 0.0, 4.0)))
    assert "infinite or no number (e.b)" in replace(RIBBON, lows=lows).caption
    assert "triangles" not in RIBBON.caption
