"""What would change our mind: of each question, the result that would have answered it otherwise."""

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_region
from bnreport.judge.answer import DECIDED
from bnreport.judge.parts import composite
from bnreport.judge.validity import untested
from bnreport.judge.wording import parts_of
from bnreport.report.answers import key_questions
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.answers import AnsweredQuestion
    from bnreport.report.facts import Facts

TITLE = "What would change our mind"


class Change(NamedTuple):
    """One question."""

    name: str
    ask: str
    key: bool
    """Whether the two pages have it."""
    rules: tuple[str, ...]


def gather(facts: "Facts") -> tuple[Change, ...] | None:
    """Say it of every question; None where the study asks none."""
    changes = (
        Change(each.name, each.question.ask, each.name in key_questions(facts.answers), tuple(_rules(facts, each)))
        for each in facts.answers
    )
    return tuple(each for each in changes if each.rules) or None


def _rules(facts: "Facts", asked: "AnsweredQuestion") -> "Iterator[str]":
    found = {verdict.hypothesis: verdict for verdict in facts.verdicts}
    names = [
        name
        for name in asked.question.decided_by
        if name in found and (asked.answer not in DECIDED or found[name].verdict == asked.answer)
    ]
    for name in names:
        yield f"{f'Claim {facts.numbers[name]}: ' if len(names) > 1 else ''}{_rule(facts, found[name])}"


def _rule(facts: "Facts", verdict: "Verdict") -> str:
    held, fails = _regions(verdict)
    what = _contrast(facts, verdict, verdict.evidence.effect)
    many = composite(verdict.evidence)
    whole = f"the whole interval of {what}"
    some = "the interval of some part" if many else whole
    if verdict.verdict == "not_run":
        return "It waits for its runs."
    if verdict.verdict == "supported":
        return f"No, had {some} lain {fails}."
    if verdict.verdict == "refuted":
        return " ".join(_failed(facts, verdict)) if many else f"The claim would hold, had {whole} lain {held}."
    if untested(verdict.reason):
        return "It is not tested here, whatever the numbers."
    if not verdict.primary:
        return "It gets no verdict."
    settled = (
        f"the intervals of all parts lie {held}, or that of one {fails}" if many else f"{whole} lies {held}, or {fails}"
    )
    return f"It is settled once {settled}."


def _failed(facts: "Facts", verdict: "Verdict") -> "Iterator[str]":
    """Say of each part that fails where it would have had to lie, though the others may be open."""
    for part in parts_of(verdict):
        if part.interval and part.region.excludes(part.interval):
            what = _contrast(facts, verdict, part.effect)
            yield f"It would not fail, had the whole interval of {what} lain {say_region(part.region, part.unit)}."


def _contrast(facts: "Facts", verdict: "Verdict", effect: str) -> str:
    """Name a metric and its contrast, whose direction the bounds have; of a slope not the arms that it goes over."""
    metric, apart, contrast = facts.claim(verdict).say(effect).partition(": ")
    read = metric.removesuffix(" (final)")
    return f"{read}, {contrast.partition(' over ')[0]}," if apart else read


def _regions(verdict: "Verdict") -> tuple[str, str]:
    """Say where the claim is true, and where it is not."""
    parts = parts_of(verdict)
    regions = {(part.region, part.unit) for part in parts} or {(verdict.region, verdict.evidence.unit)}
    if len(regions) > 1:
        return "where they must", "wholly outside"
    [(region, unit)] = regions
    low, high = region
    outside = [say_region(Region(high=low), unit)] if low > -inf else []
    outside += [say_region(Region(low=high), unit)] if high < inf else []
    return say_region(region, unit), " or ".join(outside)
