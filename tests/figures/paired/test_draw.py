"""What is drawn is what the table says."""

from dataclasses import replace

import pytest
from matplotlib.collections import LineCollection

from bnreport.figures.paired.draw import panels
from bnreport.figures.paired.table import EXAMPLE as PAIRED_EXAMPLE
from bnreport.figures.shared.style import COLOURS, Place, places_of
from tests.figures.conftest import axes_of, points_of
from tests.figures.paired.conftest import PAIRED, RACED, TRAINED, panels_of


def test_paired_marks_what_the_budget_cut() -> None:
    """A hollow mark at the budget is no arrival there; a diverged run keeps its cross."""
    axes = panels_of(RACED)[0]
    assert points_of(axes, "s", "white") == [[1, 12]]
    assert points_of(axes, "s", COLOURS[1]) == [[1, 10]]
    assert points_of(axes, "x") == [[1, 12]]
    assert points_of(axes, "o", "white") == []


@pytest.mark.parametrize(("unit", "factor", "title"), [("fraction", 100, "(%)"), ("nat", 1, "(nat)")])
def test_paired_draws_every_run(unit: str, factor: float, title: str) -> None:
    """One line per seed from arm to arm, one mark per run, a cross where it diverged."""
    axes = panels_of(replace(PAIRED, metric_unit=unit))[0]
    assert axes.get_title().endswith(title)
    [lines] = [each for each in axes.collections if isinstance(each, LineCollection)]
    assert [segment.ravel().tolist() for segment in lines.get_segments()[:2]] == [
        pytest.approx([0, factor * 0.71, 1, factor * 0.68]), pytest.approx([0, factor * 0.72, 1, factor * 0.70]),
    ]  # fmt: skip
    assert points_of(axes, "o") == [pytest.approx([0, factor * 0.71]), pytest.approx([0, factor * 0.72])]
    assert points_of(axes, "x") == [pytest.approx([0, factor * 0.10])]
    assert points_of(axes, "s")[:2] == [pytest.approx([1, factor * 0.68]), pytest.approx([1, factor * 0.70])]


def test_paired_sets_successes_side_by_side() -> None:
    """Of runs that train or fail each is visible, no line pairs them, and the counts are written."""
    axes = panels_of(TRAINED)[0]
    assert not [each for each in axes.collections if isinstance(each, LineCollection)]
    assert len({tuple(point) for mark in "osx" for point in points_of(axes, mark)}) == 6
    assert {"2 of 3", "0 of 3", "failed", "trained"} <= {text.get_text() for text in axes.texts}


def test_seeds_are_named_beside_their_own_effects() -> None:
    """From top to bottom in the order of the table."""
    effect = PAIRED_EXAMPLE.effect._replace(seeds=(3, 7, 9), values=(0.01, 0.02, 0.03))
    axes = axes_of(panels, replace(PAIRED_EXAMPLE, arms=(), effect=effect))[-1]
    labels = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert (labels["3"], labels["7"], labels["9"]) == (0, 1, 2)


def test_an_arm_keeps_its_style_when_the_claim_names_it_second() -> None:
    """By its place in the report: the learning curves have the arms in the study's order."""
    turned = replace(PAIRED, arms=PAIRED.arms[::-1])
    with places_of({arm.name: Place(place) for place, arm in enumerate(PAIRED.arms)}):
        axes = panels_of(turned)[0]
    assert {x for x, _ in points_of(axes, "o")} == {1}
    assert {x for x, _ in points_of(axes, "s")} == {0}
