"""The table holds what the claim was judged by."""

from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from bnreport.figures import JudgedClaim
from bnreport.figures.outcomes.from_claim import table as outcomes_of_claim
from bnreport.judge.verdicts import judge
from bnreport.results import Results, RunResult
from tests.figures.conftest import SUCCESS, A, B, Make, judged, run_at, table_of

if TYPE_CHECKING:
    from bnreport.figures.outcomes.table import Table as OutcomesTable

RATES = {"optimizer.sgd.lr": [0.1, 0.5]}
ARMS = {"standard": {"norm": "none"}, "batchnorm": {"norm": "batch"}}


def _ended(*values: float | None) -> list[RunResult]:
    return [run_at(0.9 if value is None else value, lost=value is None) for value in values]


def test_outcomes_count_as_the_claim_counts(make_study: Make) -> None:
    """Every arm that ran, threshold and divergence alike; no seeds beyond the look, no arms that did not run."""
    runs = {
        A: _ended(0.9, 0.9, 0.8, 0.9, 0.5, 0.9, 0.9), B: _ended(0.9, None, 0.4, None, 0.2),
        "vgg.noisy_standard": _ended(0.9, np.nan, 0.1), "resnet.batchnorm": _ended(0.9),
    }  # fmt: skip
    table: OutcomesTable = table_of(outcomes_of_claim, judged(make_study, runs, "trains", **SUCCESS))
    assert [(arm.name, arm.trained, arm.runs, arm.diverged, arm.unread) for arm in table.arms] == [
        ("standard", 1, 5, 2, 0), ("batchnorm", 5, 5, 0, 0), ("noisy standard", 1, 2, 0, 1),
    ]  # fmt: skip
    assert [arm.rest for arm in table.arms] == ["none", "batch", "noise"]
    assert "ended" not in table.success
    assert "train accuracy (final) was at 50.0 % or above" in table.success
    for (good, n), interval in zip(((5, 5), (1, 5)), table.intervals, strict=True):
        assert interval == pytest.approx(proportion_confint(good, n, method="wilson"))
    assert table.difference == pytest.approx(0.8)
    low: OutcomesTable = table_of(outcomes_of_claim, judged(make_study, runs, "trains", **SUCCESS, better="lower"))
    assert "train accuracy (final) was at 50.0 % or below" in low.success
    assert [arm.trained for arm in low.arms[:2]] == [2, 1]
    assert table.newcombe == pytest.approx(confint_proportions_2indep(5, 5, 1, 5, method="newcomb"))


def test_nothing_is_drawn_of_an_experiment_that_the_profile_leaves_out(make_study: Make) -> None:
    """A claim whose arms are of no experiment of the study as resolved has no such figure."""
    claim = judged(make_study, {A: _ended(0.9), B: _ended(0.2)}, "trains", **SUCCESS)
    left = {name: held for name, held in claim.study.experiments.items() if name != "vgg"}
    without = claim.study.model_copy(update={"experiments": left})
    assert outcomes_of_claim(JudgedClaim(without, claim.verdict, claim.results)) is None


def test_outcomes_set_learning_rates_apart_from_the_rest(make_study: Make) -> None:
    """An arm's own rate and the grid's are columns; norm, its options and other changes are rows."""
    study = make_study()
    arms = {
        **ARMS, "fast": {"norm": "none", "set": {"optimizer.sgd.lr": 2.0}},
        "wide": {"norm": "none", "set": {"batch_size": 256}}, "again": {"norm": "none"},
        "group": {"norm": {"group": {"groups": 4}}}, "more": {"norm": {"group": {"groups": 8}}},
    }  # fmt: skip
    recipe = study.experiments["vgg"].recipe.model_dump()
    plain = {"vgg": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 50}}}}
    runs = {f"vgg.{arm}": _ended(0.9, 0.2) for arm in arms}
    stated = {"why_this_margin": "Ours.", "claim": "It is so.", "test": {"trains": SUCCESS}}
    made = make_study(experiments=plain, hypotheses={"it": stated})
    results = Results({arm: dict(enumerate(each)) for arm, each in runs.items()})
    table: OutcomesTable = table_of(
        outcomes_of_claim, JudgedClaim(made, judge(made, results, scale="paper")[0], results)
    )
    found = {arm.name: (arm.rest, arm.rate) for arm in table.arms}
    assert found["fast"] == ("none, batch_size=128", 2.0)
    assert found["standard"] == ("none, batch_size=128", 0.1)
    assert found["wide"] == ("none, batch_size=256", 0.1)
    assert found["again"] == ("none, batch_size=128 (again)", 0.1)
    assert found["group"][0] == "group, groups=4, batch_size=128"
    assert found["more"][0] == "group, groups=8, batch_size=128"
    crossed = make_study(
        experiments={"vgg": {**plain["vgg"], "arms": ARMS, "grid": RATES}},
        hypotheses={"it": {**stated, "test": {"trains": SUCCESS | {"arm": f"{A}/lr=0.5", "versus": f"{B}/lr=0.5"}}}},
    )
    results = Results({f"{arm}/lr={r}": dict(enumerate(_ended(0.9, 0.2))) for arm in (A, B) for r in (0.1, 0.5)})
    verdict = judge(crossed, results, scale="paper")[0]
    table = table_of(outcomes_of_claim, JudgedClaim(crossed, verdict, results))
    assert [(arm.rest, arm.rate) for arm in table.arms] == [
        ("none", 0.1),
        ("none", 0.5),
        ("batch", 0.1),
        ("batch", 0.5),
    ]


def test_arms_of_two_experiments_are_named_with_theirs(make_study: Make) -> None:
    """The same norm in two networks is two rows, each with its experiment."""
    other = "resnet.batchnorm"
    claim = judged(make_study, {A: _ended(0.9, 0.9), other: _ended(0.2, 0.9)}, "trains", **SUCCESS | {"versus": other})
    table: OutcomesTable = table_of(outcomes_of_claim, claim)
    assert {arm.name: arm.rest.split(", ")[:2] for arm in table.arms} == {
        "batchnorm in vgg": ["vgg", "batch"],
        "batchnorm in resnet": ["resnet", "batch"],
    }


def test_outcomes_without_a_run_of_one_arm(make_study: Make) -> None:
    """What ran is drawn; no difference is made up, and without any run there is no figure."""
    table: OutcomesTable = table_of(outcomes_of_claim, judged(make_study, {B: _ended(0.9, 0.2)}, "trains", **SUCCESS))
    assert [arm.name for arm in table.arms] == ["standard"]
    assert np.isnan([table.difference, *table.newcombe, *table.intervals[0]]).all()
    assert outcomes_of_claim(judged(make_study, {}, "trains", **SUCCESS)) is None


Small = Any  # what conftest.py makes


RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


TRAINS = {**RAISES, "margin": 0.1, "threshold": 0.2}


def test_no_difference_of_shares_while_a_run_is_unread(small: Small) -> None:
    """A run without a number may have trained or not: no difference, no interval of it, and the alt says why."""
    claim = small.claim({A: [small.run(nan), *small.arm(0.6)[1:]], B: small.arm(0.3)}, "trains", TRAINS)
    table = outcomes_of_claim(claim)
    assert table is not None
    assert np.isnan([table.difference, *table.newcombe]).all()
    assert "and 1 without a number" in table.alt
    assert "not known, for want of these numbers" in table.alt
