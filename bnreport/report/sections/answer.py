"""Answer: the first screen, which a reader with a minute reads and no more."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import capitalize, say_list
from bnreport.judge.answer import DECIDED
from bnreport.judge.answer_in_words import HEDGES
from bnreport.judge.certainty import least
from bnreport.judge.questions import weigh_explanations
from bnreport.judge.validity import say_reason, untested
from bnreport.judge.wording import BADGES, Badge
from bnreport.report.answers import key_questions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bnreport.judge.certainty import Level
    from bnreport.judge.questions import Bearing
    from bnreport.report.answers import AnsweredQuestion
    from bnreport.report.facts import Facts
    from bnreport.study.questions import Aspect, Side

TITLE = "Answer"
_TOLD: "Mapping[tuple[Aspect, Side], str]" = {
    ("present", "for"): "present",
    ("present", "against"): "absent",
    ("necessary", "for"): "needed",
    ("necessary", "against"): "not needed for all of it",
    ("sufficient", "for"): "enough",
    ("sufficient", "against"): "not enough for all of it",
}
"""What claims about an explanation say of it."""


_DIFFER = "claims differ"


class AnswerLine(NamedTuple):
    """A question with its answer."""

    name: str
    ask: str
    badge: Badge
    word: str
    said: str
    """What was found, in sentences, briefly."""


class MoreAnswers(NamedTuple):
    """Questions with one answer."""

    word: str
    badge: Badge
    asked: tuple[tuple[str, str], ...]
    """Name and question."""


class AnswerSection(NamedTuple):
    """The section."""

    explanations: tuple[tuple[str, str], ...]
    """What each explains BatchNorm by, and what the claims that decide questions say of it: the title's answer."""
    answers: tuple[AnswerLine, ...]
    """The first that are decided."""
    more: tuple[MoreAnswers, ...]
    """All others, by answer."""
    doubt: tuple[str, ...]
    """What most threatens these answers, in sentences."""
    demo: bool
    """Whether the profile is a toy, which answers nothing."""


def gather(facts: "Facts") -> AnswerSection:
    """Answer the study's questions in words."""
    lines = [_line(each) for each in facts.answers]
    demo = facts.scale == "toy"
    whole = [] if demo else [line for line in lines if line.name in key_questions(facts.answers)]
    rest: dict[tuple[str, Badge], list[tuple[str, str]]] = {}
    for line in lines:
        if line not in whole and not demo:
            rest.setdefault((line.word, line.badge), []).append((line.name, line.ask))
    more = tuple(MoreAnswers(word, badge, tuple(asked)) for (word, badge), asked in rest.items())
    explanations = () if demo else tuple(_explained(facts))
    return AnswerSection(explanations, tuple(whole), more, tuple(_doubts(facts)), demo)


def _explained(facts: "Facts") -> "Iterator[tuple[str, str]]":
    """Yield each explanation that claims bear on which decide questions, and what these say of it.

    Where none of them asks whether it is present, needed or enough, the study's other claims with a verdict tell that.
    """
    deciding = {name for each in facts.study.questions.values() for name in each.decided_by}
    verdicts = {verdict.hypothesis: verdict.verdict for verdict in facts.primary}
    for explained in weigh_explanations(facts.study, facts.primary):
        told = [
            said
            for aspect, bearings in explained.claims.items()
            if (said := _told(facts, aspect, [each for each in bearings if each.hypothesis in deciding] or bearings))
        ]
        names = [each.hypothesis for bearings in explained.claims.values() for each in bearings]
        if told or deciding & {*names}:
            waits = all(verdicts.get(name, "not_run") == "not_run" for name in names)
            yield explained.explanation.label, _said(told) if told else "not run yet" if waits else "left open"


def _said(told: "Sequence[str]") -> str:
    """Join what is told, what claims differ on last: behind it, a word would seem to be differed on too."""
    return say_list(sorted(told, key=lambda each: each.startswith(_DIFFER)))


def _told(facts: "Facts", aspect: "Aspect", bearings: "Collection[Bearing]") -> str:
    """Say on which side claims speak, as surely as the least certain of them; empty where they are silent."""
    open_ = {each.hypothesis for each in facts.primary if each.verdict not in DECIDED}
    levels: dict[Side, list[Level]] = {}
    for each in bearings:
        if each.side != "silent":
            levels.setdefault(each.side, []).append(facts.rated[each.hypothesis].level)
    if len(levels) > 1:
        return f"{_DIFFER} on whether it is {_TOLD[aspect, 'for']}"
    part = " (not every claim settled)" * any(each.hypothesis in open_ for each in bearings)
    return "".join(f"{HEDGES[least(held)]}{_TOLD[aspect, side]}{part}" for side, held in levels.items())


def _line(each: "AnsweredQuestion") -> AnswerLine:
    said = " ".join(each.words.brief or each.words.sentences)
    return AnswerLine(each.name, each.question.ask, BADGES[each.answer], each.words.word, said)


def _doubts(facts: "Facts") -> "Iterator[str]":
    """Yield the one threat that matters most, and comparisons that meant nothing; registration has its own lines."""
    if facts.scale == "reduced":
        yield capitalize(
            facts.profile.note or "networks or budgets are smaller than the paper's, and what those do may differ."
        )
    if any({*seeds} - {*facts.results.of(arm)} for arm, seeds in facts.planned.items()):
        yield "Not every run that is planned has been made; claims that need them are open."
    deciding = {name for each in facts.study.questions.values() for name in each.decided_by}
    void = {each.hypothesis: each.reason for each in facts.primary if untested(each.reason)}
    if asked := [name for name in void if name in deciding]:
        reasons = dict.fromkeys(say_reason(void[name]).partition(":")[0] for name in asked)
        yield f"Some comparisons could not be made: {say_list([*reasons])}."
