"""Power before training: an independent table as oracle, and what is asked of each kind."""

from math import inf, log
from typing import Any

import numpy as np
import pytest

from bnreport.judge.power import Power, powers
from bnreport.stats.binary import Shares
from bnreport.study.bind import bind
from bnreport.study.schema import Analysis, Experiment, Hypothesis
from tests.judge.studies import A, B, ending_at, study_of


def claim(kind: str = "noninferiority", sd: float | None = 1.0, *, primary: bool = True, **options: Any) -> Hypothesis:  # noqa: ANN401
    """Compare x.a with x.b, margin 2, SD 1, unless told otherwise."""
    if kind in {"superiority", "noninferiority", "equivalence"}:
        options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 2.0} | options
    return Hypothesis.model_validate(
        {"claim": "c", "test": {kind: options}, "why_this_margin": "w", "primary": primary, "expected_sd": sd}
    )


def one(hypothesis: Hypothesis, n: int = 5, of: int = 1) -> Power:
    """Return the power of a hypothesis among several."""
    return powers(study_of(*[hypothesis] * of, looks=(n,)))[0]


def test_seeds_are_those_of_the_claims_experiment() -> None:
    """At the last look, whatever the study's others have; alpha is the study's."""
    asked = study_of(claim(), looks=(3, 10), alpha=(0.01, 0.04))
    asked = asked.model_copy(update={"experiments": {"x": Experiment.model_construct(looks=(3, 3))}})
    [power] = powers(asked)
    assert (power.n, power.alpha) == (3, 0.04)


TABLE = [(3, 1, 3.26), (5, 1, 1.68), (10, 1, 1.00), (3, 8, 9.26), (5, 8, 2.98), (10, 8, 1.43)]


@pytest.mark.parametrize("kind", ["noninferiority", "superiority"])
@pytest.mark.parametrize(("n", "of", "expected"), TABLE)
def test_table_of_detectable_effects(kind: str, n: int, of: int, expected: float) -> None:
    """In standard deviations; a margin of 2 SD makes the ratio half of it."""
    power = one(claim(kind), n, of)
    assert power.mde == power.resolves == pytest.approx(expected, abs=0.006)
    assert power.ratio == pytest.approx(expected / 2, abs=0.003)
    assert (power.n, power.primary, power.alpha) == (n, of, 0.05 / of)


@pytest.mark.parametrize(("n", "mde", "margin"), [(3, 3.26, 3.65), (5, 1.68, 1.94), (10, 1.00, 1.15)])
def test_table_of_equivalence_margins(n: int, mde: float, margin: float) -> None:
    """Both bounds must be cleared, so that the resolved margin exceeds the distance from one."""
    power = one(claim("equivalence"), n)
    assert (power.mde, power.resolves) == pytest.approx((mde, margin), abs=0.006)
    assert power.ratio == pytest.approx(margin / 2, abs=0.003)


@pytest.mark.parametrize("kind", ["noninferiority", "superiority", "equivalence"])
@pytest.mark.parametrize("margin", [0.3, 1.0, 1.7, 5.0, 60.0])
def test_fewest_seeds_are_the_fewest(kind: str, margin: float) -> None:
    """So many resolve the margin, and one less does not."""
    seeds = one(claim(kind, margin=margin)).seeds
    assert seeds is not None
    at, below = (one(claim(kind, margin=margin), n).ratio for n in (seeds, seeds - 1))
    assert at is not None
    assert below is not None
    assert at <= 1 < below


def test_no_number_of_seeds() -> None:
    """A margin of a thousandth of the SD is out of reach, and no number is made up."""
    power = one(claim(margin=0.001))
    assert (power.seeds, power.ratio) == (None, pytest.approx(1680, abs=5))


def test_one_seed_detects_nothing() -> None:
    """There is no variance with one."""
    power = one(claim(), 1)
    assert (power.mde, power.ratio, power.seeds) == (inf, inf, 5)


def test_looks() -> None:
    """The last look is where power is greatest: its seeds at its alpha."""
    [power] = powers(study_of(claim(), looks=(5, 10), alpha=(0.01, 0.04)))
    assert (power.n, power.alpha) == (10, 0.04)


def test_the_ratio_scale() -> None:
    """Margin and MDE are factors, the same for a claim and its mirror image; the SD is that of log-ratios."""
    first, mirrored = (one(claim(kind, 0.1, margin=1.5, scale="ratio")) for kind in ("superiority", "noninferiority"))
    assert (first.margin, mirrored.margin) == pytest.approx((1.5, 1.5))
    assert (first.unit, first.mde) == ("ratio", pytest.approx(1.183, abs=0.001))
    assert first.ratio == mirrored.ratio == pytest.approx(0.168 / log(1.5), abs=0.003)


def test_margin_zero_has_no_ratio() -> None:
    """What it detects is known; there is nothing to compare it with."""
    power = one(claim("superiority", margin=0.0))
    assert (power.ratio, power.seeds, power.margin) == (None, None, 0)
    assert power.mde == pytest.approx(1.68, abs=0.006)


def test_an_absent_trend_has_two_bounds() -> None:
    """Its question is that of equivalence."""
    options: dict[str, Any] = {"metric": "accuracy", "arms": ["x.a", "x.b", "x.c"], "levels": [1, 2, 4], "margin": 2.0}
    assert one(claim("trend", direction="absent", **options)).resolves == pytest.approx(1.94, abs=0.006)
    assert one(claim("trend", **options)).resolves == pytest.approx(1.68, abs=0.006)


def test_exploratory_hypotheses_take_no_part() -> None:
    """They have no verdict, hence no power, and Holm does not count them."""
    [power] = powers(study_of(claim(), claim(primary=False)))
    assert (power.hypothesis, power.alpha) == ("h0", 0.05)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("trains", {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.5}),
        ("fraction", {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "threshold": 0.5}),
        ("monotone", {"metric": "accuracy", "arms": ["x.a", "x.b", "x.c"], "margin": 0.1}),
        ("association", {"metric": "a", "other": "b", "arms": ["x.a"], "over": "seeds", "margin": 0.0}),
        ("all_of", {"parts": [{"trains": {"metric": "m", "arm": "x.a", "versus": "x.b", "margin": 0.5}}]}),
    ],
)
def test_kinds_without_power_say_why(kind: str, options: dict[str, Any]) -> None:
    """Even with an SD declared, no number is made up; they keep their place in Holm's count."""
    power, other = powers(study_of(claim(kind, **options), claim()))
    assert not power.applicable
    assert power.reason
    assert (power.mde, power.ratio, power.spread) == (None, None, None)
    assert other.alpha == 0.025


@pytest.mark.parametrize(("margin", "alone"), [(0.0, True), (0.5, False)])
def test_without_a_margin_the_opposite_effect_alone_refutes(margin: float, *, alone: bool) -> None:
    """Of an exact test, too: arms that train equally often refute nothing, and all against none does; so of a part."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": margin}
    tests = claim("trains", **options), claim("all_of", parts=[{"trains": options}])
    assert [power.opposite_alone for power in powers(study_of(*tests))] == [alone, alone]
    test = bind(study_of(), tests[0].test)
    intervals = [Shares(a, 10, b, 10).interval(0.05) for a in range(11) for b in range(11) if a == b]
    assert any(map(test.region.excludes, intervals)) == (not alone)
    assert test.region.excludes(Shares(0, 10, 10, 10).interval(0.05))


def test_the_measured_sd() -> None:
    """From paired runs, with their unit; a declared one wins."""
    runs = ending_at(a=A, b=B)
    [power] = powers(study_of(claim(sd=None, margin=0.02)), runs)
    assert power.spread == (pytest.approx(0.0109545, abs=1e-6), "measured", 5)
    assert (power.unit, power.ratio) == ("fraction", pytest.approx(0.0109545 * 1.682 / 0.02, rel=1e-3))
    [power] = powers(study_of(claim(sd=0.03, margin=0.02)), runs)
    assert power.spread == (0.03, "declared", 0)


def test_the_measured_sd_of_log_ratios() -> None:
    """On the ratio scale it is that of the log-ratios."""
    [power] = powers(study_of(claim(sd=None, margin=1.02, scale="ratio")), ending_at(a=A, b=B))
    assert power.spread is not None
    assert power.spread.sd == pytest.approx(np.log(np.array(A) / B).std(ddof=1))
    assert power.unit == "ratio"


@pytest.mark.parametrize(
    ("arms", "reason"),
    [
        ({"a": A[:2], "b": B}, "measured on 2 seeds, and 3 are needed"),
        ({"a": A, "b": A}, "degenerate"),
        ({"a": A}, "missing_runs"),
        ({}, "missing_runs"),
    ],
)
def test_no_sd_can_be_measured(arms: dict[str, list[float]], reason: str) -> None:
    """Why is said, and no number is made up."""
    [power] = powers(study_of(claim(sd=None, margin=0.02)), ending_at(**arms))
    assert (power.spread, power.mde, power.reason) == (None, None, reason)


def test_nothing_known() -> None:
    """Without SD and runs there is a margin and nothing else."""
    power = one(claim(sd=None))
    assert (power.applicable, power.spread, power.mde, power.margin, power.reason) == (True, None, None, 2, "")


@pytest.mark.parametrize(("n", "margin"), [(3, 2.66), (5, 1.60), (10, 1.01)])
def test_two_one_sided_tests_resolve_smaller_margins(n: int, margin: float) -> None:
    """By the convention of 90 % intervals, as in that table; other kinds are as before."""
    asked = study_of(claim("equivalence"), looks=(n,)).model_copy(update={"analysis": Analysis(equivalence=0.9)})
    [power] = powers(asked)
    assert (power.alpha, power.resolves) == (0.1, pytest.approx(margin, abs=0.006))
    other = study_of(claim(), looks=(n,)).model_copy(update={"analysis": Analysis(equivalence=0.9)})
    assert powers(other)[0].alpha == 0.05
