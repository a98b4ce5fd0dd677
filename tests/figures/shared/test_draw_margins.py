"""Effects on one axis of margins: what lies beyond it is not lost."""

from dataclasses import replace
from math import inf

from bnreport.figures.forest.draw import panels
from bnreport.figures.forest.table import Table
from bnreport.stats.region import Interval
from tests.figures.conftest import axes_of
from tests.figures.forest.conftest import PARTS


def test_an_interval_goes_on() -> None:
    """Beyond the axis a bar ends at the edge, with an arrow."""
    [axes] = axes_of(panels, Table((replace(PARTS[0], interval=Interval(-inf, 0.06)),), (5,)))
    arrows = [line for line in axes.lines if line.get_marker() in ("<", ">")]
    assert [(line.get_marker(), line.get_xdata()[0] < 0) for line in arrows] == [("<", True)]  # type: ignore[index]
