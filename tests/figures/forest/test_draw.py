"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf, log

import numpy as np
import pytest

from bnreport.figures.forest.draw import panels
from bnreport.figures.forest.table import Table
from bnreport.figures.shared.style import VERDICTS
from tests.figures.conftest import axes_of
from tests.figures.forest.conftest import CLAIMS
from tests.figures.shared.conftest import bars_of, marks_of, regions_of


def test_forest_draws_each_interval_where_it_is() -> None:
    """Thick bars are verdict intervals, thin ones 95 % intervals; no bar where there is no verdict."""
    bars = bars_of(axes_of(panels, Table(CLAIMS))[0])
    thick, thin = bars[max(bars)], bars[min(width for width in bars if width > 1)]
    unit = log(1.5)
    assert list(thick) == [0, 1, 2]
    assert [thick[row] for row in thick] == [
        pytest.approx((1.5, 3.5)), pytest.approx((log(0.6) / unit, log(1.1) / unit)), pytest.approx((-1.2, 1.4)),
    ]  # fmt: skip
    assert [thin[row] for row in sorted(thin)] == [
        pytest.approx((2, 3)), pytest.approx((log(0.7) / unit, log(0.9) / unit)), pytest.approx((-0.6, 0.8)),
        pytest.approx((0.2, 0.6)),
    ]  # fmt: skip


def test_forest_shades_the_claim_and_marks_the_estimate() -> None:
    """Each region from its bounds, open ones to the edge; marks at estimates, in colour and shape of the verdict."""
    axes = axes_of(panels, Table(CLAIMS))[0]
    edge = axes.get_xlim()[1]
    for found, sure in zip(sorted(regions_of(axes)), [(0, 1, inf), (1, 1, inf), (2, -1, 1), (3, -inf, 1)], strict=True):
        row, low, high = sure
        assert found[0] == pytest.approx(row)
        assert found[1] == pytest.approx(low) if low > -inf else found[1] <= -edge / 1.16
        assert found[2] == pytest.approx(high) if high < inf else found[2] >= edge / 1.16
    places = [2.5, log(0.8) / log(1.5), 0.2, 0.4]
    assert marks_of(axes) == {
        (row, round(place, 9)): VERDICTS[claim.answer]
        for row, (place, claim) in enumerate(zip(places, CLAIMS, strict=True))
    }
    [paper] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    assert np.asarray(paper.get_xydata()).tolist() == [[pytest.approx(2.25), 0]]


@pytest.mark.parametrize("paper", [0.3, -0.3, 15.0])
def test_the_forests_axis_reaches_the_papers_number(paper: float) -> None:
    """However far it lies from all that was found here, the diamond is drawn, and within the axis."""
    axes = axes_of(panels, Table((replace(CLAIMS[0], paper=paper),)))[0]
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    left, right = axes.get_xlim()
    assert (mark.get_marker(), mark.get_xdata()) == ("D", pytest.approx([paper / 0.02]))
    assert left < paper / 0.02 < right
