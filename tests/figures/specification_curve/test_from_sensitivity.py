"""The table holds what the sensitivity analysis found."""

from math import log

import numpy as np
import pytest

from bnreport.figures.specification_curve.from_sensitivity import table
from bnreport.judge.sensitivity import SEED, Sensitivity
from bnreport.judge.variant import Variant
from bnreport.stats.region import Interval, Region


def test_each_analysis_has_its_words_and_its_margin() -> None:
    """Rows in the verdict's unit share its margin, others have their own; what gave no answer has no numbers."""
    judged = Variant("", "as judged", "supported", "", "nat", Region(low=0.1), 0.5, Interval(0.2, 0.8), 5)
    seed = judged._replace(family=SEED, label="3", region=Region(low=0.2))
    ratio = judged._replace(family="scale", label="ratio", unit="ratio", region=Region(low=1.5), estimate=1.2)
    none = judged._replace(family="test", label="sign flip", answer=None, reason="too_few_seeds")
    rows = table(Sensitivity(judged, (seed, ratio, none))).analyses
    assert [row.label for row in rows] == ["as judged", "without seed 3", "ratio", "sign flip"]
    assert [row.scale for row in rows] == pytest.approx([0.1, 0.1, log(1.5), 0.1])
    assert rows[3].answer.startswith("no answer: ")
    assert [row.estimate for row in rows] == pytest.approx([0.5, 0.5, 1.2, np.nan], nan_ok=True)
    assert np.isnan(rows[3].interval).all()
