"""Captions and alt texts say what the table holds."""

from dataclasses import replace
from math import log, nan

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.forest.draw import panels
from bnreport.figures.forest.table import Row, Table
from bnreport.stats.region import NO_INTERVAL, Interval, Region
from tests.figures.conftest import axes_of

PART = Row("1. a", "refuted", "fraction", 0.02, 0.05, Interval(0.04, 0.06), Region(low=0.02), NO_INTERVAL, nan)
PARTS = Table((PART, replace(PART, label="2. b", unit="ratio", scale=log(1.5), estimate=0.8,
                                          interval=Interval(0.7, 0.9), region=Region(low=1.5))), (5, 5))  # fmt: skip


def test_parts_have_no_verdict_of_their_own() -> None:
    """No thick bar, and words that say whose verdict the colour is, with the seeds."""
    [axes] = axes_of(panels, PARTS)
    widths = {float(w) for c in axes.collections if isinstance(c, LineCollection) and c.get_segments()
              for w in np.ravel(c.get_linewidth())}  # fmt: skip
    assert max(widths) < 2
    assert "verdict on all parts together" in PARTS.caption
    assert "n = 5)" in PARTS.caption
    assert "Holm" not in PARTS.caption
    assert "n = 5, 4, from top to bottom" in replace(PARTS, parts=(5, 4)).caption
    assert PARTS.alt.startswith("Refuted, all 2 parts together.")
    assert "1. a: refuted" not in PARTS.alt
    assert "true above +2.00 pp" in PARTS.alt
    assert "verdict interval, which alone decides" in Table((PART,)).caption
    assert PARTS.headers[:2] == ("part", "verdict on all parts")


def test_the_interval_in_words_is_the_one_that_decides() -> None:
    """Beside the row and in the alt text; of a part, which nothing decides, the 95 % one."""
    decided = replace(PART, verdict_interval=Interval(0.03, 0.07))
    [axes] = axes_of(panels, Table((decided,)))
    beside = [text.get_text() for text in axes.texts]
    assert "+5.00 [+3.00, +7.00] pp" in beside
    assert "+5.00 pp [+3.00, +7.00] pp" in Table((decided,)).alt
    assert "Numbers: estimate and verdict interval." in Table((decided,)).caption
    assert "+5.00 [+4.00, +6.00] pp" in [text.get_text() for text in axes_of(panels, PARTS)[0].texts]
