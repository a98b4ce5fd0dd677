"""What sections share: seeds planned, runs in the study's order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.sections import checklist
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import flow_of

Small = Any  # what conftest.py makes

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_order_of_runs_does_not_matter(known: Known, page: str, page_of: Callable[[Facts], str]) -> None:
    """Runs come in any order; the report has the study's."""
    file, runs, verdicts = known
    turned = Results({arm: dict(reversed(list(runs.runs[arm].items()))) for arm in reversed(list(runs.runs))})
    assert page_of(Facts(file, turned, verdicts)) == page


A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


def test_one_look_is_planned_for_all_arms_that_are_undecided(small: Small) -> None:
    """An arm that lacks seeds of the look that others reached was planned for it; a decided one was not."""
    seeds = {"looks": [5, 10], "alpha": [0.01, 0.04]}
    same = {A: small.arm(0.6, n=10), B: [small.run(0.58 + 0.03 * (-1) ** s) for s in range(5)]}
    undecided = small.facts(same, "superiority", RAISES, seeds=seeds)
    assert flow_of(undecided)["planned"] == 2 * 10 + 6 * 5
    clear = {A: small.arm(0.9, n=5), B: small.arm(0.3, n=5), "vgg.noisy_standard": small.arm(0.5, n=10)}
    decided = small.facts(clear, "superiority", RAISES, seeds=seeds)
    assert flow_of(decided)["planned"] == 8 * 5


def test_an_experiment_has_its_own_seeds(known: Known) -> None:
    """Three where the study has five: planned, and any beyond are exploratory, in that experiment alone."""
    file, runs, _ = known
    few = file.study.experiments["resnet"].model_copy(update={"looks": (3,)})
    study = file.study.model_copy(update={"experiments": {**file.study.experiments, "resnet": few}})
    facts = Facts(replace(file, study=study), runs, judge(study, runs, scale="paper"))
    assert {len(seeds) for arm, seeds in facts.planned.items() if arm.startswith("resnet")} == {3}
    assert {len(seeds) for arm, seeds in facts.planned.items() if arm.startswith("vgg")} == {5}
    assert (facts.is_exploratory("resnet.batchnorm", 3), facts.is_exploratory("vgg.batchnorm", 3)) == (True, False)
    assert "5; resnet: 3; declared in the study" in [item.answer for item in checklist.gather(facts)]


def test_progress_says_whether_all_that_is_planned_was_run(small: Small) -> None:
    """Runs of the plan alone count, those of later looks apart; machines are named where the runs name them."""
    seeds: dict[str, Any] = {"looks": [5], "alpha": [0.05]}
    facts = small.facts({A: small.arm(0.6, n=5), B: small.arm(0.5, n=7)}, "superiority", RAISES, seeds=seeds)
    said = "10 of the 40 runs that profile smoke plans are stored, and 2 beyond the plan."
    assert facts.progress == said
    whole = small.facts({arm: small.arm(0.6, n=5) for arm in facts.planned}, "superiority", RAISES, seeds=seeds)
    assert whole.progress == "40 of the 40 runs that profile smoke plans are stored."
    seeds = {"looks": [5, 10], "alpha": [0.01, 0.04]}
    looks = small.facts({A: small.arm(0.6, n=5), B: small.arm(0.5, n=5)}, "superiority", RAISES, seeds=seeds)
    assert looks.progress.startswith("10 of the 40 runs that profile smoke plans at look 1 of 2 are stored; all looks ")
    assert "together plan 80 at most, " in looks.progress
    assert next(item for item in checklist.gather(looks) if "planned run" in item.question).answer.startswith(
        looks.progress.rstrip(".")
    )
