"""How sizes read: reciprocals, percent, points, both directions, and parts that share what they say."""

from math import inf

import pytest

from bnreport.formatting import say_briefly, say_size
from bnreport.hypotheses.shared.evidence import EffectSentence
from bnreport.judge.effect_in_words import say_parts_in_words
from bnreport.judge.parts import PartEffect
from bnreport.stats.region import Interval, Region

HIGHER = EffectSentence("loss", "is {size} higher", "is {size} lower", "with x.a than with x.b")


@pytest.mark.parametrize(
    ("effect", "unit", "null", "said"),
    [
        (0.2294, "fraction", 0, (True, "23", " points")),
        (-0.01, "fraction", 0, (False, "1", " point")),
        (8.54, "ratio", 1, (True, "8.5", " times")),
        (0.125, "ratio", 1, (False, "8", " times")),
        (0.0, "ratio", 1, (False, "∞", " times")),
        (-0.3, "nat", 0, (False, "0.3", " nat")),
        (62144.0, "ratio", 1, (True, "62,000", " times")),
        (0.0116, "1 per doubling", 0, (True, "0.012", "")),
    ],
)
def test_an_effect_is_said_by_its_size(effect: float, unit: str, null: float, said: tuple[bool, str, str]) -> None:
    """On which side of no difference, how far, and in which unit."""
    assert say_size(effect, unit, null) == said


@pytest.mark.parametrize(
    ("value", "said"), [(23.4, "23"), (1.444, "1.44"), (197.0, "200"), (1.2e-9, "1.2·10⁻⁹"), (inf, "∞"), (0.0, "0")]
)
def test_brief_numbers(value: float, said: str) -> None:
    """Two digits, three from 1 to 2, where a tenth is much."""
    assert say_briefly(value) == said


@pytest.mark.parametrize(
    ("effect", "interval", "unit", "null", "said"),
    [
        (8.0, (4.0, 16.0), "ratio", 1.0, "4 to 16"),
        (0.125, (0.0625, 0.25), "ratio", 1.0, "4 to 16"),
        (0.125, (0.0, 0.25), "ratio", 1.0, "4 or more"),
        (8.0, (4.0, inf), "ratio", 1.0, "4 or more"),
        (1.6, (0.25, 10.0), "ratio", 1.0, "4 times lower to 10 times higher"),
        (0.625, (0.1, 4.0), "ratio", 1.0, "4 times higher to 10 times lower"),
        (0.9, (0.0, 4.0), "ratio", 1.0, "4 times higher to any number of times lower"),
        (-0.05, (-0.085, -0.015), "fraction", 0.0, "1.5 to 8.5"),
        (-0.05, (-0.085, 0.02), "fraction", 0.0, "2 points higher to 8.5 points lower"),
        (0.2, (0.197, 0.203), "fraction", 0.0, "19.7 to 20.3"),
    ],
)
def test_where_it_may_lie(effect: float, interval: tuple[float, float], unit: str, null: float, said: str) -> None:
    """From the end that is nearest to no difference on, in the words of the estimate; with both where it crosses."""
    part = PartEffect("", unit, effect, Interval(*interval), Region(), HIGHER, null)
    assert say_parts_in_words([part], str).endswith(f" ({said})")


@pytest.mark.parametrize(
    ("effect", "interval", "turned", "said"),
    [
        (1.0888, (1.0029, 1.182), True, "8.2 % lower with x.a than with x.b (0.29 to 15)"),
        (1.0888, (1.0029, 1.182), False, "8.9 % higher with x.a than with x.b (0.29 to 18)"),
        (1.05, (0.3, 3.5), False, "1.05 times higher with x.a than with x.b (3.3 times lower to 3.5 times higher)"),
        (1.3, (1.004, 1.7), False, "1.3 times higher with x.a than with x.b (1.004 to 1.7)"),
    ],
)
def test_percent_is_of_what_is_told(effect: float, interval: tuple[float, float], said: str, *, turned: bool) -> None:
    """Near 1, and of the arm's number over the other's, whichever way the effect is turned; else it is in times."""
    ways = ("is {size} lower", "is {size} higher") if turned else ("is {size} higher", "is {size} lower")
    sentence = EffectSentence("loss", *ways, "with x.a than with x.b", turned)
    part = PartEffect("", "ratio", effect, Interval(*interval), Region(), sentence, 1.0)
    assert say_parts_in_words([part], str) == f"loss is {said}"


def test_another_reading_is_told() -> None:
    """How the second part is read is left out only where it is the same metric, of another layer."""
    first, second = (
        PartEffect("", "fraction", -0.2, Interval(-0.3, -0.1), Region(), HIGHER._replace(subject=f"loss ({how})"), 0.0)
        for how in ("median", "final")
    )
    assert "and loss (final) is 20 points lower" in say_parts_in_words([first, second], str)


def test_a_sentence_takes_the_side_of_its_effect() -> None:
    """And braces in what a study calls its arms are letters."""
    part = PartEffect("", "ratio", 0.5, Interval(0.25, 0.8), Region(), HIGHER, 1.0)
    assert (
        say_parts_in_words([part], lambda text: text.replace("x.a", "{size}"))
        == "loss is 2 times lower with {size} than with x.b (1.25 to 4)"
    )


def test_parts_say_once_what_they_share() -> None:
    """The arms, or the metric; of two layers the second is but named."""

    def part(sentence: EffectSentence, effect: float) -> PartEffect:
        return PartEffect("", "ratio", effect, Interval(effect / 2, effect * 2), Region(), sentence, 1.0)

    layers = [HIGHER._replace(subject=f"drift in layer {layer}") for layer in (5, 10)]
    arms = [HIGHER._replace(compared=f"with x.{arm} than with x.b") for arm in "ac"]
    assert say_parts_in_words([part(layers[0], 4.0), part(layers[1], 0.25)], str) == (
        "drift in layer 5 is 4 times higher with x.a than with x.b (2 to 8) and in layer 10, 4 times lower (2 to 8)"
    )
    assert say_parts_in_words([part(arms[0], 4.0), part(arms[1], 8.0)], str) == (
        "loss is 4 times higher with x.a than with x.b (2 to 8) and 8 times higher with x.c than with x.b (4 to 16)"
    )
