"""Recipes, arms, and what a seed decides."""

import re
from pathlib import Path

from bnreport import training
from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.design import STREAMS, gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_arms_name_only_what_they_change(facts: Facts) -> None:
    """An override is one option, not the whole optimiser."""
    arms = {arm.name: arm for experiment in gather(facts).experiments for arm in experiment.arms}
    assert arms["resnet.fast_batchnorm"].changes == "optimizer: sgd (lr 1.0)"
    assert arms["vgg.batchnorm"].changes == "\N{EN DASH}"
    assert arms["resnet.fast_batchnorm"].seeds == "none"
    assert arms["resnet.fast_batchnorm"].label == "fast batchnorm"


def test_the_streams_of_a_seed_are_those_of_the_code(page: str) -> None:
    """Every name that training draws from stands in the diagram, and no other; seed 0 is the same in all runs."""
    source = "".join(path.read_text("utf-8") for path in Path(training.__path__[0]).glob("*.py"))
    drawn = set(re.findall(r'(?:stream|generator)\((?!0,)[^"()]*"(\w+)"', source))
    assert drawn == {name for name, *_ in STREAMS}
    assert all(f"<code>{name}</code>" in section_of(page, "design") for name in drawn)


def test_an_arm_that_did_not_run_has_no_count_of_diverged_runs(page: str) -> None:
    """None of none diverged would read as a result; of an arm that ran the count stands."""
    rows = dict(re.findall(r"<td>([^<]+)</td><td class=\"num\">([^<]+)</td><td>", section_of(page, "design")))
    assert (rows["none"], rows["0 to 4"]) == ("\N{EN DASH}", "0")
