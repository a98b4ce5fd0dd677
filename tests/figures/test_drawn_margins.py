"""Where the bars, regions and marks of forest and specification curve lie on their axes, against the table."""

from math import inf, log, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from bnreport.figures import forest, specification_curve
from bnreport.figures._ink import VERDICTS
from bnreport.stats.region import Interval, Region

LEFT_OUT = Interval(nan, nan)
CLAIMS = (
    forest.Row(
        "a", "supported", "fraction", 0.02, 0.05, Interval(0.04, 0.06), Interval(0.03, 0.07), Region(low=0.02),
        0.045, "",
    ),
    forest.Row(
        "b", "refuted", "ratio", log(1.5), 0.8, Interval(0.7, 0.9), Interval(0.6, 1.1), Region(low=1.5), nan, "",
    ),
    forest.Row(
        "c", "inconclusive", "nat", 0.5, 0.1, Interval(-0.3, 0.4), Interval(-0.6, 0.7), Region(-0.5, 0.5), nan, "",
    ),
    forest.Row("d", "exploratory", "nat", 0.5, 0.2, Interval(0.1, 0.3), LEFT_OUT, Region(high=0.5), nan, ""),
)  # fmt: skip
"""Every place is worked out by hand below: an effect over its margin, of a ratio by logarithms."""


def _axes(table: forest.Table | specification_curve.Table) -> Axes:
    figure = Figure()
    (forest if isinstance(table, forest.Table) else specification_curve).draw(figure, table)  # type: ignore[arg-type]
    return figure.axes[0]


def _bars(axes: Axes) -> dict[float, dict[float, tuple[float, float]]]:
    """Return, by line width and row, the ends of each horizontal bar that is drawn solid."""
    found: dict[float, dict[float, tuple[float, float]]] = {}
    for lines in axes.collections:
        if isinstance(lines, LineCollection):
            for (x0, y0), (x1, y1) in lines.get_segments():
                if y0 == y1 and y0 == round(y0):
                    found.setdefault(float(np.ravel(lines.get_linewidth())[0]), {})[y0] = (x0, x1)
    return found


def _regions(axes: Axes) -> list[tuple[float, float, float]]:
    """Return row, left and right of each shaded box."""
    [boxes] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    spans = [np.asarray(path.vertices) for path in boxes.get_paths()]
    return [(float((v[:-1, 1].min() + v[:-1, 1].max()) / 2), float(v[:, 0].min()), float(v[:, 0].max())) for v in spans]


def _marks(axes: Axes) -> dict[tuple[float, float], tuple[str, str]]:
    """Return colour and shape of each filled mark, by row and place."""
    return {
        (float(y), round(float(x), 9)): (str(line.get_color()), str(line.get_marker()))
        for line in axes.lines
        if line.get_marker() not in ("None", "<", ">") and line.get_markerfacecolor() != "none"
        for x, y in np.asarray(line.get_xydata()).tolist()
    }


def test_forest_draws_each_interval_where_it_is() -> None:
    """Thick bars are verdict intervals, thin ones 95 % intervals; no bar where there is no verdict."""
    bars = _bars(_axes(forest.Table(CLAIMS)))
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
    axes = _axes(forest.Table(CLAIMS))
    edge = axes.get_xlim()[1]
    for found, sure in zip(sorted(_regions(axes)), [(0, 1, inf), (1, 1, inf), (2, -1, 1), (3, -inf, 1)], strict=True):
        row, low, high = sure
        assert found[0] == pytest.approx(row)
        assert found[1] == pytest.approx(low) if low > -inf else found[1] <= -edge / 1.16
        assert found[2] == pytest.approx(high) if high < inf else found[2] >= edge / 1.16
    places = [2.5, log(0.8) / log(1.5), 0.2, 0.4]
    assert _marks(axes) == {
        (row, round(place, 9)): VERDICTS[claim.verdict]
        for row, (place, claim) in enumerate(zip(places, CLAIMS, strict=True))
    }
    [paper] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    assert np.asarray(paper.get_xydata()).tolist() == [[pytest.approx(2.25), 0]]


@pytest.mark.parametrize("paper", [0.3, -0.3, 15.0])
def test_the_forests_axis_reaches_the_papers_number(paper: float) -> None:
    """However far it lies from all that was found here, the diamond is drawn, and within the axis."""
    axes = _axes(forest.Table((CLAIMS[0]._replace(paper=paper),)))
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    left, right = axes.get_xlim()
    assert (mark.get_marker(), mark.get_xdata()) == ("D", pytest.approx([paper / 0.02]))
    assert left < paper / 0.02 < right


@pytest.mark.parametrize(("unit", "paper", "arrow"), [("nat", 60.0, ">"), ("nat", -60.0, "<"), ("ratio", 0.0, "<")])
def test_forest_points_to_a_paper_beyond_any_axis(unit: str, paper: float, arrow: str) -> None:
    """More than a thousand margins away, or a ratio of 0, it is an arrow at the end of the axis, which is explained."""
    table = forest.Table((CLAIMS[0]._replace(unit=unit, paper=paper),))
    axes = _axes(table)
    [mark] = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    end = axes.get_xlim()[0 if arrow == "<" else 1]
    assert (mark.get_marker(), mark.get_xdata()) == (arrow, pytest.approx([end]))
    explained = "the paper's number, where scales match, an arrow where it lies beyond the axis."
    assert explained in table.caption
    assert explained not in forest.Table(CLAIMS).caption


def test_forest_says_that_an_interval_goes_on() -> None:
    """Beyond the axis a bar ends at the edge, with an arrow."""
    axes = _axes(forest.Table((CLAIMS[0]._replace(interval=Interval(-inf, 0.06), verdict_interval=LEFT_OUT),)))
    arrows = [line for line in axes.lines if line.get_marker() in ("<", ">")]
    assert [(line.get_marker(), line.get_xdata()[0] < 0) for line in arrows] == [("<", True)]  # type: ignore[index]


def test_specification_curve_draws_each_analysis_where_it_is() -> None:
    """Interval, region and mark of each row, in its own margins; nothing for an analysis without an answer."""
    rows = (
        specification_curve.Row("judged", "supported", "fraction", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),
        specification_curve.Row("log", "inconclusive", "ratio", log(1.5), 1.2, Interval(0.9, 1.6), Region(low=1.5)),
        specification_curve.Row("none", "no answer: invalid", "nat", 0.5, nan, LEFT_OUT, Region(-0.5, 0.5)),
    )  # fmt: skip
    axes = _axes(specification_curve.Table(rows))
    [bars] = _bars(axes).values()
    unit = log(1.5)
    assert bars == {0: pytest.approx((1.5, 3.5)), 1: pytest.approx((log(0.9) / unit, log(1.6) / unit))}
    assert [each[1] for each in sorted(_regions(axes))] == [pytest.approx(1), pytest.approx(1), pytest.approx(-1)]
    assert _marks(axes) == {
        (0, 2.5): VERDICTS["supported"],
        (1, round(log(1.2) / unit, 9)): VERDICTS["inconclusive"],
    }
