"""What was found, as a person would say it: `loss is 2.5 times lower with BatchNorm than with no norm (1.7 to 3)`."""

import re
from functools import partial
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import near_one, say_list, say_number, say_size
from bnreport.judge.many_parts import FEW, say_many
from bnreport.judge.wording import effects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bnreport.hypotheses.shared.evidence import EffectSentence
    from bnreport.judge.parts import PartEffect
    from bnreport.judge.verdicts import Verdict
    from bnreport.stats.region import Interval

_HOW = re.compile(r" \([^()]*\)$")
"""How a metric is read, behind its name."""
_ENDLESS = "∞"


class _Told(NamedTuple):
    """One effect: who does what, compared with what, and where the number may lie."""

    subject: str
    does: str
    compared: str
    span: str

    def __str__(self) -> str:
        """Return the whole sentence, without its full stop."""
        return _joined(*self)

    def after(self, before: "_Told") -> str:
        """Return it as it follows another one, what they share left out."""
        subject = _other(self.subject, before.subject)
        does = self.does if subject and not subject.startswith("in ") else self.does.removeprefix("is ")
        return _joined(subject, does, "" if self.compared == before.compared else self.compared, self.span)


def say_effect_in_words(verdict: "Verdict", say: "Callable[[str], str]") -> str:
    """Say what a claim's runs show, of a composite claim part by part, of a refuted or long one what makes its verdict.

    Empty without an estimate.

    The interval is the one that decides; without such a one, that at 95 %.

    Args:
        verdict: on the claim.
        say: turns what its kind wrote into what people read.
    """
    parts = effects_of(verdict)
    if verdict.level is not None and (len(parts) > FEW or (len(parts) > 1 and verdict.verdict == "refuted")):
        return say_many(parts, say, partial(say_parts_in_words, say=say))
    return say_parts_in_words(parts, say)


def say_parts_in_words(parts: "Sequence[PartEffect]", say: "Callable[[str], str]") -> str:
    """Say what each part of a claim shows, what they share once; a part without an estimate is passed over."""
    told = [_tell(part, part.sentence, say) for part in parts if part.sentence and part.estimate is not None]
    later = (each.after(before) for before, each in pairwise(told))
    return say_list([*map(str, told[:1]), *later]) if told else ""


def _tell(part: "PartEffect", sentence: "EffectSentence", say: "Callable[[str], str]") -> _Told:
    effect = nan if part.estimate is None else part.estimate
    size = partial(_size, part, sentence)
    above, number, name = size(effect)
    whole = {"value": say_number(effect), "share": _percent(effect)}
    does = say((sentence.above if above else sentence.below).format(size=f"{number}{name}", **whole))
    span = _span(sentence, part, part.interval, size) if part.interval else ""
    return _Told(say(sentence.subject), does, say(sentence.compared), span)


def _size(part: "PartEffect", sentence: "EffectSentence", effect: float, digits: int = 2) -> tuple[bool, str, str]:
    """Say a size in the form that the part's effect has, in percent of what is told."""
    percent = part.unit == "ratio" and part.estimate is not None and near_one(part.estimate, part.interval or ())
    told = 1 / effect if percent and sentence.turned else effect
    _, number, name = say_size(told, part.unit, part.null, percent=percent, digits=digits)
    return effect >= part.null, number, name


def _span(
    sentence: "EffectSentence", part: "PartEffect", interval: "Interval", size: "Callable[..., tuple[bool, str, str]]"
) -> str:
    """Say where an effect may lie, beside its size; with both directions where it may go either way."""
    if "{size}" not in sentence.above:
        share, value = "{share}" in sentence.above, "{value}" in sentence.above
        ends = [_percent(end) if share else say_number(end) for end in interval]
        return " to ".join(ends) if share or value else ""
    ways = [size(end) for end in interval]
    own = part.estimate is not None and part.estimate >= part.null
    if ways[0][0] != ways[1][0]:
        told = [(sentence.above if above else sentence.below, _sized(number, name)) for above, number, name in ways]
        return " to ".join(_bare(way).format(size=each) for way, each in (told if own else told[::-1]))
    near, far = interval if own else interval[::-1]
    none = size(part.null)[1]
    for digits in (2, 3, 4):
        low, high = (size(end, digits=digits)[1] for end in (near, far))
        if low not in {high, none}:
            break
    return f"{low} or more" if high == _ENDLESS else f"{low} to {high}"


def _bare(way: str) -> str:
    return way.removeprefix("is ").removeprefix("at least ")


def _sized(number: str, name: str) -> str:
    return f"any number of{name}" if number == _ENDLESS else f"{number}{name}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _other(subject: str, before: str) -> str:
    """Return of a subject what the one before has not said: nothing, or another layer of the same, read alike."""
    if subject == before:
        return ""
    how, earlier = (found[0] if (found := _HOW.search(each)) else "" for each in (subject, before))
    start, within, which = _HOW.sub("", subject).rpartition(" in ")
    return f"in {which}," if within and how == earlier and before.startswith(f"{start}{within}") else subject


def _joined(subject: str, does: str, compared: str, span: str) -> str:
    return " ".join(filter(None, [subject, does, compared, f"({span})" if span else ""]))
