"""Questions with their answers, and claims with what became of them, as a terminal shows them."""

from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bnreport.formatting import capitalize, say_list, say_name, say_p, say_span
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.registration_words import say_status
from bnreport.judge.wording import BADGES, parts_of, say_n, say_why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType

    from bnreport.judge.answer import Answer
    from bnreport.judge.verdicts import Verdict
    from bnreport.judge.wording import Badge
    from bnreport.report.answers import AnsweredQuestion
    from bnreport.report.facts import Facts

COLOURS = {
    "supported": "#0a7abf",
    "refuted": "#c65000",
    "inconclusive": "#757575",
    "exploratory": "#757575",
    "not_run": "#757575",
}
"""The page's blue, vermilion and grey, each as legible on white as on black."""
_ROOMY = 80
"""Columns from which on a claim stands beside its badge."""
_BADGE = max(len(f"{badge.shape} {badge.word}") for badge in BADGES.values())
_INDENT = 2


class Entry(NamedTuple):
    """A badge, and what it is about: beside it where there is room, else below."""

    badge: "Badge"
    lines: tuple[Text, ...]

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[RenderableType]":
        """Yield the lines."""
        if options.max_width < _ROOMY:
            yield _said(self.badge)
            yield Padding(Group(*self.lines), (0, 0, 0, _INDENT))
            return
        grid = Table.grid(padding=(0, _INDENT, 0, 0))
        grid.add_column(width=_BADGE, no_wrap=True)
        grid.add_column()
        grid.add_row(_said(self.badge), Group(*self.lines))
        yield grid


def answers(facts: "Facts") -> "Iterator[Padding]":
    """Yield each question with its answer; of a claim that belongs to none, the claim and what was found."""
    for each in facts.answers:
        said = Text.assemble((f"{each.words.word}.", "bold"), " ", " ".join(each.words.sentences))
        yield _entry(each.answer, 0, Text(each.question.ask, "bold"), *_held(said, Text(str(each.trust or ""), "dim")))
    for verdict in facts.primary:
        hypothesis = facts.study.hypotheses[verdict.hypothesis]
        if not hypothesis.question:
            yield _entry(verdict.verdict, 0, Text(hypothesis.claim), *_held(_effect(facts, verdict)))


def claims(facts: "Facts") -> "Iterator[RenderableType]":
    """Yield the claims by question, those of none after these, and last those that were to get no verdict."""
    found: dict[str | None, list[Verdict]] = {}
    for verdict in facts.primary:
        found.setdefault(facts.study.hypotheses[verdict.hypothesis].question, []).append(verdict)
    for each in facts.answers:
        yield from _heading(each.question.ask, _answer(each))
        yield from _entries(facts, found.pop(each.name, []))
    for rest in found.values():
        yield from _heading("Claims of no question") if facts.study.questions else ()
        yield from _entries(facts, rest)
    if facts.exploratory:
        yield from _heading("Exploratory: an estimate, and no verdict")
        yield from _entries(facts, facts.exploratory)


def _heading(said: str, *below: Text) -> "Iterator[Text]":
    yield Text(said, "bold")
    yield from below
    yield Text()


def _answer(each: "AnsweredQuestion") -> Text:
    """Say the answer, how sure it is, and which claims decide it."""
    shape, by = BADGES[each.answer].shape, say_list([*each.question.decided_by])
    colour = f"bold {COLOURS[each.answer]}"
    return Text.assemble(
        (f"{shape} {each.words.word}", colour), f", {each.trust}" if each.trust else "", (f"; decided by {by}", "dim")
    )


def _entries(facts: "Facts", verdicts: "Iterable[Verdict]") -> "Iterator[Padding]":
    for verdict in verdicts:
        yield _entry(verdict.verdict, _INDENT, *_lines(facts, verdict))


def _entry(answer: "Answer", indent: int, *lines: Text) -> Padding:
    return Padding(Entry(BADGES[answer], lines), (0, 0, 1, indent))


def _lines(facts: "Facts", verdict: "Verdict") -> "Iterator[Text]":
    """Say the claim, its effect, how far to trust it and what the paper says, and what its p is held against."""
    name, hypothesis = verdict.hypothesis, facts.study.hypotheses[verdict.hypothesis]
    yield Text.assemble(hypothesis.claim, "  ", (name, "dim"))
    yield from _held(_effect(facts, verdict))
    why = say_why(verdict)
    paper = f"beside the paper: {say_name(verdict.agreement)}" if hypothesis.paper else ""
    sure = [str(facts.trusts.get(name, "")), why, paper]
    yield from _held(Text("; ".join(filter(None, sure))))
    yield Text(
        "; ".join(filter(None, [_seeds(verdict), _ordinary(verdict), _p(facts, verdict), _status(verdict)])), "dim"
    )


def _effect(facts: "Facts", verdict: "Verdict") -> Text:
    said = capitalize(say_effect_in_words(verdict, facts.claim(verdict).say))
    return Text(f"{said}." if said else "")


def _held(*lines: Text) -> tuple[Text, ...]:
    """Return what is not empty."""
    return tuple(line for line in lines if line)


def _seeds(verdict: "Verdict") -> str:
    n = say_n(verdict, of=True)
    return n if n.endswith(")") else f"{n} seeds"


def _ordinary(verdict: "Verdict") -> str:
    """Say the interval of an effect that gets no verdict; parts have theirs beside them."""
    if verdict.interval is None or verdict.verdict_interval is not None or parts_of(verdict):
        return ""
    return f"95 % interval {say_span(verdict.interval, verdict.evidence.unit)}"


def _p(facts: "Facts", verdict: "Verdict") -> str:
    if verdict.alpha is None:
        return "no p value"
    return f"p {say_p(verdict.p)}, {facts.analysis.correction} p {say_p(verdict.p_holm)} against {verdict.alpha:g}"


def _status(verdict: "Verdict") -> str:
    return say_status(verdict.registration.word, primary=verdict.primary)


def _said(badge: "Badge") -> Text:
    return Text(f"{badge.shape} {badge.word}", f"bold {COLOURS[badge.kind]}")
