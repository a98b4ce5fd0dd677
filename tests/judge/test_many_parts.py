"""A claim of many parts: the parts that make its verdict, what they share said once."""

import pytest

from bnreport.hypotheses.shared.evidence import EffectSentence
from bnreport.judge.many_parts import say_many
from bnreport.judge.parts import PartEffect
from bnreport.stats.region import Interval, Region

HOLDS, OPEN, FAILS = (2.0, 3.0), (0.5, 3.0), (0.2, 0.5)


def part(arm: str, layer: int | None, interval: tuple[float, float]) -> PartEffect:
    """Return a part that holds above 1."""
    subject = "drift (median)" if layer is None else f"drift in layer {layer} (median)"
    sentence = EffectSentence(subject, "is {size} higher", "is {size} lower", f"with {arm} than with none")
    return PartEffect("", "ratio", 1.5, Interval(*interval), Region(low=1), sentence, 1.0)


def told(*parts: PartEffect) -> str:
    """Return what is said, parts with their sizes as their arms alone."""
    sizes = "{}".format
    return say_many(parts, str, lambda some: sizes([each.sentence.compared for each in some if each.sentence]))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {("a", 5): HOLDS, ("a", 10): OPEN, ("b", 5): OPEN, ("b", 10): OPEN, ("c", 5): HOLDS, ("c", 10): HOLDS},
            "3 of the 6 parts hold; 3 are not settled: drift (median) in layer 10 with a, and with b against none",
        ),
        (
            {("a", 5): FAILS, ("b", 5): OPEN, ("c", 5): FAILS},
            "['with a than with none', 'with c than with none']",
        ),
        (
            {(arm, 5): FAILS for arm in "abcde"} | {("f", 5): HOLDS},
            "5 of the 6 parts fail: drift (median) with a, b, c, d and e against none",
        ),
        (
            {("a", 5): HOLDS, ("b", 5): HOLDS, ("c", 5): HOLDS, ("d", 5): HOLDS, ("e", 5): FAILS},
            "['with e than with none']",
        ),
        (
            {("a", 5): HOLDS, ("b", 5): HOLDS, ("c", 5): HOLDS, ("d", 5): HOLDS, ("e", 5): OPEN},
            "['with e than with none']; 4 of the 5 parts hold",
        ),
        (
            {("a", 5): HOLDS, ("a", 10): HOLDS, ("b", 5): HOLDS, ("b", 10): HOLDS, ("c", None): HOLDS},
            "all 5 parts hold: drift (median) with a, b and c against none",
        ),
        (
            {("a", 5): OPEN, ("b", 5): OPEN, ("c", 5): OPEN, ("d", 5): OPEN, ("e", 5): OPEN},
            "none of the 5 parts hold; 5 are not settled: drift (median) with a, b, c, d and e against none",
        ),
    ],
)
def test_the_parts_that_make_the_verdict_are_told(
    found: dict[tuple[str, int | None], tuple[float, float]], said: str
) -> None:
    """Those that fail, else those that are open, else all; a layer only where not all of an arm's are told."""
    assert told(*(part(arm, layer, interval) for (arm, layer), interval in found.items())) == said


def test_arms_against_several_are_told_with_what_they_are_compared_with() -> None:
    """Said once only where it is the same for all."""
    other = part("c", 5, OPEN)
    assert other.sentence is not None
    other = other._replace(sentence=other.sentence._replace(compared="with c than with d"))
    said = told(part("a", 5, OPEN), part("b", 5, OPEN), other, part("e", 5, HOLDS), part("f", 5, HOLDS))
    assert said.endswith("drift (median) with a and b against none, and with c against d")
