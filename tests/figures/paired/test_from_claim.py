"""What paired figures, their captions and alt texts say of runs and seeds is what was done with them."""

from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
import pytest

from bnreport.figures import JudgedClaim
from bnreport.figures.paired.draw import panels
from bnreport.figures.paired.from_claim import table as paired_of_claim
from bnreport.figures.scatter.from_claim import table as scatter_of_claim
from bnreport.report.facts import Facts
from tests.figures.conftest import axes_of

Small = Any  # what conftest.py makes

A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


LINKED = {"metric": "test_loss", "other": "train_accuracy", "margin": 0.0, "direction": "negative"}


def test_runs_without_a_number_leave_no_silent_mean(small: Small) -> None:
    """The paired figure gives no mean and counts them at its edge; the scatter says over how many its means are."""
    drift = {**RAISES, "metric": "drift.median"}
    table = paired_of_claim(small.claim({A: small.arm(0.6, 4), B: small.arm(0.3)}, "superiority", drift))
    assert table is not None
    assert "batchnorm \N{EN DASH} (1 of 5 runs without a number)" in table.alt
    assert "counts as its failure value" not in table.caption
    assert "at the edge, counted: runs without a number that fits the axis (a cross: it diverged)" in table.caption
    assert "1 of 5" in {text.get_text() for text in axes_of(panels, table)[0].texts}
    runs = {A: [small.run(nan), *small.arm(0.6)[1:]], B: small.arm(0.3)}
    points = scatter_of_claim(small.claim(runs, "association", {**LINKED, "arms": [A, B], "over": "seeds"}))
    assert points is not None
    assert points.alt.count("(over 4 of 5 runs)") == 1
    assert points.rows()[10][:2] == ("batchnorm", "mean over 4 of 5")


@pytest.mark.parametrize("policy", ["composite", "conditional"])
def test_captions_say_what_became_of_diverged_runs(small: Small, page_of: Callable[[Facts], str], policy: str) -> None:
    """Left out, or at their failure value: as the study's policy has it, in ledger and figure."""
    runs = {A: small.arm(0.6, 4), B: small.arm(0.3, 3)}
    facts = small.facts(runs, "superiority", RAISES, analysis={"divergence": policy})
    table = paired_of_claim(JudgedClaim(facts.study, facts.verdicts[0], facts.results))
    page = page_of(facts)
    assert table is not None
    out = policy == "conditional"
    assert ("left out: seeds 3, 4, which diverged in an arm (n = 3 seeds)" in table.caption) is out
    assert ("a cross marks a run that diverged and counts as its failure value (n = 5" in table.caption) is not out
    assert ("If a run diverged: its seed is left out, in every arm" in page) is out
    assert ("If a run diverged: it counts as the metric" in page) is not out
    assert (("seeds left out", "3 4", "", "") in table.rows()) is out


TRAINS = {**RAISES, "margin": 0.1, "threshold": 0.2}


def test_arms_that_are_not_paired_show_their_own_seeds(small: Small) -> None:
    """Five runs beside three: all eight are drawn, counted and said."""
    table = paired_of_claim(small.claim({A: small.arm(0.6, 3, 4), B: small.arm(0.3, n=3)}, "trains", TRAINS))
    assert table is not None
    assert (table.effect.seeds, [arm.runs for arm in table.arms]) == ((0, 1, 2, 3, 4), [5, 3])
    assert "over 5 runs of batchnorm and 3 runs of standard;" in table.alt
    assert "batchnorm 60.0 % of 5; standard 100.0 % of 3." in table.alt
    assert "(n = 5 of batchnorm and 3 of standard)" in table.caption
    assert {"3 of 5", "3 of 3"} <= {text.get_text() for text in axes_of(panels, table)[0].texts}


def test_no_difference_stands_where_the_claim_has_it(small: Small) -> None:
    """Of a share of layers, at one half; of a difference, at zero."""
    share = {"metric": "drift", "arm": A, "versus": B, "threshold": 0.6}
    for kind, options, at in (("fraction", share, 0.5), ("superiority", RAISES, 0.0)):
        table = paired_of_claim(small.claim({A: small.arm(0.6), B: small.arm(0.3)}, kind, options))
        assert table is not None
        axes = axes_of(panels, table)[1]
        lines = [float(np.asarray(line.get_xdata())[0]) for line in axes.lines if line.get_linestyle() == "-"]
        assert lines == [at]
        assert ("no difference" in {row[0] for row in table.rows()}) is (at == 0.5)


def test_without_any_run_there_is_no_figure(small: Small) -> None:
    """A claim that could not be read has no seeds to show."""
    race = {"metric": "train_accuracy", "arm": A, "versus": B, "threshold": 0.2, "budget": 80, "margin": 1.1}
    unread = small.claim({A: small.arm(0.6), B: small.arm(0.3)}, "time_to_threshold", race)
    assert unread.verdict.reason == "invalid"
    assert paired_of_claim(unread) is None
