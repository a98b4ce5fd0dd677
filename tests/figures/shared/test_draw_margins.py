"""Effects on one axis of margins: what lies beyond it is not lost."""

from dataclasses import replace
from math import inf

import pytest

from bnreport.figures.forest.draw import panels
from bnreport.figures.forest.table import Table
from bnreport.stats.region import NO_INTERVAL, Interval
from tests.figures.conftest import axes_of
from tests.figures.forest.conftest import CLAIMS


@pytest.mark.parametrize(("unit", "paper", "arrow"), [("nat", 60.0, ">"), ("nat", -60.0, "<"), ("ratio", 0.0, "<")])
def test_a_paper_beyond_any_axis_is_pointed_to(unit: str, paper: float, arrow: str) -> None:
    """More than a thousand margins away, or a ratio of 0, it is an arrow at the end of the axis, which is explained."""
    table = Table((replace(CLAIMS[0], unit=unit, paper=paper),))
    [axes] = axes_of(panels, table)
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    end = axes.get_xlim()[0 if arrow == "<" else 1]
    assert (mark.get_marker(), mark.get_xdata()) == (arrow, pytest.approx([end]))
    explained = "the paper's number, where scales match, an arrow where it lies beyond the axis."
    assert explained in table.caption
    assert explained not in Table(CLAIMS).caption


def test_an_interval_goes_on() -> None:
    """Beyond the axis a bar ends at the edge, with an arrow."""
    [axes] = axes_of(panels, Table((replace(CLAIMS[0], interval=Interval(-inf, 0.06), verdict_interval=NO_INTERVAL),)))
    arrows = [line for line in axes.lines if line.get_marker() in ("<", ">")]
    assert [(line.get_marker(), line.get_xdata()[0] < 0) for line in arrows] == [("<", True)]  # type: ignore[index]
