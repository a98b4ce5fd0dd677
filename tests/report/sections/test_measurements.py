"""What probes measured, from runs to figures: which are drawn, of which layers, and what thinning may not lose."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport import figures, probes
from bnreport.figures import curve_sets, requested, table_of_probe
from bnreport.report.draw import draw_figures
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
from bnreport.report.figure_plan import FigurePlan
from bnreport.report.sections import measurements
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

LAYERS = tuple(map(str, range(1, 14)))
ASKED = [
    (probe, figure)
    for probe in probes.registry.names
    for figure in requested(probes.registry[probe].constants.get("FIGURES", ()))
]


@pytest.mark.parametrize(("probe", "asked"), ASKED, ids=lambda held: held if isinstance(held, str) else held.title)
def test_figures_of_every_probe_can_be_drawn(probe: str, asked: figures.FigureRequest) -> None:
    """Each names metrics that the probe measures, and a kind of figure with a table made of readings."""
    assert {*asked.metrics} <= {*probes.registry[probe].constants["METRICS"]}
    made = import_module(f"{figures.__name__}.{asked.kind}.from_probe")
    assert all(hasattr(made, name) for name in ("table", "curve_sets"))


def _study(metric: str = "test_accuracy") -> Study:
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 13}}, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 100}
    arms = {"standard": {"norm": "none"}, "batchnorm": {"norm": "batch"}}
    watching = {name: {} for name in ("accuracy", *dict.fromkeys(probe for probe, _ in ASKED))}
    test = {"metric": metric, "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    hypothesis = {
        "claim": "It helps.",
        "superiority": test,
        "why_this_margin": "A tenth is what a reader would notice.",
    }
    return Study.model_validate({
        "study": "small",
        "title": "Small",
        "experiments": {"vgg": {"recipe": recipe, "arms": arms, "probes": watching}},
        "hypotheses": {"it_helps": hypothesis},
        "profiles": {"paper": {}},
    })  # fmt: skip


def _series(metric: str, rng: np.random.Generator, steps: np.ndarray) -> Series:
    columns: tuple[str, ...] = ()
    if metric.startswith(("ics", "mean", "variance")):
        columns = LAYERS
    elif metric == "activation_quantiles":
        columns = tuple(f"{layer}/{p}" for layer in LAYERS for p in (0.1, 0.5, 0.9))
    values = np.sort(rng.lognormal(size=(len(steps), len(columns) or 1)), axis=1)
    return Series(steps, values if columns else values[:, 0], columns)


def _run(make_run: Callable[..., RunResult], arm: str, seed: int, count: int) -> RunResult:
    rng, steps = np.random.default_rng([seed, *arm.encode()]), np.arange(1, count + 1)
    names = [name for probe in probes.registry.names for name in probes.registry[probe].constants["METRICS"]]
    return replace(
        make_run("vgg.standard", seed),
        metrics={name: Metric(name, "1", None) for name in names},
        series={name: _series(name, rng, steps) for name in names},
    )


@pytest.fixture(scope="module")
def results(make_run: Callable[..., RunResult]) -> Results:
    """Two arms, two seeds, a hundred readings."""
    return Results({arm: {s: _run(make_run, arm, s, 100) for s in (0, 1)} for arm in ("vgg.standard", "vgg.batchnorm")})


def _facts(study: Study, results: Results) -> Facts:
    return Facts(StudyFile(Path("x.yaml"), "", "paper", "named", (), study), results, ())


def _plan(study: Study, results: Results) -> FigurePlan:
    return _facts(study, results).figure_plan


def _chapters(study: Study, results: Results) -> tuple[measurements.Chapter, ...]:
    return measurements.gather(_facts(study, results)) or ()


def test_each_metric_is_drawn_once(results: Results) -> None:
    """What a probe's figure shows is no learning curve too; accuracies and other metrics of hypotheses stay there."""
    assert {*_plan(_study("effective_beta"), results).curves["vgg"]} == {"train_accuracy", "test_accuracy"}
    assert {*_plan(_study("loss_range"), results).curves["vgg"]} == {"train_accuracy", "test_accuracy", "loss_range"}


def test_every_figure_of_the_paper_is_there(results: Results) -> None:
    """Probe by probe in the study's order, with captions that name the experiment and the source."""
    [chapter] = _chapters(_study(), results)
    assert [(group.probe, len(group.figures)) for group in chapter.groups] == [
        ("ics gradient", 2), ("landscape", 3), ("moments", 4), ("objective", 1), ("sharpness", 1),
    ]  # fmt: skip
    captions = [figure.table.caption for group in chapter.groups for figure in group.figures]
    assert all("vgg" in caption for caption in captions)
    for figure in ("1c", "3", "4a", "4b", "4c", "8"):
        assert any(f"After Santurkar et al. (2018), Fig. {figure}" in caption for caption in captions)


def test_unmeasured_figures_are_left_out(results: Results) -> None:
    """A study may ask for probes that no stored run has."""
    bare = {
        arm: {
            seed: replace(
                run, **{held: {"objective": getattr(run, held)["objective"]} for held in ("series", "metrics")}
            )
            for seed, run in runs.items()
        }
        for arm, runs in results.runs.items()
    }
    [chapter] = _chapters(_study(), Results(bare))
    assert [group.probe for group in chapter.groups] == ["objective"]
    assert measurements.gather(_facts(_study(), Results())) is None


def _layers_of(study: Study, results: Results, metric: str) -> list[str | None]:
    [request] = [w for w in _plan(study, results).requests if w.kind == "layers" and metric in w.axes]
    return [column for name, column in curve_sets(request) if name == metric]


def test_few_of_many_layers_are_drawn(results: Results) -> None:
    """Those that hypotheses name; else some from within, since the first layer has nothing before it."""
    assert _layers_of(_study(), results, "ics_cosine") == ["4", "7", "10"]
    assert _layers_of(_study("ics_cosine.5"), results, "ics_cosine") == ["5"]
    assert _layers_of(_study("ics_cosine.median"), results, "ics_cosine") == ["4", "7", "10"]


def test_heat_maps_are_of_many_layers_only(results: Results) -> None:
    """Where lines show all layers there is none."""
    few = {
        arm: {
            seed: replace(run, series={"ics_relative_l2": Series(np.arange(3), np.ones((3, 3)), ("1", "2", "3"))})
            for seed, run in runs.items()
        }
        for arm, runs in results.runs.items()
    }
    for runs, there in ((results, True), (Results(few), False)):
        asked = [request for request in _plan(_study(), runs).requests if request.kind == "heatmap"]
        assert [table_of_probe(request, 0) is not None for request in asked if "ics_relative_l2" in request.axes] == [
            there
        ]


def test_heat_is_the_median_of_ratios_within_seeds(results: Results) -> None:
    """Each seed against its own partner, then the median: not the ratio of medians."""
    [request] = [w for w in _plan(_study(), results).requests if w.kind == "heatmap" and "mean_drift" in w.axes]
    ones = np.ones((4, len(LAYERS)))
    runs = {
        arm: {
            seed: replace(run, series={"mean_drift": Series(np.arange(4), factor[seed] * ones, LAYERS)})
            for seed, run in request.runs[arm].items()
        }
        for arm, factor in (("standard", (1.0, 10.0)), ("batchnorm", (3.0, 50.0)))
    }
    table = table_of_probe(request._replace(runs=runs), 0)
    assert (table.reference, table.steps) == ("standard", (0, 1, 2, 3))
    assert {ratio for row in table.panels[0].ratios for ratio in row} == {4.0}


def test_ridges_are_of_one_seed_at_all_of_training(results: Results) -> None:
    """The lowest seed; the first and the last reading among those drawn."""
    [request] = [w for w in _plan(_study(), results).requests if w.kind == "ridgelines"]
    table = table_of_probe(request, 0)
    assert (table.seed, table.arms, tuple(table.layers)) == (0, ("standard", "batchnorm"), ("5", "9"))
    assert (table.steps[0], table.steps[-1], len(table.steps)) == (1, 100, 9)
    read = results.runs["vgg.batchnorm"][0].series["activation_quantiles"]
    [last] = [ridge for ridge in table.ridges if (ridge.arm, ridge.layer, ridge.step) == ("batchnorm", "9", 100)]
    place = read.columns.index("9/0.1")
    assert last.quantiles == pytest.approx(read.values[-1, place : place + 3], rel=1e-3)


def _only(run: RunResult, layers: tuple[str, ...]) -> RunResult:
    """Keep these layers of a run; without any, it diverged before it was read."""
    kept = {}
    for name, series in run.series.items():
        places = [at for at, column in enumerate(series.columns) if column.partition("/")[0] in layers]
        columns = tuple(series.columns[at] for at in places)
        kept[name] = Series(series.steps, series.values[:, places], columns) if series.columns else series
        if not layers:
            kept[name] = Series(series.steps[:0], np.empty(0))
    return replace(run, series=kept, outcome="finished" if layers else "diverged")


def _pictured(results: Results) -> list[measurements.Chapter]:
    chapters = _chapters(_study(), results)
    assert draw_figures(find_figures(chapters))
    return list(chapters)


def _ridges(results: Results) -> Any:  # noqa: ANN401
    [request] = [w for w in _plan(_study(), results).requests if w.kind == "ridgelines"]
    return table_of_probe(request, 0)


def test_arms_of_other_depths_are_drawn(results: Results) -> None:
    """The lower network lacks the second layer that is drawn: it is named, and no figure of the page fails."""
    lower = {seed: _only(run, LAYERS[:6]) for seed, run in results.runs["vgg.batchnorm"].items()}
    mixed = Results({**results.runs, "vgg.batchnorm": lower})
    assert len(_pictured(mixed)) == 1
    table = _ridges(mixed)
    assert {(ridge.arm, ridge.layer) for ridge in table.ridges} == {
        ("standard", "5"), ("standard", "9"), ("batchnorm", "5"),
    }  # fmt: skip
    assert "Not drawn: batchnorm (it has no layer 9)." in table.caption
    assert "Not drawn" not in _ridges(results).caption


def test_runs_that_diverged_before_any_reading_are_passed_over(results: Results) -> None:
    """Of one arm seed 0, then all seeds: the figures hold the others, and captions name the arm that is not there."""
    blank = {seed: _only(run, ()) for seed, run in results.runs["vgg.batchnorm"].items()}
    one = Results({**results.runs, "vgg.batchnorm": {**results.runs["vgg.batchnorm"], 0: blank[0]}})
    assert len(_pictured(one)) == 1
    assert (_ridges(one).seed, _ridges(one).arms) == (1, ("standard", "batchnorm"))
    whole = Results({**results.runs, "vgg.batchnorm": blank})
    assert len(_pictured(whole)) == 1
    assert "Not drawn: batchnorm (seed 0 diverged before any reading)." in _ridges(whole).caption
    assert _ridges(whole).lost == ()
    kinds = {
        group.probe: len(group.figures) for group in _pictured(Results(dict.fromkeys(results.runs, blank)))[0].groups
    }
    assert kinds == {"landscape": 3, "ics gradient": 1, "moments": 2, "objective": 1, "sharpness": 1}  # of crosses


def test_ridges_are_of_the_seed_that_most_arms_have(results: Results) -> None:
    """The lowest of all arms; an arm without it is named."""
    first, second = results.runs["vgg.standard"], results.runs["vgg.batchnorm"]
    assert _ridges(Results({"vgg.standard": first, "vgg.batchnorm": {1: second[1]}})).seed == 1
    table = _ridges(Results({"vgg.standard": {0: first[0]}, "vgg.batchnorm": {1: second[1]}}))
    assert (table.seed, table.arms) == (0, ("standard",))
    assert "Not drawn: batchnorm (seed 0 was not measured)." in table.caption


def test_heat_maps_count_the_seeds_that_are_paired(results: Results) -> None:
    """Seeds 0 to 3 of one arm and 3 to 4 of the other are one pair, and an arm without a partner is named."""
    run = results.runs["vgg.standard"][0]
    arms = {"standard": range(4), "batchnorm": range(3, 5), "late": range(7, 9)}
    uneven = {arm: dict.fromkeys(seeds, run) for arm, seeds in arms.items()}
    [request] = [w for w in _plan(_study(), results).requests if w.kind == "heatmap" and "mean_drift" in w.axes]
    table = table_of_probe(request._replace(runs={**uneven, "lost": {0: _only(run, ())}}), 0)
    assert (table.seeds, [panel.arm for panel in table.panels]) == (1, ["batchnorm", "late"])
    assert "up to 1 seeds" in table.alt
    assert table.note == "No seed to pair with standard: late. Diverged before any reading: lost."
