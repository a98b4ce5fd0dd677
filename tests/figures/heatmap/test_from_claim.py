"""The table holds what the claim was judged by."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bnreport.figures.heatmap.from_claim import table as heatmap_of_claim
from bnreport.figures.paired.from_claim import table as paired_of_claim
from bnreport.results import RunResult
from tests.figures.conftest import SHARE, A, B, Make, judged, run_at, table_of

if TYPE_CHECKING:
    from bnreport.figures.heatmap.table import Table as HeatmapTable


def _layers(*rows: list[float]) -> list[RunResult]:
    return [run_at(0.5, drift=row) for row in rows]


def test_fraction_shows_the_arm_over_the_other_in_the_layers_that_count(make_study: Make) -> None:
    """Median over seeds of arm / versus, not the reverse; only the columns chosen, and who is ahead in which colour."""
    runs = {A: _layers([1, 2, 3], [1, 2, 3], [2, 2, 9]), B: _layers([2, 1, 3], [4, 1, 3], [2, 1, 3])}
    table: HeatmapTable = table_of(heatmap_of_claim, judged(make_study, runs, "fraction", **SHARE))
    [panel] = table.panels
    assert (table.reference, panel.arm, table.layers) == ("standard", "batchnorm", ("1", "2", "3"))
    assert [row[0] for row in panel.ratios] == [0.5, 2, 1]
    assert "Orange is where batchnorm is ahead." in table.caption
    assert "counts steps" not in table.caption
    up: HeatmapTable = table_of(heatmap_of_claim, judged(make_study, runs, "fraction", **SHARE, better="higher"))
    assert "Violet is where batchnorm is ahead." in up.caption
    chosen: HeatmapTable = table_of(heatmap_of_claim, judged(make_study, runs, "fraction", **SHARE, columns=["3", "1"]))
    assert chosen.layers == ("3", "1")
    assert [row[0] for row in chosen.panels[0].ratios] == [1, 0.5]


def test_fraction_says_what_the_window_and_divergence_leave_out(make_study: Make) -> None:
    """All steps are shown, and the caption names those judged; runs that diverged are named and not drawn."""
    runs = {A: _layers(*[[1.0, 2.0, 3.0]] * 4), B: _layers(*[[2.0, 1.0, 3.0]] * 4)}
    runs[B][2] = replace(run_at(0.1, drift=[99.0, 99.0, 99.0]), outcome="diverged")
    early = partial(make_study, windows={"early": {"align": "fixed", "between": [0, 50]}})
    claim = judged(early, runs, "fraction", **SHARE, window="early")
    table: HeatmapTable = table_of(heatmap_of_claim, claim)
    assert table.steps[-1] == 100
    assert "The claim counts steps 0 to 50 only; all are shown." in table.caption
    assert "Not shown: seed 2, which diverged in an arm" in table.caption
    assert table.seeds == 3
    assert [row[0] for row in table.panels[0].ratios] == [0.5, 2, 1]


@pytest.mark.parametrize(
    ("options", "drift"),
    [
        ({"metric": "test_loss", "of": "steps"}, [1, 2, 3]),
        ({}, [1, 0, 3]),
        ({"metric": "drift.2", "of": "steps"}, [1, 2, 3]),
    ],
)
def test_fraction_has_no_heat_map_without_ratios_of_layers(make_study: Make, options: Any, drift: list[float]) -> None:  # noqa: ANN401
    """No columns, or a value that is not positive: the main figure stands alone."""
    runs = {arm: _layers(*[drift] * 3) for arm in (A, B)}
    claim = judged(make_study, runs, "fraction", **SHARE | options)
    assert heatmap_of_claim(claim) is None
    assert paired_of_claim(claim) is not None


def test_fraction_ignores_other_layers_that_are_not_positive(make_study: Make) -> None:
    """A zero in a layer that does not count hides nothing."""
    runs = {A: _layers(*[[1.0, 0.0, 3.0]] * 3), B: _layers(*[[2.0, 0.0, 3.0]] * 3)}
    assert heatmap_of_claim(judged(make_study, runs, "fraction", **SHARE, columns=["1", "3"])) is not None
    assert heatmap_of_claim(judged(make_study, {}, "fraction", **SHARE)) is None
