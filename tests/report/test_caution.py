"""Failed runs and skewed effects are said beside the mean; power stands beside every margin."""

from dataclasses import replace

import numpy as np
import pytest

from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.caution import caution
from bnreport.report.resolution import resolution
from bnreport.results import Results, Series
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_counts_where_a_run_diverged(known: Known) -> None:
    """The arm that lost seed 3, its partner, and the rate of false support; sound arms get no caution."""
    found = [caution(verdict, "superiority") for verdict in known[2]]
    assert [each is not None for each in found] == [False, False, True, False, False, False]
    assert found[2] is not None
    assert [tuple(each) for each in found[2].counts] == [
        ("vgg.noisy_standard", 4, 5, 1, 0), ("vgg.standard", 5, 5, 0, 0),
    ]  # fmt: skip
    assert "false in about 10 %" in found[2].sentence
    assert caution(known[2][2], "trains") is None


def test_a_collapsed_run_counts_though_it_finished(known: Known) -> None:
    """A run that ends near chance has not trained; nor does the mean say so."""
    file, runs, _ = known
    arm = dict(runs.runs["vgg.batchnorm"])
    flat = Series(np.array([0, 2000]), np.array([0.1, 0.11]))
    arm[2] = replace(arm[2], series={**arm[2].series, "test_accuracy": flat})
    verdicts = judge(file.study, Results({**runs.runs, "vgg.batchnorm": arm}), scale="paper")
    found = caution(verdicts[1], "superiority")
    assert found is not None
    assert tuple(found.counts[0]) == ("vgg.batchnorm", 4, 5, 0, 1)


def test_power_beside_the_margin(known: Known) -> None:
    """Margin over MDE is below 1 exactly where more seeds are needed than there were; what never ran says so."""
    made = resolution(known[0].study, known[1], known[2])
    assert (made.primary, made.alpha) == (5, "0.01")
    assert [line.name for line in made.lines] == [v.hypothesis for v in known[2] if v.primary and v.n_analysed]
    for line in made.lines:
        assert (float(line.ratio) < 1) == (int(line.seeds) > int(line.n))
    assert [name for name, _ in made.without] == ["batchnorm_allows_ten_times_the_rate"]
    levels = {v.hypothesis: v.level for v in known[2]}
    assert [float(line.level) for line in made.lines] == pytest.approx(
        [levels[line.name] for line in made.lines], rel=0.01
    )
