"""A composite claim is told by its parts: names, numbers at the level that counts, and where each must lie."""

import numpy as np
import pytest

from bnreport.formatting import minus, say_span
from bnreport.hypotheses.shared.evidence import STEP, Evidence, Part
from bnreport.judge.explanation import explain
from bnreport.judge.parts import composite, part_effects, say_intervals, say_parts, set_apart
from bnreport.stats.estimate import Estimate
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack

NEAR, FAR = Ratio(Mean(float(np.log(1.76)), 0.4, 5)), Ratio(Mean(float(np.log(3.17)), 0.1, 5))
ABOVE = Region(low=2.0)
EFFECTS = "drift.5 (mean, early): x.a / x.b", "drift.10 (mean, early): x.a / x.b"


def all_of(*held: tuple[str, Estimate, Region, int], unit: str = "ratio") -> Evidence:
    """Return the evidence of a conjunction: what each part's effect is, its estimate, region and sides."""
    parts = tuple(Part("superiority", region, Evidence(unit, said, found)) for said, found, region, _ in held)
    slack = Slack(tuple(Claim(found, region, sides) for _, found, region, sides in held))
    return Evidence("", "how far the worst lies inside its region", slack, parts=parts)


BOTH = all_of((EFFECTS[0], FAR, ABOVE, 2), (EFFECTS[1], NEAR, ABOVE, 2))


@pytest.mark.parametrize(
    ("effects", "common", "names"),
    [
        (EFFECTS, "x.a / x.b (mean, early)", ("drift.5", "drift.10")),
        (("loss (final): a - c", "loss (final): b - c"), "loss (final)", ("a - c", "b - c")),
        (("loss (mean): a - c", "drift (max): a - c"), "a - c", ("loss (mean)", "drift (max)")),
        (("loss (mean): a - c", "drift (max): b - c"), "", ("loss (mean): a - c", "drift (max): b - c")),
        (("loss: a - c", "loss: a - c"), "", ("loss: a - c", "loss: a - c")),
        (("correlation of a and b", "loss: a - c"), "", ("correlation of a and b", "loss: a - c")),
    ],
)
def test_what_parts_have_in_common_is_said_once(effects: tuple[str, ...], common: str, names: tuple[str, ...]) -> None:
    """Metric, arms or neither; names that do not tell parts apart are no names."""
    assert set_apart(effects) == (common, names)


@pytest.mark.parametrize(("supported", "share"), [(True, 0.05), (False, 0.025)])
def test_a_part_counts_at_its_level(supported: bool, share: float) -> None:  # noqa: FBT001
    """All must lie inside at the whole one; any may refute at its share of it, two one-sided tests at twice that."""
    found = part_effects(BOTH, 0.05, supported=supported)
    assert [part.estimate for part in found] == [pytest.approx(3.17), pytest.approx(1.76)]
    assert [part.interval for part in found] == [FAR.interval(share), NEAR.interval(share)]
    one_sided = all_of((EFFECTS[0], FAR, ABOVE, 1))
    assert part_effects(one_sided, 0.05, supported=True)[0].interval == FAR.interval(0.1)


def test_parts_of_parts_are_told_one_by_one() -> None:
    """A conjunction inside another has no number that people read either."""
    whole = Evidence("", "", Slack((Claim(Slack(()), Region(low=0)),)), parts=(Part("all_of", Region(low=0), BOTH),))
    assert [part.effect for part in part_effects(whole, 0.05, supported=True)] == [*EFFECTS]


def test_the_steps_of_an_order_are_no_claims() -> None:
    """Their smallest is an effect with a unit; nor is a simple claim made of anything."""
    steps = Evidence("nat", "smallest step", FAR, parts=(Part(STEP, ABOVE, BOTH),))
    assert [composite(each) for each in (BOTH, steps, Evidence("nat", "it", FAR))] == [True, False, False]
    assert part_effects(steps, 0.05, supported=True) == ()


def test_parts_are_said_with_their_bounds() -> None:
    """Once where all have the same; a part without an estimate has a dash."""
    said = say_parts(part_effects(BOTH, 0.05, supported=True), lambda text: text.replace("x.a", "A"))
    assert said.startswith(
        "A / x.b (mean, early): drift.5 \N{MULTIPLICATION SIGN}3.17, between \N{MULTIPLICATION SIGN}"
    )
    assert "; drift.10 \N{MULTIPLICATION SIGN}1.76, between \N{MULTIPLICATION SIGN}" in said
    assert said.endswith("; each must lie above \N{MULTIPLICATION SIGN}2")
    unlike = all_of((EFFECTS[0], FAR, ABOVE, 2), (EFFECTS[1], NEAR, Region(low=1.5), 2))
    said = say_parts(part_effects(unlike, 0.05, supported=True), str)
    assert said.count("(it must lie above \N{MULTIPLICATION SIGN}") == 2
    assert "each must" not in said
    empty = Evidence("", "", None, parts=(Part("superiority", ABOVE, Evidence("ratio", "it", None)),))
    assert say_parts(part_effects(empty, 0.05, supported=True), str) == (
        "it \N{EN DASH}; each must lie above \N{MULTIPLICATION SIGN}2"
    )


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((FAR, Region(low=2), FAR, Region(low=1.5)), "All lie there."),
        ((FAR, Region(low=2), NEAR, Region(low=2)), "Not all lie there, and none wholly outside."),
        ((FAR, Region(low=2), FAR, Region(low=9)), "One lies outside."),
    ],
)
def test_a_detail_tells_the_parts(held: tuple[Ratio, Region, Ratio, Region], said: str) -> None:
    """Each with its interval at the level that counts, and where all of them lie; no slack."""
    one, here, other, there = held
    evidence = all_of((EFFECTS[0], one, here, 2), (EFFECTS[1], other, there, 2))
    region, interval = Region(low=0), evidence.estimate.interval(0.05)  # type: ignore[union-attr]
    detail = explain(evidence, region, (interval, 0.05), seeds=(5, 5, None))
    level = "95" if region.holds(interval) else "97.5"
    assert detail.startswith(
        "x.a / x.b (mean, early): drift.5 \N{MULTIPLICATION SIGN}3.17, between \N{MULTIPLICATION SIGN}"
    )
    assert detail.endswith(f"(n = 5, intervals at {level} %). {said}")


def test_intervals_are_named() -> None:
    """Of a simple claim there is one."""
    one, other = (say_span(each.interval(0.02), "ratio") for each in (FAR, NEAR))
    assert say_intervals(BOTH, 0.02) == f"drift.5 {one}; drift.10 {other}"
    assert say_intervals(Evidence("1", "it", Mean(-1.0, 0.0, 5)), 0.02) == minus("[-1, -1]")
    assert say_intervals(Evidence("1", "it", None), 0.02) == "\N{EN DASH}"
