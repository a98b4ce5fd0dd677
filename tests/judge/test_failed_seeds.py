"""Runs that did not train, and one effect that lies apart."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bnreport.hypotheses import registry
from bnreport.hypotheses.shared.evidence import Evidence, Part
from bnreport.judge.failed_seeds import Trained, count_trained, lying_apart, unequally_lost
from bnreport.registry import ArmName
from bnreport.results import Metric, Results, SeedValues
from bnreport.stats.region import Region
from tests.hypotheses.conftest import run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import RunResult

ACCURACY = Metric("accuracy", "fraction", "higher", 0.1)


def evidence(effects: "tuple[float, ...]", unit: str = "fraction", **arms: "tuple[float, ...]") -> Evidence:
    """Return evidence on the accuracies of two arms."""
    held = arms or {"a": effects, "b": (0.0,) * len(effects)}
    sides = {
        arm: SeedValues(tuple(range(len(each))), np.array(each), np.zeros(len(each), dtype=bool), ACCURACY)
        for arm, each in held.items()
    }
    return Evidence(unit, "", None, tuple(range(len(effects))), effects, arms=sides)


def test_collapsed_runs_are_counted_beside_the_best() -> None:
    """A run within a tenth of the way from chance to the best has not trained."""
    counts = count_trained(evidence((0.0,) * 3, a=(0.9, 0.17, 0.8), b=(0.9, 0.85, 0.2)))
    assert counts == (Trained("a", "accuracy", 3, 0, 1), Trained("b", "accuracy", 3, 0, 0))
    assert [(count.trained, count.lost) for count in counts] == [(2, 1), (3, 0)]


@pytest.mark.parametrize(("share", "collapsed"), [(0.25, 0), (0.99, 5)])
def test_each_run_falls_short_of_its_own_failure_value(share: float, collapsed: int) -> None:
    """First losses differ from seed to seed and arm to arm: who began higher has not failed, who never moved has."""
    firsts = np.array([100.0, 400.0, 100.0, 90.0, 110.0])

    def losing(left: float, firsts: "NDArray[np.float64]") -> "dict[int, RunResult]":
        metrics = [Metric("objective", "1", "lower", first) for first in firsts]
        return {seed: run(metric, [metric.failure, left * metric.failure]) for seed, metric in enumerate(metrics)}  # type: ignore[list-item, operator]

    results = Results({ArmName("x.a"): losing(0.2, firsts), ArmName("x.b"): losing(share, firsts + 7)})
    claim = {"metric": "objective", "arm": "x.a", "versus": "x.b", "margin": 0.0}
    counts = count_trained(registry.create("superiority", **claim).evidence(results))
    assert [count.collapsed for count in counts] == [0, collapsed]


def test_who_waited_to_the_end_has_not_collapsed() -> None:
    """A time has a budget, where it counts as censored."""
    steps = Metric("steps to threshold", "steps", "lower", 100.0)
    waits = SeedValues(
        (0, 1), np.array([100.0, 10.0]), np.zeros(2, dtype=bool), steps, censored=np.array([True, False])
    )
    assert [count.lost for count in count_trained(Evidence("ratio", "", None, arms={"a": waits}))] == [0]


@pytest.mark.parametrize(
    ("lost", "unequal"), [((1, 0), True), ((1, 1), False), ((0, 0), False), ((5, 0), False), ((5, 1), True)]
)
def test_a_part_of_one_arm_is_an_accident(lost: tuple[int, int], unequal: bool) -> None:  # noqa: FBT001
    """Where all of one arm fail and none of the other, that is the finding."""
    assert unequally_lost(Trained(arm, "m", 5, 0, count) for arm, count in zip("ab", lost, strict=True)) == unequal


@pytest.mark.parametrize(
    ("effects", "unit", "apart"),
    [
        ((1.0, 1.1, 0.9, 1.05, -3.0), "fraction", (4,)),
        ((5.0, 1.1, 0.9, 1.05, 1.0), "fraction", (0,)),
        ((1.0, 1.1, 0.9, 1.05, 0.7), "fraction", ()),
        ((1.0, 1.1, 3.0), "fraction", ()),
        ((1.0, 1.0, 1.0, 1.0), "fraction", ()),
        ((1.0, 1.1, 0.9, 1.05, 0.001), "ratio", (4,)),
        ((1.0, 2.0, 4.0, 8.0, 64.0), "ratio", ()),
        ((1.0, 2.0, 4.0, 8.0, 64.0), "fraction", (4,)),
        ((1.0, 1.0, 0.75, 1.0, 1.0), "fraction", ()),
        ((1.0,), "fraction", ()),
    ],
)
def test_one_seed_lies_apart(effects: tuple[float, ...], unit: str, apart: tuple[int, ...]) -> None:
    """At either end, of ratios by their logarithm; of three seeds hardly ever, and of equal ones never."""
    assert lying_apart(evidence(effects, unit)) == apart


def test_parts_have_seeds_of_their_own() -> None:
    """A conjunction carries what lies apart in any of its parts."""
    parts = [evidence((1.0, 1.1, 0.9, 1.05, -3.0)), evidence((1.0, 9.0, 0.9, 1.05, 1.1))]
    whole = Evidence("", "", None, parts=tuple(Part("superiority", Region(low=0), each) for each in parts))
    assert lying_apart(whole) == (1, 4)
    assert [count.arm for count in count_trained(whole)] == ["a", "b"]


@pytest.mark.parametrize(("n", "found"), [(3, 0.0), (5, 0.3), (10, 0.65)])
def test_normal_seeds_lie_apart_in_a_twentieth(n: int, found: float) -> None:
    """And one that lost five standard deviations in so many of the studies at least."""
    draws = np.random.default_rng(0).normal(size=(1500, n))
    collapsed = draws - 5 * (np.arange(n) == 0)
    rates = [
        np.mean([bool(lying_apart(evidence(tuple(each.tolist())))) for each in many]) for many in (draws, collapsed)
    ]
    assert rates[0] == pytest.approx(0.05, abs=4 * (0.05 * 0.95 / 1500) ** 0.5)
    assert rates[1] > found
