"""What page, captions and alt texts say of runs, seeds and numbers is what was done with them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from bnreport.figures import paired as pairs
from bnreport.judge.verdicts import judge
from bnreport.report.cards import card
from bnreport.report.claims import Claim, outcomes, paired, scatter, threshold
from bnreport.report.context import Context, build
from bnreport.report.drawing import drawn
from bnreport.report.html import to_html
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Make = Callable[..., Study]
A, B = "vgg.batchnorm", "vgg.standard"
STEPS = np.arange(0, 101, 10)
METRICS = {
    "train_accuracy": Metric("train_accuracy", "fraction", "higher", 0.1),
    "test_loss": Metric("test_loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", "lower", None),
}
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}
ALL = {"parts": [{"superiority": RAISES}, {"superiority": {**RAISES, "metric": "test_loss"}}]}


def _run(accuracy: float = 0.5, loss: float = 1.0, drift: float = 1.0, *, lost: bool = False, **more: Any) -> RunResult:  # noqa: ANN401
    values = {"train_accuracy": accuracy, "test_loss": loss}
    series = {name: Series(STEPS, np.full(len(STEPS), value)) for name, value in values.items()}
    series["drift"] = Series(STEPS, np.full((len(STEPS), 3), drift), ("1", "2", "3"))
    outcome = "diverged" if lost else "finished"
    made = RunResult("k", {}, outcome, 100, "", METRICS, series, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")  # type: ignore[arg-type]
    return replace(made, **more)


def _arm(base: float, *lost: int, n: int = 5, **more: Any) -> list[RunResult]:  # noqa: ANN401
    """Return runs whose numbers spread about the base, some of them diverged."""
    off = np.random.default_rng(round(100 * base)).normal(size=(n, 3))
    return [
        _run(base + 0.02 * x, 1 / base + 0.1 * y, base * np.exp(0.3 * z), lost=seed in lost, **more)
        for seed, (x, y, z) in enumerate(off.tolist())
    ]


def _claim(make: Make, runs: Mapping[str, Any], kind: str, options: Mapping[str, Any], **more: Any) -> Claim:  # noqa: ANN401
    """Judge one hypothesis; `scale`, `paper` and `primary` are the hypothesis's, the rest the study's."""
    scale = more.pop("scale", "paper")
    own = {name: more.pop(name) for name in ("paper", "primary") if name in more}
    study = make(
        hypotheses={"it": {"why_this_margin": "Ours.", "claim": "So.", "test": {kind: options}, **own}}, **more
    )
    results = Results({arm: dict(each if isinstance(each, dict) else enumerate(each)) for arm, each in runs.items()})
    [verdict] = judge(study, results, scale=scale)
    return Claim(study, verdict, results, scale)


def _report(claim: Claim) -> Context:
    return build(
        StudyFile(Path("x.yaml"), "study: x\n", "smoke", "named", (), claim.study), claim.results, (claim.verdict,)
    )


def _flow(context: Context) -> dict[str, int]:
    return {stage.name: stage.number for stage in context.flow}


def test_a_claim_of_several_parts_keeps_its_runs(make_study: Make) -> None:
    """What is said of runs and seeds of a simple claim is said of the parts of a composite one."""
    runs = {
        A: [replace(run, environment={"device": "cuda"}) for run in _arm(0.6, 4)],
        B: [replace(run, environment={"device": "cpu"}) for run in _arm(0.3)],
    }
    simple, made = (_report(_claim(make_study, runs, *each)) for each in (("superiority", RAISES), ("all_of", ALL)))
    assert _flow(made) == _flow(simple)
    assert _flow(made)["analysed"] == 10
    assert [entry.claims for entry in made.ledger[0].entries] == [("it",)] * 10
    [shown] = made.cards
    assert shown.mixed == ("device",)
    assert shown.certainty is not None
    assert any("runs lost by arm: vgg.batchnorm 1, vgg.standard 0" in why for _, why in shown.certainty.reasons)
    assert shown.caution is not None
    assert f"1 of 5 of {A}" in shown.caution.sentence
    assert [name for block in shown.seeds for name, _ in block.rows][:4] == [
        f"Part 1, {A}", f"Part 1, {B}", "Part 1, effect", f"Part 2, {A}",
    ]  # fmt: skip
    assert shown.seeds[0].rows[0][1][4].diverged


def test_a_part_about_training_gives_no_caution(make_study: Make) -> None:
    """Counts of successes are exact, in a composite claim too."""
    parts = [{"trains": {**RAISES, "threshold": 0.5}}]
    [shown] = _report(_claim(make_study, {A: _arm(0.6, 4), B: _arm(0.3)}, "all_of", {"parts": parts})).cards
    assert shown.caution is None


LINKED = {"metric": "test_loss", "other": "train_accuracy", "margin": 0.1, "direction": "negative"}
EIGHT = [
    *(f"vgg.{name}" for name in ("standard", "batchnorm", "noisy_batchnorm", "noisy_standard")),
    *(f"resnet.{name}" for name in ("standard", "batchnorm", "fast_batchnorm", "fast_standard")),
]


def test_arms_are_not_called_seeds(make_study: Make) -> None:
    """Where the estimate counts arms, board, card and alt say so, and give the seeds beside."""
    runs = {arm: _arm(0.3 + 0.05 * place) for place, arm in enumerate(EIGHT)}
    claim = _claim(make_study, runs, "association", {**LINKED, "arms": EIGHT, "over": "arms"})
    made = _report(claim)
    assert claim.verdict.n_analysed == 8
    assert made.board[0].n == "8 arms (5 of 5 seeds)"
    assert dict(made.cards[0].facts)["Seeds planned, run, used"] == "5, 5, 8 arms (5 seeds)"
    table = scatter.table(claim)
    assert table is not None
    assert "over 8 arms, which n counts (means over 5 seeds)" in table.alt


def test_associations_are_lowered_for_imprecision(make_study: Make) -> None:
    """Five seeds cannot tell a correlation of 0.1, whatever it is made of."""
    runs = {A: _arm(0.6), B: _arm(0.3)}
    [shown] = _report(_claim(make_study, runs, "association", {**LINKED, "arms": [A, B], "over": "seeds"})).cards
    assert shown.certainty is not None
    assert any("minimum detectable effect (0.957) exceeds" in why for _, why in shown.certainty.reasons)


def test_runs_without_a_number_leave_no_silent_mean(make_study: Make) -> None:
    """The paired figure gives no mean and counts them at its edge; the scatter says over how many its means are."""
    drift = {**RAISES, "metric": "drift.median"}
    table = paired.table(_claim(make_study, {A: _arm(0.6, 4), B: _arm(0.3)}, "superiority", drift))
    assert table is not None
    assert f"{A} \N{EN DASH} (1 of 5 runs without a number)" in table.alt
    assert "counts as its failure value" not in table.caption
    assert "at the edge, counted: runs without a number that fits the axis (a cross: it diverged)" in table.caption
    figure = Figure()
    pairs.draw(figure, table)
    assert "1 of 5" in {text.get_text() for text in figure.axes[0].texts}
    runs = {A: [_run(nan), *_arm(0.6)[1:]], B: _arm(0.3)}
    points = scatter.table(_claim(make_study, runs, "association", {**LINKED, "arms": [A, B], "over": "seeds"}))
    assert points is not None
    assert points.alt.count("(over 4 of 5 runs)") == 1
    assert points.rows()[10][:2] == (A, "mean over 4 of 5")


@pytest.mark.parametrize("policy", ["composite", "conditional"])
def test_captions_say_what_became_of_diverged_runs(make_study: Make, policy: str) -> None:
    """Left out, or at their failure value: as the study's policy has it, in ledger and figure."""
    runs = {A: _arm(0.6, 4), B: _arm(0.3, 3)}
    claim = _claim(make_study, runs, "superiority", RAISES, analysis={"divergence": policy})
    table, context = paired.table(claim), _report(claim)
    page = to_html(context, drawn(context.exhibits))
    assert table is not None
    out = policy == "conditional"
    assert ("left out: seeds 3, 4, which diverged in an arm (n = 3 seeds)" in table.caption) is out
    assert ("a cross marks a run that diverged and counts as its failure value (n = 5" in table.caption) is not out
    assert ("If a run diverged: its seed is left out, in every arm" in page) is out
    assert ("If a run diverged: it counts as the metric" in page) is not out
    assert (("seeds left out", "3 4", "", "") in table.rows()) is out


TRAINS = {**RAISES, "margin": 0.1, "threshold": 0.2}


def test_arms_that_are_not_paired_show_their_own_seeds(make_study: Make) -> None:
    """Five runs beside three: all eight are drawn, counted and said."""
    table = paired.table(_claim(make_study, {A: _arm(0.6, 3, 4), B: _arm(0.3, n=3)}, "trains", TRAINS))
    assert table is not None
    assert (table.effect.seeds, [arm.runs for arm in table.arms]) == ((0, 1, 2, 3, 4), [5, 3])
    assert f"over 5 runs of {A} and 3 runs of {B};" in table.alt
    assert f"{A} 60.0 % of 5, {B} 100.0 % of 3." in table.alt
    assert f"(n = 5 of {A} and 3 of {B})" in table.caption
    figure = Figure()
    pairs.draw(figure, table)
    assert {"3 of 5", "3 of 3"} <= {text.get_text() for text in figure.axes[0].texts}


def test_no_difference_of_shares_while_a_run_is_unread(make_study: Make) -> None:
    """A run without a number may have trained or not: no difference, no interval of it, and the alt says why."""
    claim = _claim(make_study, {A: [_run(nan), *_arm(0.6)[1:]], B: _arm(0.3)}, "trains", TRAINS)
    table = outcomes.table(claim)
    assert table is not None
    assert np.isnan([table.difference, *table.newcombe]).all()
    assert "and 1 without a number" in table.alt
    assert "not known, for want of these numbers" in table.alt


def test_the_effect_promises_only_what_is_there(make_study: Make) -> None:
    """No verdict interval without a verdict, no interval of dashes, one seed in the singular, no figure of no runs."""
    exploratory = paired.table(_claim(make_study, {A: _arm(0.6), B: _arm(0.3)}, "superiority", RAISES, primary=False))
    assert exploratory is not None
    assert "verdict interval" not in exploratory.alt + exploratory.caption
    assert "95 % interval" in exploratory.alt
    one = paired.table(_claim(make_study, {A: _arm(0.6, n=1), B: _arm(0.3, n=1)}, "superiority", RAISES))
    assert one is not None
    assert "no estimate, over 1 seed;" in one.alt
    assert "\N{EN DASH}" not in one.alt
    race = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.2, "budget": 80, "margin": 0.1}
    unread = _claim(make_study, {A: _arm(0.6), B: _arm(0.3)}, "time_to_threshold", race)
    assert unread.verdict.reason == "invalid"
    assert paired.table(unread) is None


def test_no_difference_stands_where_the_claim_has_it(make_study: Make) -> None:
    """Of a share of layers, at one half; of a difference, at zero."""
    share = {"metric": "drift", "arm": A, "versus": B, "threshold": 0.6}
    for kind, options, at in (("fraction", share, 0.5), ("superiority", RAISES, 0.0)):
        table = paired.table(_claim(make_study, {A: _arm(0.6), B: _arm(0.3)}, kind, options))
        assert table is not None
        figure = Figure()
        pairs.draw(figure, table)
        lines = [float(np.asarray(line.get_xdata())[0]) for line in figure.axes[1].lines if line.get_linestyle() == "-"]
        assert lines == [at]
        assert ("no difference" in {row[0] for row in table.rows()}) is (at == 0.5)


@pytest.mark.parametrize("scale", ["paper", "reduced", "toy"])
def test_the_papers_number_is_at_its_own_scale(make_study: Make, scale: str) -> None:
    """A number of larger networks is not set beside ours without a word."""
    paper = {"says": "supported", "where": "Table 1", "value": 0.03}
    claim = _claim(make_study, {A: _arm(0.6), B: _arm(0.3)}, "superiority", RAISES, paper=paper, scale=scale)
    made = card(claim)
    assert made.paper is not None
    assert made.paper[2] == ("+3.00 pp" if scale == "paper" else "+3.00 pp at its own scale")


def test_seeds_beyond_the_plan_are_not_of_it(make_study: Make) -> None:
    """Ten seeds of five declared: five planned and started, five beyond."""
    made = _report(_claim(make_study, {A: _arm(0.6, 7, n=10), B: _arm(0.3, n=10)}, "superiority", RAISES))
    assert _flow(made) == {
        "planned": 40, "started": 10, "finished": 10, "diverged": 0, "analysed": 10, "beyond the plan": 10,
    }  # fmt: skip
    sparse = {A: {0: _run(0.5), 7: _run(0.6)}, B: {0: _run(0.4), 7: _run(0.3)}}
    entries = _report(_claim(make_study, sparse, "superiority", RAISES)).ledger[0].entries
    assert [(entry.seed, entry.exploratory) for entry in entries] == [(0, False), (7, True)] * 2


def test_one_look_is_planned_for_all_arms_that_are_undecided(make_study: Make) -> None:
    """An arm that lacks seeds of the look that others reached was planned for it; a decided one was not."""
    seeds = {"looks": [5, 10], "alpha": [0.01, 0.04]}
    same = {A: _arm(0.6, n=10), B: [_run(0.58 + 0.03 * (-1) ** s) for s in range(5)]}
    undecided = _report(_claim(make_study, same, "superiority", RAISES, seeds=seeds))
    assert _flow(undecided)["planned"] == 2 * 10 + 6 * 5
    clear = {A: _arm(0.9, n=5), B: _arm(0.3, n=5), "vgg.noisy_standard": _arm(0.5, n=10)}
    decided = _report(_claim(make_study, clear, "superiority", RAISES, seeds=seeds))
    assert _flow(decided)["planned"] == 8 * 5


def test_a_late_divergence_does_not_stretch_the_axis(make_study: Make) -> None:
    """A run that went on to step 100 does not push a budget of 20 into a corner; one that ended soon after is shown."""
    rising = Series(STEPS, np.linspace(0.15, 0.9, len(STEPS)))
    for end, seen in ((100, 20), (40, 40)):
        lost = _run(lost=True)
        kept = Series(rising.steps[: end // 10 + 1], rising.values[: end // 10 + 1])
        lost = replace(lost, stopped_at=end, series={**lost.series, "train_accuracy": kept})
        runs = {
            A: [lost, *(replace(run, series={**run.series, "train_accuracy": rising}) for run in _arm(0.6)[1:])],
            B: [replace(run, series={**run.series, "train_accuracy": rising}) for run in _arm(0.3)],
        }
        race = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.2, "budget": 20, "margin": 0.1}
        table = threshold.table(_claim(make_study, runs, "time_to_threshold", race))
        assert table is not None
        assert max(step for curve in table.learning.curves for step in curve.steps) == seen
        assert any(curve.diverged for curve in table.learning.curves) is (end == 40)
