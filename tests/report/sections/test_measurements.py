"""What probes measured, from runs to figures: which are drawn, and of which runs."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from bnreport import figures, probes
from bnreport.figures import requested
from bnreport.report.draw import draw_figures
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
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
PAPERS = ("ics_gradient", "landscape", "moments", "objective", "sharpness")
"""What the study of one paper watches."""


@pytest.mark.parametrize(("probe", "asked"), ASKED, ids=lambda held: held if isinstance(held, str) else held.title)
def test_figures_of_every_probe_can_be_drawn(probe: str, asked: figures.FigureRequest) -> None:
    """Each names metrics that the probe measures, and a kind of figure with a table made of readings."""
    assert {*asked.metrics} <= {*probes.registry[probe].constants["METRICS"]}
    made = import_module(f"{figures.__name__}.{asked.kind}.from_probe")
    assert hasattr(made, "table")


def _study(metric: str = "test_accuracy") -> Study:
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 13}}, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 100}
    arms = {"standard": {"norm": "none"}, "batchnorm": {"norm": "batch"}}
    watching = {name: {} for name in ("accuracy", *PAPERS)}
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


def _chapters(study: Study, results: Results) -> tuple[measurements.Chapter, ...]:
    return measurements.gather(_facts(study, results)) or ()


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


def test_arms_of_other_depths_are_drawn(results: Results) -> None:
    """The lower network lacks layers that are drawn, and no figure of the page fails."""
    lower = {seed: _only(run, LAYERS[:6]) for seed, run in results.runs["vgg.batchnorm"].items()}
    mixed = Results({**results.runs, "vgg.batchnorm": lower})
    assert len(_pictured(mixed)) == 1


def test_runs_that_diverged_before_any_reading_are_passed_over(results: Results) -> None:
    """Of one arm seed 0, then all seeds: the figures hold the others; of all arms nothing is drawn."""
    blank = {seed: _only(run, ()) for seed, run in results.runs["vgg.batchnorm"].items()}
    one = Results({**results.runs, "vgg.batchnorm": {**results.runs["vgg.batchnorm"], 0: blank[0]}})
    assert len(_pictured(one)) == 1
    whole = Results({**results.runs, "vgg.batchnorm": blank})
    assert len(_pictured(whole)) == 1
    assert not _chapters(_study(), Results(dict.fromkeys(results.runs, blank)))
