"""Every declared variant is there, says what it should, and leaves the verdict alone."""

import runpy
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bnreport.judge.sensitivity import SEED, Sensitivity, sensitivity
from bnreport.judge.verdicts import judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.stats.signflip import SignFlip
from bnreport.study.schema import Analysis, Hypothesis, Seeds, Study
from bnreport.study.windows import FixedWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray

Make = Callable[..., Results]
A = [0.91, 0.93, 0.92, 0.95, 0.91, 0.92]
B = [0.90, 0.90, 0.91, 0.92, 0.90, 0.89]
WINDOWS = {
    f"steps_{first}_to_{last}": FixedWindow.model_validate({"align": "fixed", "between": [first, last]})
    for first, last in [(0, 20), (20, 40), (0, 80), (0, 40), (40, 80)]
}


@pytest.fixture(scope="module")
def make_results() -> Make:
    """Return a maker of results: per arm and seed a series, or None for a diverged run."""
    shared = runpy.run_path(str(Path(__file__).parents[1] / "hypotheses" / "conftest.py"))
    run, accuracy = shared["run"], shared["METRICS"]["accuracy"]

    def made(**arms: Sequence[float | None]) -> Results:
        def one(end: float | None) -> Any:  # noqa: ANN401
            return run(accuracy, [0.1, 0.5] if end is None else [0.1, end - 0.2, end], diverged=end is None)

        return Results({f"x.{arm}": {s: one(end) for s, end in enumerate(ends)} for arm, ends in arms.items()})

    return made


def explore(results: Results, kind: str = "superiority", n: int = 6, **options: Any) -> Sensitivity:  # noqa: ANN401
    """Judge one hypothesis on x.a and x.b and return its variants."""
    test = {kind: {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002} | options}
    if kind in {"all_of", "association", "trend"}:
        test = {kind: options}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    seeds = Seeds(looks=(n,), alpha=(0.05,))
    asked = Study.model_construct(seeds=seeds, windows=WINDOWS, experiments={}, hypotheses={"h": claim})
    return sensitivity(asked, results, judge(asked, results, scale="paper"))["h"]


def labels(found: Sensitivity, family: str) -> list[str]:
    """Return the labels of one family."""
    return [variant.label for variant in found.variants if variant.family == family]


def test_all_declared_variants_are_shown(make_results: Make) -> None:
    """Reductions that give the same numbers as the verdict's own are no variants; all others are there."""
    found = explore(make_results(a=A, b=B))
    assert labels(found, "reduction") == ["mean of the steps", "median of the steps"]
    assert labels(found, "scale") == ["ratio scale"]
    assert labels(found, "margin") == ["half the margin", "twice the margin"]
    assert labels(found, "test") == ["sign-flip test, Hodges\N{EN DASH}Lehmann"]
    assert labels(found, SEED) == list("012345")
    assert labels(found, "divergence") == []
    assert found.judged.answer == "supported"


def test_a_left_out_seed_is_really_left_out(make_results: Make) -> None:
    """The estimate is that of the other five, at the verdict's own level."""
    found = explore(make_results(a=A, b=B))
    effects = np.array(A) - np.array(B)
    left = [variant for variant in found.variants if variant.family == SEED]
    assert [variant.estimate for variant in left] == pytest.approx([np.delete(effects, s).mean() for s in range(6)])
    assert {variant.n for variant in left} == {5}


@pytest.mark.parametrize(("looks", "read"), [((6, 8), 6), ((4, 6, 8), 6), ((6,), 6), ((8,), 8)])
def test_seeds_past_the_look_that_decided_are_not_read(make_results: Make, looks: tuple[int, ...], read: int) -> None:
    """A verdict that fell at six seeds has variants of those six, however many more there are by now."""
    a, b = [*A, 0.2, 0.95], [*B, 0.9, 0.1]
    test = {"superiority": {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    alpha = tuple(0.05 if seeds == 6 else 1e-9 for seeds in looks)
    asked = Study.model_construct(seeds=Seeds(looks=looks, alpha=alpha), experiments={}, hypotheses={"h": claim})
    [verdict] = judge(asked, results := make_results(a=a, b=b), scale="paper")
    found = sensitivity(asked, results, (verdict,))["h"]
    assert (found.judged.n, looks[verdict.look - 1]) == (read, read)
    assert labels(found, SEED) == [str(seed) for seed in range(read)]
    assert {v.n for v in found.variants if v.family == "margin"} == {read}
    assert found.variants == sensitivity(asked, make_results(a=a[:read], b=b[:read]), (verdict,))["h"].variants


def test_margins_move_the_region_and_nothing_else(make_results: Make) -> None:
    """Half and twice, same estimate."""
    found = {v.label: v for v in explore(make_results(a=A, b=B)).variants}
    assert found["half the margin"].region.low == pytest.approx(0.001)
    assert found["twice the margin"].region.low == pytest.approx(0.004)
    assert found["twice the margin"].estimate == pytest.approx(np.mean(np.subtract(A, B)))


def test_diverged_seeds_are_left_out_in_one_variant_only(make_results: Make) -> None:
    """The verdict counts them as chance; the conditional analysis is named and has the others."""
    found = explore(make_results(a=[None, *A[1:]], b=B))
    [conditional] = [variant for variant in found.variants if variant.family == "divergence"]
    assert conditional.estimate == pytest.approx(np.mean(np.subtract(A, B)[1:]))
    assert conditional.answer == "supported"
    assert (found.judged.answer, found.fragile) == ("inconclusive", True)
    assert "0" in found.flipping


@pytest.mark.parametrize("n", [2, 4, 5])
def test_few_seeds_have_no_exact_test_and_two_none_left_out(make_results: Make, n: int) -> None:
    """What cannot be computed has no answer, and is not counted as agreement."""
    found = explore(make_results(a=A[:n], b=B[:n]), n=n)
    assert labels(found, "test") == []
    assert all((v.answer is None) == (n == 2) for v in found.variants if v.family == SEED)


def test_without_a_verdict_there_is_nothing_to_vary(make_results: Make) -> None:
    """Identical arms, no runs: no variants and no crash."""
    for results in (make_results(a=A, b=A), Results()):
        with pytest.raises(KeyError):
            explore(results)


def test_swapping_arms_mirrors_every_variant(make_results: Make) -> None:
    """Non-inferiority of a to b and superiority of b over a are each other's negation, variant by variant."""
    mirror = {"supported": "refuted", "refuted": "supported", "inconclusive": "inconclusive", None: None}
    one = explore(make_results(a=B, b=A), "noninferiority", margin=0.01)
    other = explore(make_results(a=A, b=B), "superiority", margin=0.01)
    assert [v.label for v in one.variants] == [v.label for v in other.variants]
    assert [mirror[v.answer] for v in one.variants] == [v.answer for v in other.variants]
    assert (one.fragile, one.flipping) == (other.fragile, other.flipping)


def test_every_part_of_a_composite_changes(make_results: Make) -> None:
    """Twice the margin doubles each part's."""
    part = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}
    found = explore(make_results(a=A, b=B), "all_of", parts=[{"superiority": part}, {"noninferiority": part}])
    slack = {v.label: v.estimate for v in (found.judged, *found.variants)}
    assert slack["as judged"] is not None
    assert slack["twice the margin"] == pytest.approx(slack["as judged"] - 0.002)


def test_sign_flip_interval_is_the_tests_inverse() -> None:
    """A centre is inside iff the enumerated two-sided test does not reject it at that level."""
    effects = (0.3, -0.1, 0.25, 0.7, 0.05, 0.4, 0.12)
    low, high = SignFlip(effects).interval(0.05)
    signs = np.array(list(product([-1, 1], repeat=7)))
    for centre in np.linspace(-0.3, 0.9, 97):
        shifted = np.array(effects) - centre
        sums, seen = signs @ shifted, shifted.sum()
        p = 2 * min((sums >= seen - 1e-12).mean(), (sums <= seen + 1e-12).mean())
        assert (low < centre < high) == (p > 0.05)


def test_hodges_lehmann_by_hand() -> None:
    """Walsh averages of 1, 2, 6: 1, 1.5, 2, 3.5, 4, 6; their median is 2.75."""
    assert SignFlip((1.0, 2.0, 6.0)).value == 2.75
    assert SignFlip((1.0, 2.0, 6.0)).interval(0.05) == (-np.inf, np.inf)


def test_the_other_divergence_policy_is_the_variant(make_results: Make) -> None:
    """Judged on seeds that trained, the variant counts failures; and every other variant keeps the declared policy."""
    test = {"superiority": {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    asked = Study.model_construct(seeds=Seeds(looks=(6,), alpha=(0.05,)), experiments={}, hypotheses={"h": claim})
    asked = asked.model_copy(update={"analysis": Analysis(divergence="conditional")})
    results = make_results(a=[*A[:5], None], b=[None, *B[1:]])
    found = sensitivity(asked, results, judge(asked, results, scale="paper"))["h"]
    assert found.judged.n == 4
    assert [(v.label, v.n) for v in found.variants if v.family == "divergence"] == [
        ("diverged runs count as failures", 6)
    ]
    assert {v.n for v in found.variants if v.family == "margin"} == {4}
    assert labels(found, SEED) == list("1234")


def test_the_margin_keeps_its_size_on_the_ratio_scale(make_results: Make) -> None:
    """A margin of 0.002 at a mean accuracy of 0.9 is a ratio of 1 + 0.002 / 0.9."""
    found = {v.label: v for v in explore(make_results(a=A, b=B)).variants}
    assert found["ratio scale"].region.low == pytest.approx(1 + 0.002 / min(np.mean(A), np.mean(B)))


def test_a_ratio_far_beyond_its_margin_holds_on_the_raw_scale_too(make_results: Make) -> None:
    """Seven times as much against a margin of three times: a - b > 2 b, not two of some larger mean."""
    few = make_results(a=[0.70, 0.71, 0.69, 0.70, 0.72, 0.70], b=[0.10, 0.10, 0.11, 0.10, 0.09, 0.10])
    found = {v.label: v for v in explore(few, margin=3, scale="ratio").variants}
    assert found["raw scale"].answer == "supported"
    assert found["raw scale"].region.low == pytest.approx(0.2)


def test_the_last_quarter_is_the_last_quarter() -> None:
    """Of steps 0 to 80 it is 60 to 80: the mean of the last three of nine points."""
    shared = runpy.run_path(str(Path(__file__).parents[1] / "hypotheses" / "conftest.py"))
    rng = np.random.default_rng(1)
    curves = {arm: rng.uniform(0.2, 0.9, (6, 9)) for arm in "ab"}
    results = Results(
        {
            f"x.{arm}": {seed: shared["run"](shared["METRICS"]["accuracy"], values) for seed, values in enumerate(each)}
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
    """By the declared reduction: a mean over steps 20 to 40 beside those over all and over 50 to 80."""
    values = drawn(2, 6, 9)
    results = curves(Metric("m", "1", None), a=values[0], b=values[1])
    found = {
        v.label: v
        for v in explore(results, metric="m", reduce="mean", window="steps_20_to_40", better="higher").variants
    }
    effects = values[0] - values[1]
    assert found["the whole run"].estimate == pytest.approx(effects.mean())
    assert found["after the window"].estimate == pytest.approx(effects[:, 5:].mean())
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
    options = {"arms": ["x.a"], "over": "seeds", "margin": 0.1, "metric": "m.5", "other": "m.10", "reduce": "mean"}
    options |= {"other_reduce": "mean", "window": "steps_0_to_20", "other_window": "steps_20_to_40"}
    found = explore(curves(Metric("m", "1", None), ("5", "7", "10"), a=values), "association", **options)
    estimates = {variant.label: variant.estimate for variant in found.variants}
    layers, median = values.mean(axis=1), np.median(values, axis=2)
    assert estimates["the whole run"] == pytest.approx(np.corrcoef(layers[:, 0], layers[:, 2])[0, 1])
    early, late = median[:, :3].mean(axis=1), median[:, 2:5].mean(axis=1)
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


def test_a_ratios_margin_is_halved_and_doubled_by_its_logarithm(make_results: Make) -> None:
    """Half of 1.21 is 1.1, twice 1.1 is 1.21: as far again from no difference, not from nothing."""
    found = {v.label: v for v in explore(make_results(a=A, b=B), scale="ratio", margin=1.21).variants}
    assert found["half the margin"].region.low == pytest.approx(1.1)
    assert found["twice the margin"].region.low == pytest.approx(1.21**2)
    assert labels(explore(make_results(a=A, b=B), scale="ratio", margin=1.0), "margin") == []


def test_times_have_ratios_for_margins_though_no_scale_says_so() -> None:
    """A speed-up of 1.44: half of it 1.2."""
    values = np.sort(drawn(2, 6, 9), axis=-1)
    results = curves(Metric("m", "1", "higher"), a=values[0], b=values[1] - 0.2)
    found = explore(results, "time_to_threshold", metric="m", threshold=1.5, margin=1.44, budget=80)
    assert [v.region.low for v in found.variants if v.family == "margin"] == pytest.approx([1.2, 1.44**2])
