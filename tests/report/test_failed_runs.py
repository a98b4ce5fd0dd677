"""Failed runs, and a seed that lies apart, are said beside the mean."""

from dataclasses import replace
from typing import Any

import numpy as np

from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.failed_runs import failed_runs
from bnreport.results import Results, Series
from bnreport.study.load import StudyFile

Small = Any  # what conftest.py makes

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_counts_where_a_run_diverged(known: Known, facts: Facts) -> None:
    """The arm that lost seed 3, its partner, and the rate of false support; sound arms get none."""
    found = [failed_runs(facts, verdict) for verdict in known[2]]
    assert [each is not None for each in found] == [False, False, True, False, False, False]
    assert found[2] is not None
    assert [(each.arm, each.trained, *each[2:]) for each in found[2].counts] == [
        ("noisy standard", 4, 5, 1, 0), ("standard", 5, 5, 0, 0),
    ]  # fmt: skip
    assert "false in about 10 %" in found[2].sentence


def test_a_collapsed_run_counts_though_it_finished(known: Known, facts: Facts) -> None:
    """A run that ends near chance has not trained; nor does the mean say so."""
    file, runs, _ = known
    arm = dict(runs.runs["vgg.batchnorm"])
    flat = Series(np.array([0, 2000]), np.array([0.1, 0.11]))
    arm[2] = replace(arm[2], series={**arm[2].series, "test_accuracy": flat})
    verdicts = judge(file.study, Results({**runs.runs, "vgg.batchnorm": arm}), scale="paper")
    found = failed_runs(facts, verdicts[1])
    assert found is not None
    assert tuple(found.counts[0]) == ("batchnorm", "test_accuracy", 5, 0, 1)


A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


def test_a_part_about_training_needs_no_caution(small: Small) -> None:
    """Counts of successes are exact, in a composite claim too."""
    parts = [{"trains": {**RAISES, "threshold": 0.5}}]
    runs = {A: small.arm(0.6, 4), B: small.arm(0.3)}
    tests = {"all_of": {"parts": parts}, "trains": parts[0]["trains"], "superiority": RAISES}
    made = [small.facts(runs, kind, options) for kind, options in tests.items()]
    assert [failed_runs(facts, facts.verdicts[0]) is None for facts in made] == [True, True, False]
