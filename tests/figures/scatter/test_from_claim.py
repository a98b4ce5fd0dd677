"""The table holds what the claim was judged by."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bnreport.figures.scatter.from_claim import table as scatter_of_claim
from tests.figures.conftest import LINKED, A, B, Make, judged, linked, run_at, table_of

if TYPE_CHECKING:
    from bnreport.figures.scatter.table import Table as ScatterTable


def test_association_shows_what_was_correlated(make_study: Make) -> None:
    """Both metrics of every seed, the first across, and the verdict's own correlation, its sign turned if claimed."""
    runs = {A: linked(0.7, -0.3), B: linked(0.5, -0.4)}
    claim = judged(make_study, runs, "association", **LINKED, direction="negative")
    table: ScatterTable = table_of(scatter_of_claim, claim)
    assert table.metrics == ("test loss (final)", "training accuracy (final)")
    assert table.units == ("nat", "fraction")
    assert [arm.name for arm in table.arms] == ["batchnorm", "standard"]
    assert table.arms[0].x == pytest.approx(np.linspace(0.9, 1.1, 5))
    assert (table.within, table.turned) == (True, True)
    x, y = np.concatenate(table.seen).T
    assert -np.corrcoef(x, y)[0, 1] == pytest.approx(table.effect.estimate)
    assert (table.effect.seeds, table.effect.values) == ((0, 1, 2, 3, 4), ())
    assert table.effect.estimate > 0.5
    assert "over 5 seeds" in table.alt


def test_association_leaves_out_what_its_estimate_leaves_out(make_study: Make) -> None:
    """A seed that one arm lacks is in no panel; a diverged run is, at the values that it counts as."""
    runs = {A: linked(0.7, -0.3), B: linked(0.5, -0.4)[:4]}
    runs[A][1] = run_at(0.9, lost=True)
    table: ScatterTable = table_of(scatter_of_claim, judged(make_study, runs, "association", **LINKED))
    assert {arm.seeds for arm in table.arms} == {(0, 1, 2, 3)}
    assert table.arms[0].diverged == (False, True, False, False)
    assert (table.arms[0].x[1], table.arms[0].y[1]) == (2.3, 0.1)
    assert scatter_of_claim(judged(make_study, {}, "association", **LINKED)) is None
