"""What is drawn is what the table says."""

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex

from bnreport.figures.outcomes.draw import _rates_of, _rows_of
from bnreport.figures.outcomes.draw import panels as draw_outcomes
from bnreport.figures.outcomes.table import ArmCounts
from bnreport.figures.shared.style import COLOURS, DASHES
from bnreport.stats.binary import wilson
from tests.figures.conftest import axes_of, points_of
from tests.figures.outcomes.conftest import OUTCOMES


def test_outcomes_put_every_arm_in_its_box() -> None:
    """Learning rates in order from left to right, rows as they come, counts inside; crosses where runs diverged."""
    grid = axes_of(draw_outcomes, OUTCOMES)[0]
    counts = {t.get_text(): tuple(map(float, t.get_position())) for t in grid.texts if "/" in t.get_text()}
    assert {text: (x, round(y)) for text, (x, y) in counts.items()} == {
        "4/5": (1, 0), "2/5": (2, 0), "4/4": (2, 1), "0/5": (0, 1),
    }  # fmt: skip
    labels = [t.get_text() for t in grid.texts if t.get_va() == "top"]
    assert labels == ["0.01", "0.1", "0.5"]
    assert sorted((round(x), round(y)) for x, y in points_of(grid, "x")) == [(0, 1), (2, 0)]
    lost = sorted(t.get_text() for t in grid.texts if t.get_va() == "center_baseline" and t.get_ha() == "left")
    assert lost == ["1", "3"]
    [boxes] = [each for each in grid.collections if isinstance(each, PolyCollection)]
    shades = np.asarray(boxes.get_facecolor())[:, 0]
    assert shades[3] > shades[1] > shades[0] > shades[2]


def test_outcomes_outline_the_compared_arms() -> None:
    """Each in the colour and dash of its bar, the arm of the claim first."""
    grid, _ = axes_of(draw_outcomes, OUTCOMES)
    frames = [each for each in grid.collections if isinstance(each, LineCollection)][:2]
    centres = [np.asarray(each.get_segments()[0])[:4].mean(axis=0).tolist() for each in frames]
    assert centres == [pytest.approx([2, 1]), pytest.approx([2, 0])]
    assert [to_hex(np.asarray(each.get_colors())[0]).upper() for each in frames] == list(COLOURS[:2])
    solid, dashed = (each.get_linestyles()[0][1] for each in frames)
    assert solid is None
    assert dashed is not None
    assert len(DASHES) > 1


def test_outcomes_draw_shares_with_wilsons_interval() -> None:
    """Bars as long as the shares, lines as long as their intervals, in percent."""
    bars = axes_of(draw_outcomes, OUTCOMES)[1]
    assert [patch.get_width() for patch in bars.patches] == pytest.approx([100, 40])  # type: ignore[attr-defined]
    spans = [each.get_segments()[0][:, 0].tolist() for each in bars.collections if isinstance(each, LineCollection)]
    assert spans[:2] == [
        pytest.approx([100 * end for end in each]) for each in (wilson(4, 4, 0.05), wilson(2, 5, 0.05))
    ]


def test_many_learning_rates_do_not_touch() -> None:
    """Twelve columns: labels are thinned, counts turned, and boxes stay apart."""
    arms = tuple(ArmCounts(f"e.a/lr={k}", "none", 1.28e-7 * 2**k, 10, 10, k % 2, 0) for k in range(12))
    grid = axes_of(draw_outcomes, replace(OUTCOMES, arms=arms, compared=(arms[0].name, arms[1].name)))[0]
    labels = [t for t in grid.texts if t.get_va() == "top"]
    places = [grid.transData.transform((float(t.get_position()[0]), 0))[0] / grid.figure.dpi for t in labels]
    widest = max(len(t.get_text()) for t in labels) * 0.06
    assert min(np.diff(sorted(places))) > widest
    assert {t.get_rotation() for t in grid.texts if "/" in t.get_text()} == {90}


def test_rates_rise_and_arms_without_one_stand_last() -> None:
    """The grid has a column for each rate, one for all arms that have none, and a row for what else differs."""
    rates = ((nan, "none"), (0.5, "batch"), (0.1, "none"), (nan, "batch"), (0.5, "none"))
    arms = [ArmCounts(f"e.{place}", rest, rate, 1, 1, 0, 0) for place, (rate, rest) in enumerate(rates)]
    *known, last = _rates_of(arms)
    assert (known, isnan(last)) == ([0.1, 0.5], True)
    assert _rows_of(arms) == ("none", "batch")


def test_rows_are_named_as_their_arms_are() -> None:
    """By the label that all arms of a row begin with but for a grid's rates, unless two rows would read the same."""
    held = (
        ("none", ("no norm", "no norm, lr 0.5")), ("batch", ("BatchNorm (lr 0.1)", "BatchNorm (lr 0.5)")),
        ("l1", ("one", "other")), ("twin", ("same (lr 1)", "same (lr 2)")), ("twin 2", ("same (lr 3)", "same (lr 4)")),
    )  # fmt: skip
    arms = tuple(ArmCounts(name, rest, 0.1 + k, 1, 1, 0, 0) for rest, names in held for k, name in enumerate(names))
    grid = axes_of(draw_outcomes, replace(OUTCOMES, arms=arms, compared=("no norm", "one")))[0]
    rows = [text.get_text().replace("\n", " ") for text in grid.texts if text.get_ha() == "right"]
    assert rows == ["no norm", "BatchNorm", "l1", "twin", "twin 2"]
