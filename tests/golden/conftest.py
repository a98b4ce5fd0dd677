"""Arms whose numbers are known to the last digit, the runs that would show them, and the page made of both."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from bnreport.figures import FigureTable, Picture, pictures
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report import draw
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
from bnreport.report.html import to_html
from bnreport.report.sections import gather_sections
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study
from tests.hypotheses.kinds import KINDS

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", "lower", None),
}
STEPS = np.arange(10, 101, 10)
NORMS: dict[str, Any] = {
    "standard": "none", "batchnorm": "batch", "layernorm": "layer", "twin": "instance", "broken": "l1",
    "noisy": {"noise": {}}, "lost": "linf",
}  # fmt: skip
UNEVEN = np.array([2, -1, 1, -2, 0.5, -0.5])
"""Six seeds about their mean; its squares sum to 10.5."""
ACROSS = np.array([1, 1, 1, 1, -2, -2])
"""Likewise, to 12, and at right angles to it."""


class Arm(NamedTuple):
    """What six seeds of an arm do."""

    accuracy: tuple[float, ...]
    """From the step `reached` on; 0.2 before."""
    reached: tuple[int, ...]
    ahead: tuple[int, ...]
    """In how many of four layers its drift is 0.5; in the others it is 2. None given: it is 1 in all."""
    diverged: tuple[int, ...] = ()
    """Seeds."""

    @property
    def layers(self) -> list[list[float]]:
        """Drift of each layer, seed by seed."""
        return [[0.5] * ahead + [2.0] * (4 - ahead) for ahead in self.ahead] or [[1.0] * 4] * len(UNEVEN)


def _about(mean: float, turn: int, size: float = 0.002) -> tuple[float, ...]:
    return tuple((mean + size * np.roll(UNEVEN, turn)).tolist())


EVENLY = (2, 1, 2, 3, 2, 2)
TRUTH = {
    "standard": Arm(_about(0.70, 0), (40, 80, 40, 80, 40, 80), ()),
    "batchnorm": Arm(_about(0.90, 1), (10, 20, 10, 20, 20, 10), (4, 4, 4, 3, 4, 4)),
    "layernorm": Arm(_about(0.705, 2), (40, 80, 40, 80, 80, 40), EVENLY),
    "twin": Arm(_about(0.702, 3), (40, 40, 40, 80, 80, 80), EVENLY),
    "broken": Arm(_about(0.50, 4), (10,) * 6, (0, 0, 0, 1, 0, 0)),
    "noisy": Arm(_about(0.72, 0, 0.08), (10, 80, 80, 40, 20, 80), (4, 0, 3, 1, 2, 2)),
    "lost": Arm(_about(0.30, 5), (40,) * 6, EVENLY, (0, 1, 4, 5)),
}


def _loss(name: str, seed: int) -> float:
    """Over seeds, minus the accuracy at r = -0.9943; of `noisy` with it, at r = 0.6831."""
    turn = list(TRUTH).index(name) if name != "noisy" else 0
    along, across = (np.roll(each, turn)[seed] for each in (UNEVEN, ACROSS))
    return float(1 + 0.05 * (along + across if name == "noisy" else 0.1 * across - along))


def _run(name: str, seed: int) -> RunResult:
    """Return a run as the truth says; one of the seventh seed is the opposite of all others of its arm."""
    arm, known = TRUTH[name], seed < len(UNEVEN)
    lost = seed in arm.diverged if known else not arm.diverged and name not in {"broken", "noisy"}
    end, at = (arm.accuracy[seed], arm.reached[seed]) if known else (1 - arm.accuracy[0], 10)
    layers = arm.layers[seed] if known else [2.5 - each for each in arm.layers[0]]
    kept = STEPS[:4] if lost else STEPS
    accuracy = np.where(kept < at, 0.2, end)
    values = {"accuracy": accuracy, "loss": np.full(len(kept), _loss(name, seed % 6))}
    if lost:
        values = {metric: np.append(each[:-1], np.nan) for metric, each in values.items()}
    series = {metric: Series(kept, each) for metric, each in values.items()}
    series["drift"] = Series(kept, np.tile(layers, (len(kept), 1)), ("1", "2", "3", "4"))
    return RunResult(
        key=f"{name}-{seed}", settings={}, outcome="diverged" if lost else "finished", stopped_at=int(kept[-1]),
        cause=f"loss is NaN at step {kept[-1]}" if lost else "", metrics=METRICS, series=series, probes={},
        environment={"device": "cpu"}, seconds=1.0, finished_at="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


def _results(seeds: int = 6) -> Results:
    return Results({f"net.{name}": {seed: _run(name, seed) for seed in range(seeds)} for name in TRUTH})


def truth() -> Results:
    """Return six seeds of every arm."""
    return _results()


def study_of_kind(kind: str) -> Study:
    """Return the study of a kind's claims, one for each verdict."""
    tests = [test for _, test in KINDS[kind].GOLDEN.values()]
    return study_of(kind, dict(zip(KINDS[kind].GOLDEN, tests, strict=True)))


def _layered(results: Results, copies: int) -> Results:
    """Give every metric layers, whose median is the plain metric where it had none, and each layer so many copies."""

    def copied(series: Series) -> Series:
        columns, values = series.columns or ("1", "2", "3"), series.values
        values = values if series.columns else np.stack([values, 1.2 * values, 0.9 * values], axis=1)
        names = tuple(f"{column}-{copy}" for column in columns for copy in range(copies))
        return Series(series.steps, np.repeat(values, copies, axis=1), names)

    def changed(run: RunResult) -> RunResult:
        return RunResult(**{**vars(run), "series": {name: copied(each) for name, each in run.series.items()}})

    return Results({arm: {seed: changed(run) for seed, run in runs.items()} for arm, runs in results.runs.items()})


class Golden(NamedTuple):
    """Claims of one kind, supported, refuted and inconclusive, with the page about them."""

    kind: str
    study: Study
    results: Results
    verdicts: tuple[Verdict, ...]
    facts: Facts
    page: str
    effects: tuple[float, ...]
    """The true one of each claim."""
    arms: Mapping[str, Arm]

    def judge(self, results: Results, study: Study | None = None) -> tuple[Verdict, ...]:
        """Judge other runs, or other claims."""
        return judge(study or self.study, results, scale="paper")

    def draw(self, results: Results, study: Study | None = None) -> str:
        """Return the page about other runs, or other claims."""
        return _page(_facts(study or self.study, results))

    def of(self, tests: Mapping[str, dict[str, Any]]) -> Study:
        """Return a study of other claims of the kind."""
        return study_of(self.kind, tests)

    def beyond(self) -> Results:
        """Return the runs with a seventh seed, which no look declares."""
        return _results(7)

    def layered(self, copies: int) -> Results:
        """Return the runs with so many copies of each layer of each metric."""
        return _layered(self.results, copies)


def study_of(kind: str, tests: Mapping[str, dict[str, Any]]) -> Study:
    """Return a study that makes a claim of one kind for each verdict expected of it."""
    model = {"resnet_cifar": {"depth": 8, "width": 8}}
    return Study.model_validate({
        "study": f"golden_{kind}",
        "title": f"Claims of kind {kind} whose truth is known",
        "seeds": {"looks": [6], "alpha": [0.1]},
        "experiments": {"net": {
            "recipe": {"dataset": "digits", "model": model, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 100},
            "arms": {name: {"norm": norm} for name, norm in NORMS.items()},
            "probes": {"accuracy": {"every": 10}},
        }},
        "hypotheses": {
            f"is_{verdict}": {"claim": f"Claim {n}.", "test": {kind: test}, "why_this_margin": "It is known."}
            for n, (verdict, test) in enumerate(tests.items(), start=1)
        },
        "profiles": {"smoke": {}},
    })  # fmt: skip


DRAWN: dict[bytes, tuple[Picture, ...]] = {}


def _once(kind: str, table: FigureTable, places: object = None) -> tuple[Picture, ...]:
    """Draw no table twice: the same table is the same picture."""
    del places
    key = pickle.dumps((kind, table))
    return DRAWN[key] if key in DRAWN else DRAWN.setdefault(key, pictures(kind, table))


def _facts(study: Study, results: Results) -> Facts:
    file = StudyFile(Path("golden.yaml"), f"study: {study.study}\n", "smoke", "--profile names it", (), study)
    return Facts(file, results, judge(study, results, scale="paper"))


def _page(facts: Facts) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draw, "pictures", _once)
        patch.setattr(draw.os, "sched_getaffinity", lambda _: {0})  # here, where it is remembered
        sections = gather_sections(facts)
        return to_html(facts, sections, draw.draw_figures(find_figures(sections)))


@pytest.fixture(scope="session", params=KINDS)
def golden(request: pytest.FixtureRequest) -> Golden:
    """Judge the claims of a kind and draw their page."""
    kind, runs = request.param, truth()
    effects, study = tuple(effect for effect, _ in KINDS[kind].GOLDEN.values()), study_of_kind(kind)
    facts = _facts(study, runs)
    return Golden(kind, study, runs, facts.verdicts, facts, _page(facts), effects, TRUTH)
