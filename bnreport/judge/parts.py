"""The parts of a composite claim, each with an effect of its own.

What decides such a claim, how far the part that fits worst lies inside its region, has no unit that people read; so
they are told its parts.
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_effect, say_region, say_span
from bnreport.hypotheses.shared.evidence import READING, STEP
from bnreport.stats.slack import Slack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
    from bnreport.stats.region import Interval, Region


class PartEffect(NamedTuple):
    """A part that is no composite itself."""

    effect: str
    """What its number is, arms as `experiment.arm`."""
    unit: str
    estimate: float | None
    interval: "Interval | None"
    """At the level at which the part counts; None without an estimate."""
    region: "Region"
    sentence: "EffectSentence | None" = None
    """How its effect reads."""
    null: float = 0.0
    """The effect that means no difference."""

    @property
    def numbers(self) -> str:
        """Its effect and where that may lie: `+0.3, between +0.1 and +0.5`."""
        if self.estimate is None or self.interval is None:
            return NOTHING
        return f"{say_effect(self.estimate, self.unit)}, {say_region(self.interval, self.unit)}"


def composite(evidence: "Evidence") -> bool:
    """Tell whether a claim is made of claims; the steps of one order, and readings set beside each other, are none."""
    return any(part.kind not in {STEP, READING} for part in evidence.parts)


def part_effects(evidence: "Evidence", level: float, *, supported: bool) -> tuple[PartEffect, ...]:
    """Return what each part of a composite shows, those of its own composite parts one by one; else nothing.

    Args:
        evidence: of the whole.
        level: alpha of its interval.
        supported: whether the whole is, at that level. Then every part's interval at the level lies in its region;
            else each has its share of the level, and one of a part that refutes the whole lies outside.
    """
    if not composite(evidence):
        return ()
    found: list[PartEffect] = []
    share = level if supported else level / len(evidence.parts)
    whole = evidence.estimate.claims if isinstance(evidence.estimate, Slack) else ()
    for place, part in enumerate(evidence.parts):
        if composite(part.evidence):
            found += part_effects(part.evidence, share, supported=supported)
            continue
        estimate, sides = part.evidence.estimate, whole[place].sides if whole else 2
        value, interval = (estimate.value, estimate.interval(share * 2 / sides)) if estimate else (None, None)
        held = part.evidence
        found.append(PartEffect(held.effect, held.unit, value, interval, part.region, held.sentence, held.null))
    return tuple(found)


def set_apart(effects: "Sequence[str]") -> tuple[str, tuple[str, ...]]:
    """Return what several effects have in common, and what sets each apart.

    >>> set_apart(["drift.5 (mean, early): a - b", "drift.10 (mean, early): a - b"])
    ('a - b (mean, early)', ('drift.5', 'drift.10'))
    >>> set_apart(["loss (final): a - c", "loss (final): b - c"])
    ('loss (final)', ('a - c', 'b - c'))
    """
    read, compared = zip(*(each.partition(": ")[::2] for each in effects), strict=True)
    if len({*effects}) < len(effects) or not all(compared):
        return "", tuple(effects)
    if len({*read}) == 1:
        return read[0], compared
    if len({*compared}) > 1:
        return "", tuple(effects)
    names, how = zip(*(each.partition(" (")[::2] for each in read), strict=True)
    return (f"{compared[0]} ({how[0]}", names) if len({*how}) == 1 and how[0] else (compared[0], read)


def say_parts(parts: "Sequence[PartEffect]", say: "Callable[[str], str]") -> str:
    """Say what each part shows and where it must lie, what they have in common once.

    Args:
        parts: one at least.
        say: turns what a kind wrote into what people read.
    """
    common, names = set_apart([part.effect for part in parts])
    rules = [say_region(part.region, part.unit) for part in parts]
    alike = len({*rules}) == 1
    told = [
        f"{say(name)} {part.numbers}{'' if alike else f' (it must lie {rule})'}"
        for name, part, rule in zip(names, parts, rules, strict=True)
    ]
    start, rule = f"{say(common)}: " if common else "", f"; each must lie {rules[0]}" if alike else ""
    return f"{start}{'; '.join(told)}{rule}"


def say_intervals(evidence: "Evidence", level: float) -> str:
    """Return the interval of an effect at a level, of a composite those of its parts; the effect has an estimate."""
    if evidence.estimate is None:
        return NOTHING
    parts = part_effects(evidence, level, supported=True)
    if not parts:
        return say_span(evidence.estimate.interval(level), evidence.unit)
    names = set_apart([part.effect for part in parts])[1]
    return "; ".join(f"{name} {say_span(part.interval, part.unit)}" for name, part in zip(names, parts, strict=True))
