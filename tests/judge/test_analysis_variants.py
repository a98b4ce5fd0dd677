"""Other options for the same test: each changes what it says, and is none where nothing would change."""

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bnreport.judge.analysis_variants import allowed
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.choice import Choice
from tests.hypotheses.conftest import METRICS, run
from tests.judge.studies import study_of
from tests.judge.variants import A, B, explore, labels, rising_to

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_options_that_a_kind_refuses_are_no_variant() -> None:
    """A share of runs cannot be larger by more than all of them; what is allowed is bound as the study binds it."""
    study, options = study_of(), {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.4}
    bound = allowed(study, Choice("trains", options))
    assert bound is not None
    assert bound.region == (0.4, inf)
    assert allowed(study, Choice("trains", options | {"margin": 1.4})) is None


def test_margins_move_the_region_and_nothing_else() -> None:
    """Half and twice, same estimate."""
    found = {v.label: v for v in explore(rising_to(a=A, b=B)).variants}
    assert found["half the margin"].region.low == pytest.approx(0.001)
    assert found["twice the margin"].region.low == pytest.approx(0.004)
    assert found["twice the margin"].estimate == pytest.approx(np.mean(np.subtract(A, B)))


def test_every_part_of_a_composite_changes() -> None:
    """Twice the margin doubles each part's."""
    part = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}
    found = explore(rising_to(a=A, b=B), "all_of", parts=[{"superiority": part}, {"noninferiority": part}])
    slack = {v.label: v.estimate for v in (found.judged, *found.variants)}
    assert slack["as judged"] is not None
    assert slack["twice the margin"] == pytest.approx(slack["as judged"] - 0.002)


def test_the_margin_keeps_its_size_on_the_ratio_scale() -> None:
    """A margin of 0.002 at a mean accuracy of 0.9 is a ratio of 1 + 0.002 / 0.9."""
    found = {v.label: v for v in explore(rising_to(a=A, b=B)).variants}
    assert found["ratio scale"].region.low == pytest.approx(1 + 0.002 / min(np.mean(A), np.mean(B)))


def test_a_ratio_far_beyond_its_margin_holds_on_the_raw_scale_too() -> None:
    """Seven times as much against a margin of three times: a - b > 2 b, not two of some larger mean."""
    few = rising_to(a=[0.70, 0.71, 0.69, 0.70, 0.72, 0.70], b=[0.10, 0.10, 0.11, 0.10, 0.09, 0.10])
    found = {v.label: v for v in explore(few, margin=3, scale="ratio").variants}
    assert found["raw scale"].answer == "supported"
    assert found["raw scale"].region.low == pytest.approx(0.2)


def test_the_last_quarter_is_the_last_quarter() -> None:
    """Of steps 0 to 80 it is 60 to 80: the mean of the last three of nine points."""
    rng = np.random.default_rng(1)
    curves = {arm: rng.uniform(0.2, 0.9, (6, 9)) for arm in "ab"}
    results = Results(
        {
            f"x.{arm}": {seed: run(METRICS["accuracy"], values) for seed, values in enumerate(each)}
            for arm, each in curves.items()
        }
    )
    found = {v.label: v for v in explore(results).variants}
    late = curves["a"][:, -3:].mean(axis=1) - curves["b"][:, -3:].mean(axis=1)
    assert found["mean of the last quarter"].estimate == pytest.approx(late.mean())


def curves(metric: Metric, columns: tuple[str, ...] = (), last: int = 80, **arms: "NDArray[np.float64]") -> Results:
    """Return results from (seeds, t), or (seeds, t, k), values per arm, measured at t steps up to the last one."""

    def one(values: "NDArray[np.float64]") -> RunResult:
        series = {metric.name: Series(np.linspace(0, last, len(values)).astype(np.int64), values, columns)}
        return RunResult("", {}, "finished", last, "", {metric.name: metric}, series, {}, {}, 1.0, "")

    return Results({f"x.{arm}": dict(enumerate(map(one, values))) for arm, values in arms.items()})


def drawn(*shape: int) -> "NDArray[np.float64]":
    """Return values above 0 without any order."""
    return np.random.default_rng(sum(shape)).uniform(1, 2, shape)


@pytest.mark.parametrize(
    ("better", "failure", "extremes"),
    [
        ("lower", None, ["best of the steps", "max of the steps"]),
        ("higher", None, ["best of the steps", "min of the steps"]),
        ("lower", 2.3, ["best of the steps"]),
        ("higher", 0.1, ["best of the steps"]),
    ],
)
@pytest.mark.parametrize("kind", ["superiority", "trains", "fraction"])
def test_extremes_of_the_steps(kind: str, better: Any, failure: float | None, extremes: list[str]) -> None:  # noqa: ANN401
    """Both, the better one as `best`; but not the worse one of a metric with a failure value, which starts there."""
    values = drawn(2, 6, 9)
    results = curves(Metric("m", "1", better, failure), a=values[0], b=values[1])
    more: dict[str, dict[str, Any]] = {"trains": {"threshold": 1.5}, "fraction": {"threshold": 0.4, "of": "steps"}}
    found = explore(results, kind, metric="m", reduce="mean", margin=0.01, **more.get(kind, {}))
    every = {"final of the steps", "median of the steps", *extremes}
    if kind == "superiority":
        assert set(labels(found, "reduction")) == every | {"mean of the last quarter"}
    else:
        # counts and shares may come out alike, and are then no variants
        assert set(labels(found, "reduction")) <= every | {"mean of the last quarter"}


def test_extremes_without_a_better_direction() -> None:
    """A trend of a metric that nobody should maximise has both, and none is called the best."""
    results = curves(Metric("m", "1", None), **dict(zip("abc", drawn(3, 6, 9), strict=True)))
    options = {"arms": ["x.a", "x.b", "x.c"], "levels": [1, 2, 4], "metric": "m", "reduce": "mean", "margin": 0.01}
    shown = {"final", "median", "max", "min"}
    assert set(labels(explore(results, "trend", **options), "reduction")) == {
        *(f"{each} of the steps" for each in shown), "mean of the last quarter",
    }  # fmt: skip


def test_the_maximum_is_the_maximum() -> None:
    """A flat arm against one with a single spike: lower by the median, higher by the maximum, and both are shown."""
    flat, spiky = np.array([[[1.0]], [[0.5]]]) + 0.01 * drawn(2, 6, 9)
    spiky[:, 4] = 9 + np.arange(6)
    found = explore(
        curves(Metric("beta", "1", None), a=flat, b=spiky), metric="beta", reduce="median", margin=0.1, better="higher"
    )
    answers = {variant.label: variant.answer for variant in found.variants}
    assert (found.judged.answer, answers["best of the steps"]) == ("supported", "refuted")
    assert answers["min of the steps"] == "supported"


def test_a_declared_window_has_the_whole_run_and_what_comes_after() -> None:
    """By the declared reduction: a mean over steps 20 to 60 beside those over all and over 70 to 80."""
    values = drawn(2, 6, 9)
    results = curves(Metric("m", "1", None), a=values[0], b=values[1])
    found = {
        v.label: v
        for v in explore(results, metric="m", reduce="mean", window="steps_20_to_60", better="higher").variants
    }
    effects = values[0] - values[1]
    assert found["the whole run"].estimate == pytest.approx(effects.mean())
    assert found["after the window"].estimate == pytest.approx(effects[:, 7:].mean())
    assert {found[label].family for label in ("the whole run", "after the window")} == {"window"}
    assert "mean of the last quarter" not in found


@pytest.mark.parametrize(
    ("window", "shown"),
    [
        (None, []),
        ("steps_0_to_80", []),
        ("steps_0_to_40", ["the whole run", "after the window"]),
        ("steps_40_to_80", ["the whole run"]),
    ],
)
def test_windows_that_change_nothing_are_no_variants(window: str | None, shown: list[str]) -> None:
    """None declared, all of the run, or nothing measured after it."""
    values = drawn(2, 6, 9)
    results = curves(Metric("m", "1", "higher"), a=values[0], b=values[1])
    found = explore(results, metric="m", reduce="mean", window=window)
    assert labels(found, "window") == shown


@pytest.mark.parametrize("metric", ["m.5", "m.max"])
def test_a_named_column_has_the_median_over_all(metric: str) -> None:
    """Beside layer 5, or the layer that is largest, the median layer at each step; of the median, nothing else."""
    values = drawn(2, 6, 9, 3)
    results = curves(Metric("m", "1", "higher"), ("5", "7", "10"), a=values[0], b=values[1])
    [median] = [v for v in explore(results, metric=metric, reduce="mean").variants if v.family == "columns"]
    expected = np.median(values[0], axis=-1) - np.median(values[1], axis=-1)
    assert (median.label, median.estimate) == ("median over all columns", pytest.approx(expected.mean()))
    assert labels(explore(results, metric="m.median", reduce="mean"), "columns") == []


def test_both_metrics_of_an_association_change() -> None:
    """Two layers in two windows: the whole run of both, or the median layer of both."""
    values = drawn(6, 9, 3)
    options = {"arms": ["x.a"], "over": "seeds", "margin": 0.0, "metric": "m.5", "other": "m.10", "reduce": "mean"}
    options |= {"other_reduce": "mean", "window": "steps_0_to_40", "other_window": "steps_40_to_80"}
    found = explore(curves(Metric("m", "1", None), ("5", "7", "10"), a=values), "association", **options)
    estimates = {variant.label: variant.estimate for variant in found.variants}
    layers, median = values.mean(axis=1), np.median(values, axis=2)
    assert estimates["the whole run"] == pytest.approx(np.corrcoef(layers[:, 0], layers[:, 2])[0, 1])
    early, late = median[:, :5].mean(axis=1), median[:, 4:].mean(axis=1)
    assert estimates["median over all columns"] == pytest.approx(np.corrcoef(early, late)[0, 1])


def test_a_longer_experiment_elsewhere_moves_no_window() -> None:
    """The last quarter, and what comes after a window, end where the hypothesis's own arms do."""
    values = drawn(2, 6, 9)
    metric = Metric("m", "1", "higher")
    runs = curves(metric, a=values[0], b=values[1]).runs
    longer = {"y.a": curves(metric, last=8000, a=values[0]).runs["x.a"]}
    alone, beside = (explore(Results(each), metric="m", reduce="max") for each in (runs, {**longer, **runs}))
    assert alone.variants == beside.variants
    assert "mean of the last quarter" in labels(beside, "reduction")


def test_a_ratios_margin_is_halved_and_doubled_by_its_logarithm() -> None:
    """Half of 1.21 is 1.1, twice 1.1 is 1.21: as far again from no difference, not from nothing."""
    found = {v.label: v for v in explore(rising_to(a=A, b=B), scale="ratio", margin=1.21).variants}
    assert found["half the margin"].region.low == pytest.approx(1.1)
    assert found["twice the margin"].region.low == pytest.approx(1.21**2)
    assert labels(explore(rising_to(a=A, b=B), scale="ratio", margin=1.0), "margin") == []


def test_times_have_ratios_for_margins_though_no_scale_says_so() -> None:
    """A speed-up of 1.44: half of it 1.2."""
    values = np.sort(drawn(2, 6, 9), axis=-1)
    results = curves(Metric("m", "1", "higher"), a=values[0], b=values[1] - 0.2)
    found = explore(results, "time_to_threshold", metric="m", threshold=1.5, margin=1.44, budget=80)
    assert [v.region.low for v in found.variants if v.family == "margin"] == pytest.approx([1.2, 1.44**2])
