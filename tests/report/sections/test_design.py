"""Recipes, arms, and what a seed decides."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from bnreport import training
from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.design import STREAMS, gather, say_choice
from bnreport.results import Results
from bnreport.study.choice import Choice
from bnreport.study.load import StudyFile
from bnreport.study.windows import Window
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_arms_name_only_what_they_change(facts: Facts) -> None:
    """An override is one option, not the whole optimiser."""
    arms = {arm.name: arm for experiment in gather(facts).experiments for arm in experiment.arms}
    assert arms["resnet.fast_batchnorm"].changes == "norm: batch (eps 1e-05, momentum 0.1); optimizer: sgd (lr 1.0)"
    assert arms["vgg.batchnorm"].changes == "norm: batch (eps 1e-05, momentum 0.1)"
    assert arms["resnet.fast_batchnorm"].seeds == "none"
    assert arms["resnet.fast_batchnorm"].label == "fast batchnorm"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            {"align": "step", "from": {"train_accuracy": 0.2}, "length": "10 %"},
            "10 % of the steps, from where the train",
        ),
        (
            {"align": "step", "from": {"train_accuracy": 0.2}, "length": 50},
            "50 steps, from where the train accuracy of",
        ),
        (
            {"align": "fixed", "between": [1, "20 %"]},
            "step 1 to 20 % of every run: the same steps for all, however far",
        ),
        (
            {"align": "progress", "metric": "train_accuracy", "between": [0.2, 0.4]},
            "of each run alone, from where its train accuracy is at 0.2 to where it is at 0.4: equal progress, in as",
        ),
    ],
)
def test_a_window_says_whether_it_means_equal_steps_or_equal_progress(
    known: Known, page_of: Callable[[Facts], str], written: dict[str, Any], said: str
) -> None:
    """Once on the page: steps counted from a level are not equal progress."""
    window = TypeAdapter(Window).validate_python(written)
    study = known[0].study.model_copy(update={"windows": {"early_on": window}})
    facts = Facts(replace(known[0], study=study), *known[1:])
    [(name, words)] = gather(facts).windows
    assert (name, words[: len(said)]) == ("early on", said)
    assert ("equal progress" in words) == (written["align"] != "fixed")
    assert ("not equal progress" in words) == (written["align"] == "step")
    assert page_of(facts).count(words) == 1


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


def test_settings_in_settings_are_printed_for_people() -> None:
    """No braces and quotation marks, as a program prints them."""
    probe = Choice("accuracy", {"every": {"share": "1 %", "at_least": 20}, "test": None})
    assert say_choice(probe) == "accuracy (every (share 1 %, at_least 20))"
