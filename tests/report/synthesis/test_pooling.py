"""Joined estimates: only where everything agrees and nothing is shared."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bnreport.report.synthesis.claims import claims_of
from bnreport.report.synthesis.pooling import Pool, pools_of
from bnreport.report.synthesis.studies import Published
from bnreport.stats.random_effects import RandomEffects
from bnreport.study.schema import Study
from tests.report.synthesis.known import claim, published, results, studied, study

SHIFTS = (0.0, 0.02, 0.05, 0.01, 0.04)


def _study(name: str, **more: Any) -> Study:  # noqa: ANN401
    return study(name, {"it": claim("supported", estimand="gain", **more)})


def _each(count: int) -> list[Published]:
    """Return studies whose effects lie apart by known shifts."""
    held = []
    for number in range(count):
        runs = results(f"s{number}")
        better = results(f"s{number}", shift=SHIFTS[number]).of("net.supported")
        arms = {**runs.runs, "net.supported": better}
        held.append(published(_study(f"s{number}"), runs=type(runs)(arms)))
    return held


def _pools(*judged: Published) -> tuple[Pool, ...]:
    return pools_of(claims_of([studied(each) for each in judged]))


def test_five_experiments_are_joined_as_by_hand() -> None:
    """The mean over experiments with both intervals; every member stands beside it."""
    judged = _each(5)
    [pool] = _pools(*judged)
    ends = [
        np.array([np.subtract(*(run.series["train_accuracy"].values[-1] for run in pair)) for pair in zip(
            each.facts.stored.of("net.supported").values(), each.facts.stored.of("net.base").values(), strict=True
        )])
        for each in judged
    ]  # fmt: skip
    expected = RandomEffects.of([each.mean() for each in ends], [each.std(ddof=1) / 5**0.5 for each in ends])
    assert pool.joined is not None
    assert pool.joined.value == pytest.approx(expected.value)
    assert pool.joined.interval(0.05) == pytest.approx(expected.interval(0.05))
    assert [member.joined for member in pool.members] == [True] * 5
    assert "Over 5 experiments the mean effect is +32." in pool.said
    assert "exploratory" in pool.said
    assert "in another experiment like these is expected in [" in pool.said


def test_four_are_joined_and_predict_nothing() -> None:
    """The spread between so few tells nothing of a further one."""
    [pool] = _pools(*_each(4))
    assert pool.joined is not None
    assert "cannot be told from fewer than 5" in pool.said


def test_ratios_are_joined_by_their_logarithms() -> None:
    """And told as ratios."""
    test = {"metric": "train_accuracy", "arm": "net.supported", "versus": "net.base", "margin": 1.1, "scale": "ratio"}
    claims = {"it": claim("supported", estimand="gain") | {"superiority": test}}
    [pool] = _pools(*(published(study(f"s{number}", claims)) for number in range(4)))
    assert pool.joined is not None
    logs = np.log([0.80, 0.79, 0.81, 0.80, 0.80]) - np.log([0.50, 0.51, 0.49, 0.50, 0.52])
    assert pool.joined.value == pytest.approx(logs.mean())
    assert pool.said.startswith(
        "Over 4 experiments the mean effect is \N{MULTIPLICATION SIGN}1.59, 95 % interval [\N{MULTIPLICATION SIGN}1.56"
    )


def test_three_are_not_joined() -> None:
    """They stand side by side."""
    [pool] = _pools(*_each(3))
    assert (pool.joined, len(pool.members), any(member.joined for member in pool.members)) == (None, 3, False)
    assert pool.said.startswith("Not joined: 3 experiments, fewer than 4")


def test_claims_that_share_runs_are_not_joined() -> None:
    """The same runs in another study are one experiment."""
    first, *rest = _each(4)
    shared = published(_study("again"), runs=first.facts.stored)
    [pool] = _pools(first, shared, *rest)
    assert [member.joined for member in pool.members] == [True, False, True, True, True]
    assert "share runs or an experiment" in pool.said
    [pool] = _pools(first, shared, *rest[:2])
    assert pool.joined is None


@pytest.mark.parametrize(
    "unlike",
    [
        published(_study("s9", metric="test_accuracy")),
        published(_study("s9"), scale="reduced"),
        published(study("s9", {"it": claim("inconclusive", estimand="gain")})),
        published(study("s9", {"it": claim("supported", estimand="gain") | {"superiority": {
            "metric": "train_accuracy", "arm": "net.supported", "versus": "net.base", "margin": 1.1, "scale": "ratio",
        }}})),
        published(study("s9", {"it": claim("supported", estimand="gain") | {"superiority": {
            "metric": "train_accuracy", "arm": "net.supported", "versus": "net.base", "margin": 0.1, "window": "late",
        }}}, windows={"late": {"align": "fixed", "between": [10, 100]}})),
        published(study("s9", {"it": claim("supported", estimand="gain") | {"superiority": {
            "metric": "train_accuracy", "arm": "net.supported", "versus": "net.base", "margin": 0.1, "reduce": "mean",
        }}})),
    ],
    ids=["metric", "networks", "contrast", "scale", "window", "reduction"],
)  # fmt: skip
def test_claims_that_read_otherwise_stand_apart(unlike: Published) -> None:
    """One word for another quantity joins nothing."""
    pools = _pools(*_each(4), unlike)
    assert [len(pool.members) for pool in pools] == [4, 1]
    assert pools[0].joined is not None
    assert pools[1].joined is None


def test_a_window_is_what_it_says_and_no_name() -> None:
    """Two of one name that mean other steps are two; one of two names is one."""
    test = {"metric": "train_accuracy", "arm": "net.supported", "versus": "net.base", "margin": 0.1}
    judged = [
        published(
            study(
                f"s{number}",
                {"it": claim("supported", estimand="gain") | {"superiority": {**test, "window": name}}},
                windows={name: {"align": "fixed", "between": [first, 100]}},
            )
        )
        for number, (name, first) in enumerate([("late", 10), ("late", 20), ("other", 10)])
    ]
    assert [[member.claim.published.name for member in pool.members] for pool in _pools(*judged)] == [
        ["S0 (p)", "S2 (p)"],
        ["S1 (p)"],
    ]


def test_what_means_nothing_is_not_joined() -> None:
    """An estimate of arms of which one stands at chance is none, whatever its number."""
    judged = published(_study("s9"))
    [verdict] = judged.facts.verdicts
    void = replace(verdict, verdict="inconclusive", reason="at_chance")
    assert void.estimate is not None
    assert _pools(judged._replace(facts=replace(judged.facts, verdicts=(void,)))) == ()


def test_claims_without_an_estimand_are_not_looked_at() -> None:
    """However alike they are."""
    assert _pools(*(published(study(f"s{n}", {"it": claim("supported")})) for n in range(5))) == ()
