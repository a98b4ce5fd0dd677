"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from bnreport.figures.forest.table import Table
from tests.figures.forest.conftest import PARTS

HELD = Table(tuple(replace(part, answer="refuted") for part in PARTS[:2]), (5, 5))


def test_parts_have_no_verdict_of_their_own() -> None:
    """Words say whose verdict the colour is, with the seeds."""
    assert "verdict on all parts together" in HELD.caption
    assert "n = 5)" in HELD.caption
    assert "Holm" not in HELD.caption
    assert "n = 5, 4, from top to bottom" in replace(HELD, seeds=(5, 4)).caption
    assert HELD.alt.startswith("Refuted, all 2 parts together.")
    assert "1. a: refuted" not in HELD.alt
    assert "1. a: +5.00 pp [+4.00, +6.00] pp, true above +2.00 pp" in HELD.alt
    assert HELD.headers[:2] == ("part", "verdict on all parts")
    assert [row[0] for row in HELD.rows()] == ["1. a", "2. b"]
