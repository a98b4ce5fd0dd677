"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf, log, nan

import numpy as np
import pytest

from bnreport.figures.forest.table import Row as ForestRow
from bnreport.figures.forest.table import Table as ForestTable
from bnreport.figures.shared.style import VERDICTS
from bnreport.stats.region import Interval, Region
from tests.figures.margin_plots import LEFT_OUT, axes_of, bars_of, marks_of, regions_of

CLAIMS = (
    ForestRow(
        "a", "supported", "fraction", 0.02, 0.05, Interval(0.04, 0.06), Region(low=0.02), Interval(0.03, 0.07),
        0.045,
    ),
    ForestRow(
        "b", "refuted", "ratio", log(1.5), 0.8, Interval(0.7, 0.9), Region(low=1.5), Interval(0.6, 1.1), nan,
    ),
    ForestRow(
        "c", "inconclusive", "nat", 0.5, 0.1, Interval(-0.3, 0.4), Region(-0.5, 0.5), Interval(-0.6, 0.7), nan,
    ),
    ForestRow("d", "exploratory", "nat", 0.5, 0.2, Interval(0.1, 0.3), Region(high=0.5), LEFT_OUT, nan),
)  # fmt: skip
"""Every place is worked out by hand below: an effect over its margin, of a ratio by logarithms."""


def test_forest_draws_each_interval_where_it_is() -> None:
    """Thick bars are verdict intervals, thin ones 95 % intervals; no bar where there is no verdict."""
    bars = bars_of(axes_of(ForestTable(CLAIMS)))
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
    axes = axes_of(ForestTable(CLAIMS))
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
    axes = axes_of(ForestTable((replace(CLAIMS[0], paper=paper),)))
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    left, right = axes.get_xlim()
    assert (mark.get_marker(), mark.get_xdata()) == ("D", pytest.approx([paper / 0.02]))
    assert left < paper / 0.02 < right


@pytest.mark.parametrize(("unit", "paper", "arrow"), [("nat", 60.0, ">"), ("nat", -60.0, "<"), ("ratio", 0.0, "<")])
def test_forest_points_to_a_paper_beyond_any_axis(unit: str, paper: float, arrow: str) -> None:
    """More than a thousand margins away, or a ratio of 0, it is an arrow at the end of the axis, which is explained."""
    table = ForestTable((replace(CLAIMS[0], unit=unit, paper=paper),))
    axes = axes_of(table)
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    end = axes.get_xlim()[0 if arrow == "<" else 1]
    assert (mark.get_marker(), mark.get_xdata()) == (arrow, pytest.approx([end]))
    explained = "the paper's number, where scales match, an arrow where it lies beyond the axis."
    assert explained in table.caption
    assert explained not in ForestTable(CLAIMS).caption


def test_forest_says_that_an_interval_goes_on() -> None:
    """Beyond the axis a bar ends at the edge, with an arrow."""
    axes = axes_of(ForestTable((replace(CLAIMS[0], interval=Interval(-inf, 0.06), verdict_interval=LEFT_OUT),)))
    arrows = [line for line in axes.lines if line.get_marker() in ("<", ">")]
    assert [(line.get_marker(), line.get_xdata()[0] < 0) for line in arrows] == [("<", True)]  # type: ignore[index]
