"""From runs to curves: what thinning may not lose, and which runs belong to an arm."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from bnreport.figures.shared.curves_of_runs import MOST, curves_of, points_a_curve, runs_of, thinned
from bnreport.results import Results, RunResult, Series


def test_thinned_curves_keep_spikes_ends_and_what_is_not_finite(make_run: Callable[..., RunResult]) -> None:
    """All seeds of an arm keep the same steps, so that each median is of all of them."""
    held = {}
    for seed in range(3):
        values = np.ones(5000)
        values[1000 + seed], values[3000 + seed] = 50 + seed, 0.01
        if seed == 1:
            values[2222], values[4000] = np.nan, np.inf
        held[seed] = replace(make_run("vgg.standard", seed), series={"objective": Series(np.arange(5000), values)})
    [curves] = curves_of({"vgg.standard": held}, [("objective", None)], 40)
    assert len({curve.steps for curve in curves}) == 1
    assert {0, 1002, 2222, 4000, 4999} <= {*curves[0].steps}
    assert {3000, 3001, 3002} & {*curves[0].steps}
    assert len(curves[0].steps) <= 44
    assert max(curve.values[curve.steps.index(1002)] for curve in curves) == 52


def test_a_run_that_diverged_at_once_is_counted(make_run: Callable[..., RunResult]) -> None:
    """It has no reading, yet it belongs to its arm; a finished run without the metric does not."""
    lost = replace(make_run("vgg.standard", 0), series={}, outcome="diverged")
    other = replace(make_run("vgg.standard", 1), series={})
    read = make_run("vgg.standard", 2)
    found = runs_of(Results({"vgg.standard": {0: lost, 1: other, 2: read}}), "vgg", {"test_loss"})
    [curves] = curves_of(found, [("test_loss", None)], 40)
    assert [(curve.seed, len(curve.steps) > 0, curve.diverged) for curve in curves] == [
        (0, False, True),
        (2, True, False),
    ]


def test_a_run_has_all_metrics_of_its_figure(make_run: Callable[..., RunResult]) -> None:
    """One that measured only one end of a range would be a line without a ribbon."""
    both = make_run("vgg.standard", 0)
    half = replace(both, series={"test_loss": both.series["test_loss"]})
    found = runs_of(Results({"vgg.standard": {0: both, 1: half}}), "vgg", {"test_loss", "test_accuracy"})
    assert [*found["vgg.standard"]] == [0]


def test_the_mean_over_layers_is_of_those_that_have_a_number(make_run: Callable[..., RunResult]) -> None:
    """A layer without a number is no zero, and a step at which none has one stays without."""
    values = np.array([[1.0, 3.0], [np.nan, 4.0], [np.inf, np.nan]])
    run = replace(make_run("vgg.standard", 0), series={"shift": Series(np.arange(3), values, ("1", "2"))})
    [[curve]] = curves_of({"vgg.standard": {0: run}}, [("shift", None)], 40)
    assert curve.values == pytest.approx((2.0, 4.0, np.nan), nan_ok=True)


def test_a_page_has_room_for_so_many_points() -> None:
    """Few curves are drawn in full, many share the page."""
    assert points_a_curve(1) == MOST
    assert 16 <= points_a_curve(3600) < points_a_curve(1000) < MOST
    assert 1000 * points_a_curve(1000) <= 40_000


def test_an_arm_without_the_layer_has_an_empty_curve(make_run: Callable[..., RunResult]) -> None:
    """Arms of one experiment may have different layers; here only the second has layer 9."""
    steps = np.arange(3)
    small, large = (
        replace(make_run("vgg.standard", 0), series={"shift": Series(steps, np.ones((3, len(names))), names)})
        for names in (("1", "2"), ("1", "2", "9"))
    )
    [curves] = curves_of({"vgg.small": {0: small}, "vgg.large": {0: large}}, [("shift", "9")], 40)
    assert [(curve.arm, curve.values) for curve in curves] == [("vgg.small", ()), ("vgg.large", (1.0, 1.0, 1.0))]


def test_thinning_keeps_ends_and_extremes() -> None:
    """A long series keeps first, last, its spike and its dip."""
    values = np.sin(np.arange(10_000) / 700)
    values[[1234, 7777]] = 9, -9
    kept = thinned(values, MOST)
    assert len(kept) <= 164
    assert {0, 1234, 7777, 9999} <= set(kept.tolist())


def test_curves_end_where_runs_end(make_run: Callable[..., RunResult]) -> None:
    """However few points are drawn, the last is the run's last, even of one that ended sooner than the others."""
    long, cut = Series(np.arange(500), np.sin(np.arange(500.0))), Series(np.arange(123), np.cos(np.arange(123.0)))
    runs = {"vgg.a": {seed: replace(make_run("vgg.standard", seed), series={"m": series})
                      for seed, series in enumerate((long, cut))}}  # fmt: skip
    [curves] = curves_of(runs, [("m", None)], 16)
    assert [curve.steps[-1] for curve in curves] == [499, 122]
