"""From runs and verdict to the tables of claims over conditions, a factor, an order, and several parts."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import nan
from typing import Any

import numpy as np
import pytest
import scipy.stats

from bnreport.judge.verdicts import judge
from bnreport.report.claims import Claim, forest, interaction, steps, trend
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", None, None),
}
ARMS = ["vgg.standard", "vgg.batchnorm", "vgg.noisy_batchnorm", "vgg.noisy_standard"]
TABLE = {
    "vgg.standard": (1.0, 1.2, 0.9, 1.1), "vgg.batchnorm": (2.1, 2.0, 2.3, 2.2),
    "vgg.noisy_batchnorm": (4.0, 4.4, 4.1, 4.2), "vgg.noisy_standard": (5.1, 5.0, 5.4, 5.3),
}  # fmt: skip
Made = Callable[..., Claim]


def _run(metric: Metric, value: float | None) -> RunResult:
    values = np.array([nan if value is None else value])
    return RunResult(
        key="", settings={}, outcome="finished" if value is not None else "diverged", stopped_at=10, cause="",
        metrics={metric.name: metric}, series={metric.name: Series(np.array([10]), values)}, probes={}, environment={},
        seconds=1.0, finished_at="2026-01-01T00:00:00Z",
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(make_study: Callable[..., Study]) -> Made:
    """Return the maker of a judged claim: kind, options, and per arm one number per seed, None where it diverged."""

    def claim(kind: str, values: Mapping[str, Sequence[float | None]] = TABLE, **options: Any) -> Claim:  # noqa: ANN401
        metric = METRICS[options.get("metric", "drift")]
        results = Results({arm: {s: _run(metric, v) for s, v in enumerate(held)} for arm, held in values.items()})
        test = {kind: options if kind == "all_of" else {"metric": "drift", **options}}
        study = make_study(
            hypotheses={"h": {"claim": "A claim.", "test": test, "why_this_margin": "Ours."}},
            seeds={"looks": [max(len(held) for held in values.values())], "alpha": [0.05]},
        )
        [verdict] = judge(study, results, scale="paper")
        return Claim(study, verdict, results, "paper")

    return claim


CROSS = {
    "arm": ARMS[3], "versus": ARMS[1], "elsewhere_arm": ARMS[2], "elsewhere_versus": ARMS[0], "margin": 0.1,
}  # fmt: skip


def test_interaction_takes_its_arms_in_their_roles(made: Made) -> None:
    """Arm and versus here, then elsewhere, and per seed their difference of differences."""
    table = interaction.table(made("interaction", **CROSS))
    assert table is not None
    assert [arm.name for arm in table.arms] == [ARMS[3], ARMS[1], ARMS[2], ARMS[0]]
    assert [arm.values for arm in table.arms] == [TABLE[arm.name] for arm in table.arms]
    here, versus, there, compared = (np.array(arm.values) for arm in table.arms)
    assert table.effect.values == pytest.approx((here - versus) - (there - compared))
    assert (table.log, table.turned) == (False, False)


def test_interaction_knows_log_scale_and_direction(made: Made) -> None:
    """Of a loss it is turned round; on the log scale it is a ratio of ratios. An arm may stand on both sides."""
    table = interaction.table(
        made("interaction", metric="loss", scale="log", **(CROSS | {"elsewhere_versus": ARMS[1]}))
    )
    assert table is not None
    assert (table.log, table.turned) == (True, True)
    assert [arm.name for arm in table.arms] == [ARMS[3], ARMS[1], ARMS[2], ARMS[1]]
    here, versus, there, compared = (np.array(arm.values) for arm in table.arms)
    assert table.effect.values == pytest.approx(1 / ((here / versus) / (there / compared)))


def test_trend_stands_in_order_of_levels(made: Made) -> None:
    """Whatever the order in the study; the means follow the arms."""
    table = trend.table(made("trend", arms=ARMS, levels=[8.0, 1.0, 4.0, 2.0], margin=0.1))
    assert table is not None
    assert table.levels == (1, 2, 4, 8)
    assert [arm.name for arm in table.arms] == [ARMS[1], ARMS[3], ARMS[2], ARMS[0]]
    assert [arm.values for arm in table.arms] == [TABLE[arm.name] for arm in table.arms]
    assert (table.factor, table.estimand) == ("log", "rise per doubling of the factor, by least squares")


@pytest.mark.parametrize("kind", ["trend", "monotone"])
@pytest.mark.parametrize("direction", ["increasing", "decreasing"])
@pytest.mark.parametrize("scale", ["raw", "log"])
def test_steps_are_paired_t(made: Made, kind: str, direction: str, scale: str) -> None:
    """Estimate, 95 % interval and seeds of each step are scipy's of paired differences, turned round for a fall."""
    more = {"levels": [1.0, 2.0, 4.0, 8.0]} if kind == "trend" else {}
    claim = made(kind, arms=ARMS, margin=0.1, direction=direction, scale=scale, **more)
    table = steps.table(claim)
    assert table is not None
    assert table.turned == (direction == "decreasing")
    assert table.unit == ("ratio" if scale == "log" else "1")
    assert table.region == (claim.verdict.region if kind == "monotone" else None)
    back, forth = (np.exp, np.log) if scale == "log" else (np.array, np.array)
    for place, step in enumerate(table.steps):
        one, two = (forth(np.array(TABLE[arm])) for arm in ARMS[place : place + 2])
        change = (two - one) * (-1 if table.turned else 1)
        sure = scipy.stats.ttest_1samp(change, 0).confidence_interval(0.95)
        assert (step.before, step.after) == tuple(ARMS[place : place + 2])
        assert step.values == pytest.approx(back(change))
        assert step.estimate == pytest.approx(float(back(change.mean())))
        assert step.interval == pytest.approx([float(back(end)) for end in sure])


def test_monotone_says_which_step_its_seeds_are_of(made: Made) -> None:
    """The dots beside the estimate are those of the smallest step; its interval is of all of them."""
    table = trend.table(made("monotone", arms=ARMS, margin=0.1))
    assert table is not None
    assert table.levels == ()
    changes = {(a, b): np.array(TABLE[b]) - np.array(TABLE[a]) for a, b in pairwise(ARMS)}
    smallest = min(changes, key=lambda ends: float(changes[ends].mean()))
    assert smallest == (ARMS[2], ARMS[3])
    assert f"by seed that of {ARMS[2]} to {ARMS[3]};" in table.estimand
    assert table.effect.values == pytest.approx(changes[smallest])


def test_diverged_runs_are_crossed_in_both_steps(made: Made) -> None:
    """With a failure value it counts in both neighbours' steps; without one those have no estimate."""
    values = {**TABLE, ARMS[1]: (2.1, None, 2.3, 2.2)}
    for metric in ("loss", "drift"):
        claim = made("trend", values, metric=metric, arms=ARMS, levels=[1.0, 2.0, 4.0, 8.0], margin=0.1)
        table = steps.table(claim)
        assert table is not None
        assert [step.diverged[1] for step in table.steps] == [True, True, False]
        assert [np.isnan(step.estimate) for step in table.steps] == [metric == "drift"] * 2 + [False]
        if metric == "loss":
            assert table.steps[0].values[1] == pytest.approx(2.3 - 1.2)


def test_a_step_that_does_not_vary_has_no_interval(made: Made) -> None:
    """It keeps its value, in both kinds."""
    values = {**TABLE, ARMS[1]: tuple(value + 1 for value in TABLE[ARMS[0]])}
    for kind, more in (("trend", {"levels": [1.0, 2.0, 4.0, 8.0]}), ("monotone", {})):
        table = steps.table(made(kind, values, arms=ARMS, margin=0.1, **more))
        assert table is not None
        assert table.steps[0].estimate == pytest.approx(1)
        assert np.isnan(table.steps[0].interval).all()
        assert np.isfinite(table.steps[1].interval).all()


def test_values_beyond_the_log_scale_leave_no_step(made: Made) -> None:
    """Zero has no logarithm: its steps have no estimate, and nothing crashes."""
    values = {**TABLE, ARMS[1]: (0.0, 2.0, 2.3, 2.2)}
    table = steps.table(made("trend", values, arms=ARMS, levels=[1.0, 2.0, 4.0, 8.0], margin=0.1, scale="log"))
    assert table is not None
    assert [np.isnan(step.estimate) for step in table.steps] == [True, True, False]
    assert table.steps[2].values[0] == pytest.approx(5.1 / 4.0)


@pytest.mark.parametrize(("kind", "more"), [("trend", {"levels": [1.0, 2.0, 4.0, 8.0]}), ("monotone", {})])
def test_one_seed_is_drawn_without_steps(made: Made, kind: str, more: dict[str, Any]) -> None:
    """Its line is drawn and nothing is claimed of it; a forest of steps without any interval would be none."""
    claim = made(kind, {arm: held[:1] for arm, held in TABLE.items()}, arms=ARMS, margin=0.1, **more)
    table = trend.table(claim)
    assert table is not None
    assert [arm.values for arm in table.arms] == [TABLE[arm][:1] for arm in ARMS]
    assert steps.table(claim) is None


def test_parts_stand_in_margins_with_the_verdict_on_the_whole(made: Made) -> None:
    """One row per part: its own estimate, 95 % interval and region; the whole's verdict; no thick bar."""
    parts = [
        {"superiority": {"metric": "drift", "arm": ARMS[1], "versus": ARMS[0], "margin": 0.5}},
        {"superiority": {"metric": "drift", "arm": ARMS[0], "versus": ARMS[3], "margin": 0.25, "scale": "log"}},
    ]
    claim = made("all_of", parts=parts)
    table = forest.table(claim)
    assert table is not None
    assert claim.verdict.verdict == "refuted"
    assert [row.verdict for row in table.claims] == ["refuted", "refuted"]
    change = np.array(TABLE[ARMS[1]]) - np.array(TABLE[ARMS[0]])
    assert table.claims[0].estimate == pytest.approx(change.mean())
    assert table.claims[0].interval == pytest.approx(scipy.stats.ttest_1samp(change, 0).confidence_interval(0.95))
    assert [row.region.low for row in table.claims] == [0.5, 1.25]
    assert [row.scale for row in table.claims] == pytest.approx([0.5, np.log(1.25)])
    assert np.isnan([row.verdict_interval for row in table.claims]).all()
    assert table.parts == (4, 4)
    assert table.claims[0].label == "1. drift (final): vgg.batchnorm \N{MINUS SIGN} vgg.standard"


def test_a_part_without_an_estimate_keeps_its_row(made: Made) -> None:
    """Its region is drawn and its words say that there is none; without any estimate there is no figure."""
    short = {ARMS[0]: TABLE[ARMS[0]], ARMS[1]: TABLE[ARMS[1]], ARMS[2]: (4.0, 4.4, None, 4.2)}
    one, two = ({"superiority": {"metric": "drift", "arm": arm, "versus": ARMS[0], "margin": 0.5}} for arm in ARMS[1:3])
    table = forest.table(made("all_of", short, parts=[one, two]))
    assert table is not None
    assert [np.isnan(row.estimate) for row in table.claims] == [False, True]
    assert table.claims[1].region.low == 0.5
    assert forest.table(made("all_of", short, parts=[two])) is None
