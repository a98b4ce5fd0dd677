"""What is drawn is what the table says."""

from dataclasses import replace
from math import inf, log

import pytest

from bnreport.figures.forest.draw import panels
from bnreport.figures.forest.table import Table
from bnreport.figures.shared.style import VERDICTS
from tests.figures.conftest import axes_of
from tests.figures.forest.conftest import PARTS, SEEDS
from tests.figures.shared.conftest import bars_of, marks_of, regions_of

TABLE = Table(PARTS, SEEDS)


def test_forest_draws_each_interval_where_it_is() -> None:
    """In margins, of ratios by their logarithm; no thick bar, since nothing decides on a part alone."""
    bars = bars_of(axes_of(panels, TABLE)[0])
    [thin] = [held for width, held in bars.items() if width > 1]
    unit = log(1.5)
    assert [thin[row] for row in sorted(thin)] == [
        pytest.approx((2, 3)), pytest.approx((log(0.7) / unit, log(0.9) / unit)), pytest.approx((-0.6, 0.8)),
        pytest.approx((0.2, 0.6)),
    ]  # fmt: skip


def test_forest_shades_the_claim_and_marks_the_estimate() -> None:
    """Each region from its bounds, open ones to the edge; marks at estimates, in colour and shape of the verdict."""
    axes = axes_of(panels, TABLE)[0]
    edge = axes.get_xlim()[1]
    for found, sure in zip(sorted(regions_of(axes)), [(0, 1, inf), (1, 1, inf), (2, -1, 1), (3, -inf, 1)], strict=True):
        row, low, high = sure
        assert found[0] == pytest.approx(row)
        assert found[1] == pytest.approx(low) if low > -inf else found[1] <= -edge / 1.14
        assert found[2] == pytest.approx(high) if high < inf else found[2] >= edge / 1.14
    places = [2.5, log(0.8) / log(1.5), 0.2, 0.4]
    assert marks_of(axes) == {
        (row, round(place, 9)): VERDICTS[part.answer]
        for row, (place, part) in enumerate(zip(places, PARTS, strict=True))
    }


def test_what_the_parts_share_is_written_once() -> None:
    """Above all rows; each row has its number, what it has of its own, and its numbers."""
    named = [replace(PARTS[0], label=f"drift of means in layer {n} (final): a - {b}") for n, b in ((5, "b"), (10, "c"))]
    axes = axes_of(panels, Table(tuple(named), (5, 5)))[0]
    written = [text.get_text() for text in axes.texts]
    assert axes.get_title() == "drift of means (final)"
    assert [text for text in written if "layer" in text] == ["1. layer 5: a - b", "2. layer 10: a - c"]
    assert "+5.00 [+4.00, +6.00] pp" in written
    assert axes_of(panels, TABLE)[0].get_title() == ""
