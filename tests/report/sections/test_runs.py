"""From plan to verdict, and every run with what it measured."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections import runs
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import flow_of, section_of

Small = Any  # what conftest.py makes

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_flow_adds_up(facts: Facts) -> None:
    """Planned arms include those that never ran; diverged runs are analysed, not dropped."""
    assert [(stage.name, stage.number) for stage in runs.gather(facts).flow] == [
        ("planned", 40), ("started", 30), ("finished", 29), ("diverged", 1), ("analysed", 30),
    ]  # fmt: skip


def test_tables_show_what_was_measured(facts: Facts) -> None:
    """The diverged run's last loss is no number, and its cause is named."""
    lost = [run for table in runs.gather(facts).tables for run in table.runs if run.outcome == "diverged"]
    assert [(run.arm, run.seed, run.cause) for run in lost] == [("noisy standard", 3, "loss is NaN at step 550")]
    assert set(lost[0].finals) == {"\N{EN DASH}"}


def test_rows_name_the_claims_that_read_them(facts: Facts) -> None:
    """The standard VGG's runs serve three claims; a run without a number serves none."""
    claims = {(run.arm, run.seed): run.claims for run in runs.gather(facts).tables[0].runs}
    assert claims["noisy batchnorm", 0] == ("noise_does_not_harm_accuracy",)
    assert [facts.numbers[name] for name in claims["standard", 4]] == [2, 3, 4]


def test_a_device_that_all_share_is_said_once(facts: Facts, page: str, page_of: Callable[[Facts], str]) -> None:
    """One column fewer; where devices differ each run has its own."""
    assert {table.device for table in runs.gather(facts).tables} == {"cpu"}
    assert "every run on cpu" in section_of(page, "runs")
    other = replace(facts.runs["vgg.standard", 0], environment={"device": "cuda"})
    held = {**facts.stored.runs, "vgg.standard": {**facts.stored.runs["vgg.standard"], 0: other}}
    mixed = page_of(replace(facts, stored=Results(held)))
    assert section_of(mixed, "runs").count("<td>cpu</td>") == 19
    assert section_of(mixed, "runs").count("<td>cuda</td>") == 1


A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


def test_seeds_beyond_the_plan_are_not_of_it(small: Small) -> None:
    """Ten seeds of five declared: five planned and started, five beyond."""
    made = small.facts({A: small.arm(0.6, 7, n=10), B: small.arm(0.3, n=10)}, "superiority", RAISES)
    assert flow_of(made) == {
        "planned": 40, "started": 10, "finished": 10, "diverged": 0, "analysed": 10, "beyond the plan": 10,
    }  # fmt: skip
    sparse = {A: {0: small.run(0.5), 7: small.run(0.6)}, B: {0: small.run(0.4), 7: small.run(0.3)}}
    listed = runs.gather(small.facts(sparse, "superiority", RAISES)).tables[0].runs
    assert [(run.seed, run.exploratory) for run in listed] == [(0, False), (7, True)] * 2
