"""Captions and alt texts say what the table holds."""

from dataclasses import replace
from math import inf, nan

import pytest

from bnreport.figures.shared.curve import Curve
from tests.figures.curves.conftest import CURVES, RUNS


@pytest.mark.parametrize(
    ("high", "unit", "log"), [(50.0, "nat", False), (51.0, "nat", True), (inf, "nat", False), (51.0, "fraction", False)]
)
def test_a_wide_range_has_a_logarithmic_axis(high: float, unit: str, log: bool) -> None:  # noqa: FBT001
    """More than a factor of 50 between finite readings, but never of fractions."""
    runs = (Curve("e.a", 0, (0, 5), (1.0, high), diverged=False), Curve("e.b", 0, (0, 5), (1.0, 1e9), diverged=True))
    assert replace(CURVES, curves=runs, unit=unit).log is log


def test_the_axis_reaches_what_a_diverged_run_counts_as() -> None:
    """Above the readings or below them; not on a logarithmic axis that has no place for it."""
    assert CURVES.ends == (0.1, 0.9)
    assert replace(CURVES, chance=2.3).ends == (0.1, 2.3)
    assert replace(CURVES, chance=0.0).ends == (0.0, 0.9)
    assert replace(CURVES, chance=0.0, axis="log").ends == (0.1, 0.9)


def test_the_caption_says_which_steps_claims_count() -> None:
    """Where all of a run's do, there is no ground to explain."""
    assert "Grey" not in CURVES.caption
    said = "Grey: steps 1,200 to 2,699, from the first that a claim counts in some run to the last."
    assert said in replace(CURVES, counted=(1200, 2699)).caption


def test_arms_end_where_their_finished_runs_do() -> None:
    """Median, range and n of the last readings; runs that diverged are counted beside them."""
    lost, blank = Curve("e.a", 3, (0, 5), (1.0, 99.0), diverged=True), Curve("e.b", 0, (), (), diverged=False)
    alt = replace(CURVES, curves=(*RUNS, lost, blank)).alt
    said = "loss of e at the last step. e.a: median 0.6 nat (seeds 0.5 nat to 0.9 nat, n = 3), 1 of 4 diverged;"
    assert alt == f"{said} e.b: no value."


def test_the_caption_explains_the_marks_that_there_are() -> None:
    """The band, triangles of readings without a place, crosses of runs that diverged."""
    assert "band" in CURVES.caption
    wild = Curve("e.b", 0, (0, 5, 10, 15), (0.5, nan, inf, 0.0), diverged=False)
    lost = Curve("e.c", 0, (0, 5, 10), (0.5, 0.9, 1e12), diverged=True)
    said = replace(CURVES, curves=(*RUNS, wild, lost), axis="log").caption
    assert "infinite or no number (e.b, e.c)" in said
    assert "diverged (1 of 5)" in said
    assert "infinite" not in CURVES.caption
