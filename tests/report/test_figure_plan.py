"""Metrics and the page's room are shared out: 20 claims and 100 runs with every measurement make a small page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport import hypotheses, probes
from bnreport.figures import Picture, Place
from bnreport.figures.shared.style import BATCH, NO_NORM, OTHERS
from bnreport.hypotheses.all_of import AllOf
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.draw import draw_figures
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
from bnreport.report.figure_plan import place_arms, plan_figures, steps_counted
from bnreport.report.html import to_html
from bnreport.report.render import render
from bnreport.report.sections import Section, gather_sections
from bnreport.results import Metric, Results, RunResult, Series, Window
from bnreport.study.load import StudyFile
from bnreport.study.schema import Experiment, Study

EXPERIMENTS = ("vgg", "resnet")
NORMS = ("none", "batch", "group", "layer", "instance", "l1", "l2", "linf", "affine", "batch_minus")
LAYERS = ("5", "10")
PROBES = ("accuracy", "landscape", "ics_gradient", "moments", "sharpness")
METRICS = {name: facts for probe in PROBES for name, facts in probes.registry[probe].constants["METRICS"].items()}
Large = tuple[StudyFile, Results, tuple[Verdict, ...]]
Known = Large


def _measured(run: RunResult, readings: int) -> RunResult:
    """Add what the probes of the Santurkar study read."""
    rng, steps = np.random.default_rng([run.settings["seed"], *run.settings["arm"].encode()]), np.arange(readings)
    series = {}
    for name, facts in METRICS.items():
        if name not in run.series:
            columns = LAYERS if facts.get("columns") else ()
            if name == "activation_quantiles":
                columns = tuple(f"{layer}/{p / 20:g}" for layer in LAYERS for p in range(1, 20, 2))
            values = np.sort(rng.lognormal(size=(readings, len(columns) or 1)), axis=1)
            series[name] = Series(10 * steps, values if columns else values[:, 0], columns)
    metrics = {name: Metric(name, METRICS[name]["unit"], METRICS[name]["better"]) for name in series}
    return replace(run, series={**run.series, **series}, metrics={**run.metrics, **metrics})


@pytest.fixture(scope="module")
def large(make_study: Callable[..., Study], make_run: Callable[..., RunResult]) -> Large:
    """Two experiments of ten arms and five seeds, each with ten claims."""
    usual: Any = make_study().experiments["vgg"].model_dump(mode="json")
    arms = {"standard" if norm == "none" else f"{norm}norm": {"norm": norm} for norm in NORMS}
    usual = {**usual, "arms": arms, "probes": {name: {} for name in PROBES}}
    hypotheses = {
        f"{experiment}_{arm}": {
            "claim": f"In {experiment}, {arm} trains better than {versus}.",
            "superiority": {
                "metric": "test_accuracy",
                "arm": f"{experiment}.{arm}",
                "versus": f"{experiment}.{versus}",
                "margin": 0.02,
            },
            "why_this_margin": "Half of what a reader would notice on the test set.",
        }
        for experiment in EXPERIMENTS
        for arm, versus in zip(arms, [*list(arms)[1:], "standard"], strict=True)
    }
    study = make_study(experiments=dict.fromkeys(EXPERIMENTS, usual), hypotheses=hypotheses)
    runs = {}
    for experiment in EXPERIMENTS:
        for place, arm in enumerate(arms):
            like = ("standard", "batchnorm")[place % 2]
            made = {seed: make_run(f"{experiment}.{like}", seed) for seed in range(5)}
            runs[f"{experiment}.{arm}"] = {seed: _measured(run, 9 if experiment == "vgg" else 100)
                                           for seed, run in made.items()}  # fmt: skip
    results = Results(runs)
    file = StudyFile(Path("large.yaml"), "study: known_truth\n", "smoke", "--profile names it", (), study)
    return file, results, judge(study, results, scale="paper")


@pytest.fixture(scope="module")
def facts(large: Large) -> Facts:
    """Share what the sections say once."""
    return Facts(*large)


@pytest.fixture(scope="module")
def sections(facts: Facts) -> tuple[Section, ...]:
    """Gather the sections once."""
    return gather_sections(facts)


@pytest.fixture(scope="module")
def pictures(sections: tuple[Section, ...]) -> Mapping[str, tuple[Picture, ...]]:
    """Draw the figures once."""
    return draw_figures(find_figures(sections))


def elements(markup: str | bytes) -> int:
    """Return how many tags there are to set, and so how long a browser and WeasyPrint take."""
    return len(re.findall("<[a-z]", markup if isinstance(markup, str) else markup.decode()))


def drawn_elements(panels: tuple[Picture, ...]) -> int:
    """Return how many tags all panels of a figure have."""
    return sum(elements(panel.svg) for panel in panels)


def test_a_large_study_makes_a_small_page(
    large: Large, facts: Facts, sections: tuple[Section, ...], pictures: Mapping[str, tuple[Picture, ...]]
) -> None:
    """2.3 MB, 11,800 elements on screen, 5,600 on paper and 10,300 in 60 figures; the bounds are a third above."""
    assert len(large[2]) == 20
    assert sum(map(len, large[1].runs.values())) == 100
    page, paper = (to_html(facts, sections, pictures, form=form) for form in ("screen", "paper"))
    assert len(page.encode()) <= 3_000_000
    assert elements(page) <= 16_000
    assert elements(paper) <= 7_500
    assert len(pictures) == 60
    assert sum(map(drawn_elements, pictures.values())) <= 14_000


def test_readings_are_drawn_as_one_line(pictures: Mapping[str, tuple[Picture, ...]]) -> None:
    """In one experiment runs have 9 readings, in the other 100, and its figures hardly more elements."""
    few = {name: drawn_elements(panels) for name, panels in pictures.items() if name.startswith("vgg-")}
    many = {name: drawn_elements(pictures[name.replace("vgg", "resnet")]) for name in few}
    assert len(few) == 10
    assert {name for name in few if many[name] > 1.5 * few[name]} == set()


@pytest.mark.usefixtures("sections")  # what is remembered from then on is
def test_the_work_grows_as_the_claims_do(large: Large, lines_run: Callable[[Callable[[], object]], int]) -> None:
    """Gathering the sections runs about 9,600 lines of code a claim, however many claims there are."""
    file, results, _ = large
    work = []
    for count in (5, 10, 20):
        claims = {name: file.study.hypotheses[name] for name in [*file.study.hypotheses][:count]}
        study = file.study.model_copy(update={"hypotheses": claims})
        cut, verdicts = replace(file, study=study), judge(study, results, scale="paper")
        facts = Facts(cut, results, verdicts)
        work.append(lines_run(lambda facts=facts: (gather_sections(facts), facts.bundle)))  # type: ignore[misc]
    assert work[2] - work[1] < 1.05 * 2 * (work[1] - work[0])
    assert work[2] < 740_000


@pytest.mark.parametrize(("read", "shown"), [("effective_beta", False), ("test_loss", True)])
def test_each_metric_is_drawn_once(large: Large, read: str, shown: bool) -> None:  # noqa: FBT001
    """What a probe's figure shows is no learning curve too; accuracies and other metrics of hypotheses stay there."""
    study, results = large[0].study, large[1]
    measured = {name: results.metric("vgg.", name) for name in ("test_accuracy", read)}
    metrics = {"vgg": {name: metric for name, metric in measured.items() if metric}}
    found = plan_figures(study, results, metrics, {read}, {})
    assert (*found.curves["vgg"],) == ("test_accuracy", *[read] * shown)
    assert all(request.experiment in EXPERIMENTS for request in found.requests)


def test_steps_that_claims_count_are_known(known: Known) -> None:
    """From the first of any seed and claim to the last, parts' too; claims on whole runs say nothing of steps."""
    results = known[1]
    early, late = (Window("fixed", 100, 300), Window("fixed", 250, 700))
    arms: dict[str, Any] = {"arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}
    claims = [
        hypotheses.registry.create("superiority", metric="train_accuracy", **arms, window=window, reduce="mean")
        for window in (early, late, None)
    ]
    whole = hypotheses.registry.create("superiority", metric="test_accuracy", **arms)
    assert steps_counted([*claims, whole], results) == {("vgg", "train_accuracy"): (100, 700)}
    joined = AllOf((("superiority", claims[0]), ("superiority", whole)))
    assert steps_counted([joined], results) == {("vgg", "train_accuracy"): (100, 300)}


def test_the_ground_behind_a_figure_is_its_probes(large: Large) -> None:
    """The range of the loss is a metric that the ribbon does not draw, and counted all the same."""
    study, results = large[0].study, large[1]
    found = plan_figures(study, results, {}, set(), {("vgg", "loss_range"): (3, 9)})
    grounds = {(each.experiment, each.probe, each.counted) for each in found.requests}
    assert {each for each in grounds if each[2]} == {("vgg", "landscape", (3, 9))}


def test_an_arm_has_one_place_whatever_it_is_called(known: Known) -> None:
    """With its experiment or without, in every experiment that has it; unlike arms have unlike places."""
    file, results, _ = known
    places = place_arms(file.study, results)
    for arm in results.runs:
        assert places[file.study.full_label(arm)] == places[file.study.label(arm)]
    labels = {*map(file.study.label, results.runs)}
    assert len({places[label] for label in labels}) == len(labels)


def test_places_mean_the_norm_and_the_setting(make_study: Callable[..., Study]) -> None:
    """No norm and BatchNorm have their own place; arms that differ but in their norm share a setting, others do not."""
    usual: Any = make_study().experiments["vgg"].model_dump(mode="json")
    arms = {
        "none": {"norm": "none"}, "batch": {"norm": "batch"}, "l1": {"norm": "l1"},
        "none_he": {"norm": "none", "set": {"init": "he"}}, "batch_he": {"norm": "batch", "set": {"init": "he"}},
        "small": {"norm": {"group": {"groups": 2}}}, "large": {"norm": {"group": {"groups": 4}}},
    }  # fmt: skip
    experiment = Experiment.model_validate({**usual, "arms": arms})
    study = make_study().model_copy(update={"experiments": {"vgg": experiment}})
    places = place_arms(study, Results({}))
    found = {arm: places[study.label(f"vgg.{arm}")] for arm in arms}
    assert (found["none"], found["batch"]) == (Place(NO_NORM, 0), Place(BATCH, 0))
    assert (found["none_he"], found["batch_he"]) == (Place(NO_NORM, 1), Place(BATCH, 1))
    others = [found[arm] for arm in ("l1", "small", "large")]
    assert [place.setting for place in others] == [0, 0, 0]
    assert sorted(place.norm for place in others) == [OTHERS, OTHERS + 1, OTHERS + 2]


def test_a_claims_figure_has_the_colours_of_the_learning_curves(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's figures all go by the report's places."""
    asked: list[object] = []
    monkeypatch.setattr("bnreport.report.render.draw_figures", lambda *said: asked.append(said[1]) or {})
    monkeypatch.setattr("bnreport.report.render.to_html", lambda *_, **__: "")
    monkeypatch.setattr("bnreport.report.render.check_report", lambda *_: None)
    render(Facts(*known), tmp_path)
    assert asked == [place_arms(known[0].study, known[1])]


def test_a_curve_of_one_reading_is_not_drawn(known: Known) -> None:
    """Its number stands in the table of runs; another metric of the same runs has its curve."""
    file, results, verdicts = known
    once = {
        arm: {
            seed: replace(run, series={
                **run.series, "test_accuracy": Series(
                    run.series["test_accuracy"].steps[-1:], run.series["test_accuracy"].values[-1:]
                ),
            })
            for seed, run in held.items()
        }
        for arm, held in results.runs.items()
    }  # fmt: skip
    curves = Facts(file, Results(once), verdicts).figure_plan.curves
    assert {name: "test_accuracy" in found for name, found in curves.items()} == {"vgg": False, "resnet": False}
    assert all("train_accuracy" in found for found in curves.values())
