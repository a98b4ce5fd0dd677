"""From runs and verdict to the figures of association, time_to_threshold, trains and fraction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from bnreport.judge.verdicts import judge
from bnreport.report.claims import Claim, exhibits, heatmap, paired
from bnreport.report.claims import outcomes as outcomes_of
from bnreport.report.claims import scatter as scatter_of
from bnreport.report.claims import threshold as threshold_of
from bnreport.report.draw import draw_figures
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study

if TYPE_CHECKING:
    from bnreport.figures import Table, outcomes, scatter, threshold
    from bnreport.figures import heatmap as heat
    from bnreport.figures import paired as pairs

Make = Callable[..., Study]
STEPS = np.arange(0, 101, 10)
METRICS = {
    "train_accuracy": Metric("train_accuracy", "fraction", "higher", 0.1),
    "test_loss": Metric("test_loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", "lower", None),
}
RATES = {"optimizer.sgd.lr": [0.1, 0.5]}
ARMS = {"standard": {"norm": "none"}, "batchnorm": {"norm": "batch"}}
A, B = "vgg.batchnorm", "vgg.standard"


def _run(accuracy: Any, loss: Any = 1.0, drift: Any = 1.0, *, lost: bool = False) -> RunResult:  # noqa: ANN401
    """Return a run with constant metrics, or those given by step; `drift` has three layers."""
    layers = np.asarray(drift) * np.ones((len(STEPS), 3))
    values = {"train_accuracy": accuracy * np.ones(len(STEPS)), "test_loss": loss * np.ones(len(STEPS))}
    series = {name: Series(STEPS, each) for name, each in values.items()} | {
        "drift": Series(STEPS, layers, ("1", "2", "3"))
    }
    outcome = "diverged" if lost else "finished"
    return RunResult("", {}, outcome, 100, "", METRICS, series, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")  # type: ignore[arg-type]


def _claim(make: Make, runs: Mapping[str, list[RunResult]], kind: str, **options: Any) -> Claim:  # noqa: ANN401
    """Judge one hypothesis about runs by arm."""
    stated = {"why_this_margin": "Ours.", "claim": "It is so.", "test": {kind: options}}
    study = make(hypotheses={"it": stated})
    results = Results({arm: dict(enumerate(each)) for arm, each in runs.items()})
    [verdict] = judge(study, results, scale="paper")
    return Claim(study, verdict, results, "paper")


def _table(module: Any, claim: Claim) -> Any:  # noqa: ANN401  (a figure's table)
    made: Table | None = module.table(claim)
    assert made is not None
    return made


def _linked(base: float, slope: float, n: int = 5) -> list[RunResult]:
    rng = np.random.default_rng(round(100 * base))
    return [_run(base + slope * x + 0.01 * rng.normal(), 1 + x) for x in np.linspace(-0.1, 0.1, n)]


LINKED = {"metric": "test_loss", "other": "train_accuracy", "arms": [A, B], "over": "seeds", "margin": 0.1}


def test_association_shows_what_was_correlated(make_study: Make) -> None:
    """Both metrics of every seed, the first across, and the verdict's own correlation, its sign turned if claimed."""
    runs = {A: _linked(0.7, -0.3), B: _linked(0.5, -0.4)}
    claim = _claim(make_study, runs, "association", **LINKED, direction="negative")
    table: scatter.Table = _table(scatter_of, claim)
    assert table.metrics == ("test_loss (final)", "train_accuracy (final)")
    assert table.units == ("nat", "fraction")
    assert [arm.name for arm in table.arms] == [A, B]
    assert table.arms[0].x == pytest.approx(np.linspace(0.9, 1.1, 5))
    assert (table.within, table.turned) == (True, True)
    x, y = np.concatenate(table.seen).T
    assert -np.corrcoef(x, y)[0, 1] == pytest.approx(table.effect.estimate)
    assert (table.effect.seeds, table.effect.values) == ((0, 1, 2, 3, 4), ())
    assert table.effect.estimate > 0.5
    assert "over 5 seeds" in table.alt


def test_association_leaves_out_what_its_estimate_leaves_out(make_study: Make) -> None:
    """A seed that one arm lacks is in no panel; a diverged run is, at the values that it counts as."""
    runs = {A: _linked(0.7, -0.3), B: _linked(0.5, -0.4)[:4]}
    runs[A][1] = _run(0.9, lost=True)
    table: scatter.Table = _table(scatter_of, _claim(make_study, runs, "association", **LINKED))
    assert {arm.seeds for arm in table.arms} == {(0, 1, 2, 3)}
    assert table.arms[0].diverged == (False, True, False, False)
    assert (table.arms[0].x[1], table.arms[0].y[1]) == (2.3, 0.1)
    assert scatter_of.table(_claim(make_study, {}, "association", **LINKED)) is None


RACE = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "budget": 80, "margin": 0.1}


def _raced(*times: int | None, lost: int | None = None) -> list[RunResult]:
    """Return runs that reach 0.5 at these steps; None: never."""
    return [_run(np.where((999 if t is None else t) > STEPS, 0.2, 0.6), lost=s == lost) for s, t in enumerate(times)]


def test_races_tell_a_time_at_the_budget_from_none(make_study: Make) -> None:
    """Both count as 80 steps; only what did not get there is censored, and so is a run that diverged."""
    runs = {A: _raced(10, 20, 20, 30, 30), B: _raced(80, 90, None, 70, 40, lost=4)}
    claim = _claim(make_study, runs, "time_to_threshold", **RACE)
    table: threshold.Table = _table(threshold_of, claim)
    assert table.arms[1].steps == (80, 80, 80, 70, 80)
    assert table.arms[1].censored == (False, True, True, False, True)
    assert table.arms[1].diverged == (False, False, False, False, True)
    assert not any(table.arms[0].censored)
    assert (table.threshold, table.budget, table.better) == (0.5, 80, "higher")
    strip: pairs.Table = _table(paired, claim)
    assert strip.arms[1].censored == (False, True, True, False, True)
    assert strip.arms[1].values == (80, 80, 80, 70, 80)


def test_races_show_the_curves_up_to_a_little_beyond_the_budget(make_study: Make) -> None:
    """Every seed of both arms, under the metric's name, however much longer they trained."""
    runs = {A: _raced(10, 20, 20, 30, 30), B: _raced(60, 70, 70, 70, 40)}
    table: threshold.Table = _table(
        threshold_of, _claim(make_study, runs, "time_to_threshold", **RACE | {"budget": 50})
    )
    assert {curve.steps[-1] for curve in table.learning.curves} == {50}
    assert len(table.learning.curves) == 10
    runs[B][2] = replace(runs[B][2], outcome="diverged")
    table = _table(threshold_of, _claim(make_study, runs, "time_to_threshold", **RACE | {"budget": 50}))
    assert {curve.steps[-1] for curve in table.learning.curves} == {100}  # a cross stands where a run really ended
    column = RACE | {"metric": "drift.2", "threshold": 2.0}
    falling = {
        arm: [_run(0.5, drift=np.outer(np.linspace(5, 1, 11) - s / 9, [9, 1, 9])) for s in range(5)] for arm in (A, B)
    }
    table = _table(threshold_of, _claim(make_study, falling, "time_to_threshold", **column))
    assert table.learning.metric == "drift.2"
    assert table.learning.curves[0].values[0] == 5
    assert table.better == "lower"
    assert threshold_of.table(_claim(make_study, {}, "time_to_threshold", **RACE)) is None


SUCCESS = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.5, "margin": 0.0}


def _ended(*values: float | None) -> list[RunResult]:
    return [_run(0.9 if value is None else value, lost=value is None) for value in values]


def test_outcomes_count_as_the_claim_counts(make_study: Make) -> None:
    """Every arm that ran, threshold and divergence alike; no seeds beyond the look, no arms that did not run."""
    runs = {
        A: _ended(0.9, 0.9, 0.8, 0.9, 0.5, 0.9, 0.9), B: _ended(0.9, None, 0.4, None, 0.2),
        "vgg.noisy_standard": _ended(0.9, np.nan, 0.1), "resnet.batchnorm": _ended(0.9),
    }  # fmt: skip
    table: outcomes.Table = _table(outcomes_of, _claim(make_study, runs, "trains", **SUCCESS))
    assert [(arm.name, arm.trained, arm.runs, arm.diverged, arm.unread) for arm in table.arms] == [
        (B, 1, 5, 2, 0), (A, 5, 5, 0, 0), ("vgg.noisy_standard", 1, 2, 0, 1),
    ]  # fmt: skip
    assert [arm.rest for arm in table.arms] == ["none", "batch", "noise"]
    assert "ended" not in table.success
    assert "train_accuracy (final) was at 50.0 % or above" in table.success
    for (good, n), interval in zip(((5, 5), (1, 5)), table.intervals, strict=True):
        assert interval == pytest.approx(proportion_confint(good, n, method="wilson"))
    assert table.difference == pytest.approx(0.8)
    assert table.newcombe == pytest.approx(confint_proportions_2indep(5, 5, 1, 5, method="newcomb"))


def test_outcomes_set_learning_rates_apart_from_the_rest(make_study: Make) -> None:
    """An arm's own rate and the grid's are columns; norm, its options and other changes are rows."""
    study = make_study()
    arms = {
        **ARMS, "fast": {"norm": "none", "set": {"optimizer.sgd.lr": 2.0}},
        "wide": {"norm": "none", "set": {"batch_size": 256}}, "again": {"norm": "none"},
        "group": {"norm": {"group": {"groups": 4}}}, "more": {"norm": {"group": {"groups": 8}}},
    }  # fmt: skip
    recipe = study.experiments["vgg"].recipe.model_dump()
    plain = {"vgg": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 50}}}}
    runs = {f"vgg.{arm}": _ended(0.9, 0.2) for arm in arms}
    stated = {"why_this_margin": "Ours.", "claim": "It is so.", "test": {"trains": SUCCESS}}
    made = make_study(experiments=plain, hypotheses={"it": stated})
    results = Results({arm: dict(enumerate(each)) for arm, each in runs.items()})
    table: outcomes.Table = _table(outcomes_of, Claim(made, judge(made, results, scale="paper")[0], results, "paper"))
    found = {arm.name.partition(".")[2]: (arm.rest, arm.rate) for arm in table.arms}
    assert found["fast"] == ("none, batch_size=128", 2.0)
    assert found["standard"] == ("none, batch_size=128", 0.1)
    assert found["wide"] == ("none, batch_size=256", 0.1)
    assert found["again"] == ("none, batch_size=128 (again)", 0.1)
    assert found["group"][0] == "group, groups=4, batch_size=128"
    assert found["more"][0] == "group, groups=8, batch_size=128"
    crossed = make_study(
        experiments={"vgg": {**plain["vgg"], "arms": ARMS, "grid": RATES}},
        hypotheses={"it": {**stated, "test": {"trains": SUCCESS | {"arm": f"{A}/lr=0.5", "versus": f"{B}/lr=0.5"}}}},
    )
    results = Results({f"{arm}/lr={r}": dict(enumerate(_ended(0.9, 0.2))) for arm in (A, B) for r in (0.1, 0.5)})
    verdict = judge(crossed, results, scale="paper")[0]
    table = _table(outcomes_of, Claim(crossed, verdict, results, "paper"))
    assert [(arm.rest, arm.rate) for arm in table.arms] == [
        ("none", 0.1),
        ("none", 0.5),
        ("batch", 0.1),
        ("batch", 0.5),
    ]


def test_outcomes_without_a_run_of_one_arm(make_study: Make) -> None:
    """What ran is drawn; no difference is made up, and without any run there is no figure."""
    table: outcomes.Table = _table(outcomes_of, _claim(make_study, {B: _ended(0.9, 0.2)}, "trains", **SUCCESS))
    assert [arm.name for arm in table.arms] == [B]
    assert np.isnan([table.difference, *table.newcombe, *table.intervals[0]]).all()
    assert outcomes_of.table(_claim(make_study, {}, "trains", **SUCCESS)) is None


SHARE = {"metric": "drift", "arm": A, "versus": B, "threshold": 0.5}


def _layers(*rows: list[float]) -> list[RunResult]:
    return [_run(0.5, drift=row) for row in rows]


def test_fraction_shows_the_arm_over_the_other_in_the_layers_that_count(make_study: Make) -> None:
    """Median over seeds of arm / versus, not the reverse; only the columns chosen, and who is ahead in which colour."""
    runs = {A: _layers([1, 2, 3], [1, 2, 3], [2, 2, 9]), B: _layers([2, 1, 3], [4, 1, 3], [2, 1, 3])}
    table: heat.Table = _table(heatmap, _claim(make_study, runs, "fraction", **SHARE))
    [panel] = table.panels
    assert (table.reference, panel.arm, table.layers) == (B, A, ("1", "2", "3"))
    assert [row[0] for row in panel.ratios] == [0.5, 2, 1]
    assert f"Orange is where {A} is ahead." in table.caption
    assert "counts steps" not in table.caption
    chosen: heat.Table = _table(heatmap, _claim(make_study, runs, "fraction", **SHARE, columns=["3", "1"]))
    assert chosen.layers == ("3", "1")
    assert [row[0] for row in chosen.panels[0].ratios] == [1, 0.5]


def test_fraction_says_what_the_window_and_divergence_leave_out(make_study: Make) -> None:
    """All steps are shown, and the caption names those judged; runs that diverged are named and not drawn."""
    runs = {A: _layers(*[[1.0, 2.0, 3.0]] * 4), B: _layers(*[[2.0, 1.0, 3.0]] * 4)}
    runs[B][2] = replace(_run(0.1, drift=[99.0, 99.0, 99.0]), outcome="diverged")
    claim = _claim(make_study, runs, "fraction", **SHARE, window=[0, 50])
    table: heat.Table = _table(heatmap, claim)
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
    claim = _claim(make_study, runs, "fraction", **SHARE | options)
    assert heatmap.table(claim) is None
    assert paired.table(claim) is not None


def test_fraction_ignores_other_layers_that_are_not_positive(make_study: Make) -> None:
    """A zero in a layer that does not count hides nothing."""
    runs = {A: _layers(*[[1.0, 0.0, 3.0]] * 3), B: _layers(*[[2.0, 0.0, 3.0]] * 3)}
    assert heatmap.table(_claim(make_study, runs, "fraction", **SHARE, columns=["1", "3"])) is not None
    assert heatmap.table(_claim(make_study, {}, "fraction", **SHARE)) is None


def test_cards_hold_the_figures_that_each_kind_asks_for(make_study: Make) -> None:
    """The main figure first, then its support, every one drawn."""
    runs = {A: _raced(10, 20, 20, 30, 30), B: _raced(80, 90, None, 70, 40, lost=4)}
    asked = {
        "time_to_threshold": (RACE, ["paired", "threshold"]),
        "trains": (SUCCESS, ["paired", "outcomes"]),
        "fraction": (SHARE, ["paired", "heatmap"]),
        "association": (LINKED, ["scatter"]),
    }
    for kind, (options, figures) in asked.items():
        held = {A: _linked(0.7, -0.3), B: _linked(0.5, -0.4)} if kind == "association" else runs
        asked_for = exhibits(_claim(make_study, held, kind, **options))
        assert [each.name for each in asked_for] == [f"known_truth-it-{figure}" for figure in figures]
        assert all(picture.svg for picture in draw_figures(asked_for).values())
