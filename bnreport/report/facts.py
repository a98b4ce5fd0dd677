"""What sections share: a study with its runs and verdicts, and what more than one of them says about these."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bnreport.figures import JudgedClaim
from bnreport.formatting import say_list
from bnreport.judge.certainty import certainty
from bnreport.judge.power import powers
from bnreport.judge.registered import registered
from bnreport.judge.registration_words import say_overrides, say_registration
from bnreport.judge.sensitivity import sensitivity
from bnreport.judge.trust import trusts
from bnreport.judge.tuning import tuned_arms
from bnreport.judge.wording import say_analysis
from bnreport.registry import ArmName, MetricName
from bnreport.report.answers import AnsweredQuestion, answered
from bnreport.report.figure_plan import plan_figures, steps_counted
from bnreport.report.placed import Placed, place_figures
from bnreport.report.planned import planned_seeds, say_runs
from bnreport.report.scale import say_scale
from bnreport.results import Results
from bnreport.runs import bundle
from bnreport.runs.status import older
from bnreport.study.bind import bind, labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.certainty import Certainty
    from bnreport.judge.power import Power
    from bnreport.judge.registered import Registered
    from bnreport.judge.registration_words import InWords
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.trust import Trust
    from bnreport.judge.tuning import TunedArm
    from bnreport.judge.verdicts import Verdict
    from bnreport.judge.wording import AnalysisInWords
    from bnreport.report.figure_plan import FigurePlan
    from bnreport.results import Metric, RunResult
    from bnreport.study.load import StudyFile
    from bnreport.study.schema import Profile, Scale, Study

ALWAYS = ("train_accuracy", "test_accuracy")
"""Metrics that are shown wherever they were measured."""


@dataclass(frozen=True)
class Facts:
    """All that the page is about. What is derived is gathered once, when a section first asks for it."""

    file: "StudyFile"
    """The study."""
    stored: Results
    """Its runs, in any order."""
    verdicts: "tuple[Verdict, ...]"
    store: "Path | None" = None
    """Where drawings are kept, and the code is remembered, for who renders it; None to keep nothing."""

    @cached_property
    def registered(self) -> "Registered":
        """The study as its lock lets it be judged."""
        return registered(self.file.study, self.file.registration, self.stored)

    @property
    def study(self) -> "Study":
        """Resolved: profile, overrides and lock applied."""
        return self.registered.study

    @property
    def profile(self) -> "Profile":
        """The profile that ran."""
        return self.study.profiles[self.file.profile]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Hypotheses counted from 1, in the study's order: how the page refers to them briefly."""
        return {name: number for number, name in enumerate(self.study.hypotheses, start=1)}

    @property
    def primary(self) -> "tuple[Verdict, ...]":
        """Of the claims that are to be decided."""
        return tuple(verdict for verdict in self.verdicts if verdict.primary)

    @property
    def exploratory(self) -> "tuple[Verdict, ...]":
        """Of the claims declared exploratory, which have a section of their own."""
        return tuple(verdict for verdict in self.verdicts if not verdict.primary)

    @cached_property
    def analysis(self) -> "AnalysisInWords":
        """What the study chose of its analysis, in words."""
        return say_analysis(self.study)

    @cached_property
    def planned(self) -> dict[str, tuple[int, ...]]:
        """The seeds planned for each arm: all up to the look reached, or to that which decided its hypotheses."""
        return planned_seeds(self.study, self.file.profile, self.stored, self.verdicts)

    @cached_property
    def experiments(self) -> tuple[str, ...]:
        """The experiments that the profile runs."""
        return tuple(dict.fromkeys(ArmName(arm).experiment for arm in self.planned))

    @cached_property
    def results(self) -> Results:
        """The runs in the study's order."""
        runs = self.stored.runs
        order = map(ArmName, dict.fromkeys([*self.planned, *sorted(runs)]))
        return Results({arm: dict(sorted(runs[arm].items())) for arm in order if arm in runs}, self.stored.tuning)

    @cached_property
    def runs(self) -> "dict[tuple[str, int], RunResult]":
        """Every run by arm and seed, in the study's order."""
        return {(arm, seed): run for arm, runs in self.results.runs.items() for seed, run in runs.items()}

    def is_exploratory(self, arm: str, seed: int) -> bool:
        """Tell whether a seed lies beyond the last look of its experiment, where no verdict reads it."""
        return seed >= self.study.looks_of(ArmName(arm).experiment)[-1]

    @cached_property
    def read_metrics(self) -> frozenset[str]:
        """Metrics that hypotheses read, with a column where they name one."""
        return frozenset(need.metric for test in self.tests for need in test.needs())

    @cached_property
    def tests(self) -> "tuple[Test, ...]":
        """What the hypotheses claim, bound to the study."""
        return tuple(bind(self.study, each.test) for each in self.study.hypotheses.values())

    @cached_property
    def metrics(self) -> "dict[str, dict[str, Metric]]":
        """By experiment, the metrics worth showing: those that hypotheses read, and accuracies."""
        shown = {MetricName(name).name for name in self.read_metrics} | {*ALWAYS}
        found: dict[str, dict[str, Metric]] = {}
        for (arm, _), run in self.runs.items():
            measured = found.setdefault(ArmName(arm).experiment, {})
            for name in sorted(shown & {*run.metrics}):
                measured.setdefault(name, run.metrics[name])
        return found

    @cached_property
    def figure_plan(self) -> "FigurePlan":
        """Which figure shows which metric."""
        return plan_figures(
            self.study, self.results, self.metrics, self.read_metrics, steps_counted(self.tests, self.results)
        )

    @cached_property
    def registration(self) -> "InWords":
        """What the verdicts may be called."""
        return say_registration(self.registered, self.file.registration)

    @property
    def overrides(self) -> str:
        """What the command line changed of the locked study; empty if nothing."""
        return say_overrides(self.file.overrides, self.file.registration)

    @property
    def counted(self) -> str:
        """How many runs this look plans, how many all looks plan, and how many there are."""
        return say_runs(self.study, self.file.profile, self.results, self.planned)

    @property
    def progress(self) -> str:
        """How many of the planned runs there are, and on which devices."""
        devices = dict.fromkeys(run.environment["device"] for run in self.runs.values() if "device" in run.environment)
        on = f" They ran on {say_list([*devices])}." if devices else ""
        return f"{self.counted}.{on}"

    @cached_property
    def sensitivity(self) -> "Mapping[str, Sensitivity]":
        """What other analyses say, by hypothesis."""
        return sensitivity(self.study, self.results, self.verdicts)

    @cached_property
    def rated(self) -> "Mapping[str, Certainty]":
        """How far to trust each verdict, by hypothesis."""
        return certainty(self.verdicts, self.sensitivity)

    @cached_property
    def certainties(self) -> "Mapping[str, Certainty]":
        """The same, arms by their labels."""
        tests = {name: self.study.hypotheses[name].test for name in self.rated}
        return {name: each.labelled(labels_of(self.study, tests[name])) for name, each in self.rated.items()}

    @cached_property
    def trusts(self) -> "Mapping[str, Trust]":
        """How far to trust each verdict, in a few words, by hypothesis."""
        return trusts(self.rated, self.sensitivity)

    @cached_property
    def powers(self) -> "tuple[Power, ...]":
        """What the seeds can resolve of each primary hypothesis."""
        return powers(self.study, self.results, self.registered.lost)

    @cached_property
    def tuning(self) -> "tuple[TunedArm, ...]":
        """What was tried for the arms that the profile tunes."""
        return tuned_arms(self.study, self.stored)

    @cached_property
    def bundle(self) -> bytes:
        """The results bundle that lies beside the page."""
        return bundle.packed(self.file, self.stored)

    @cached_property
    def older(self) -> tuple[str, ...]:
        """Runs whose key is not the one that the code of today gives them, by arm and seed's index."""
        return older(self.file, self.stored)

    @property
    def scale(self) -> "Scale":
        """The scale of what was run: the least faithful of the experiments'."""
        return self.study.scale_of(self.file.profile, self.experiments)

    @property
    def scale_in_words(self) -> str:
        """How much was trained."""
        seeds = [len(self.results.of(arm)) for arm in self.planned]
        held = [name for name in self.experiments if self.study.scale_of(self.file.profile, [name]) == self.scale]
        said = say_scale(self.study, self.scale, held, seeds)
        return said if len(held) == len(self.experiments) else f"in part {said}"

    @cached_property
    def answers(self) -> "tuple[AnsweredQuestion, ...]":
        """The study's questions, answered."""
        return tuple(answered(self.study, self.verdicts, self.trusts))

    @cached_property
    def drawn(self) -> Placed:
        """The figures of what was measured, and where they stand."""
        return place_figures(self.study, self.results, self.figure_plan)

    @property
    def finished_at(self) -> str:
        """End of the newest run, ISO 8601: the report's only date; empty without runs."""
        return max((run.finished_at for run in self.runs.values()), default="")

    def claim(self, verdict: "Verdict") -> JudgedClaim:
        """Return a hypothesis with its verdict and the runs, as its figures see it."""
        return JudgedClaim(self.study, verdict, self.results)

    def anchor(self, arm: str, seed: int) -> str:
        """Return the id of a run's row, which no two runs of a report share; empty where there is no such run."""
        run = self.runs.get((arm, seed))
        return f"run-{re.sub('[^a-zA-Z0-9]+', '-', arm)}-{seed}-{run.key[:8]}" if run else ""
