"""Evidence: question by question the figures that are the argument, and a card for each claim."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.answers import key_questions
from bnreport.report.card import Card, card

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.report.figure import ReportFigure

TITLE = "Evidence"


class Chapter(NamedTuple):
    """One question, or the claims that belong to none."""

    name: str
    """Of the question; empty for none."""
    ask: str
    key: bool
    """Whether the two pages have its figure."""
    figures: "tuple[ReportFigure, ...]"
    """What the claims that decide it read, over training."""
    cards: tuple[Card, ...]


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Return the cards of all that is judged, by question; None where all claims are exploratory."""
    asked = {name: each.ask for name, each in facts.study.questions.items()} | {"": ""}
    cards: dict[str, list[Card]] = {name: [] for name in asked}
    for verdict in facts.primary:
        cards[facts.study.hypotheses[verdict.hypothesis].question or ""].append(card(facts, verdict))
    key = key_questions(facts.answers)
    chapters = (
        Chapter(name, ask, name in key or not key, facts.drawn.of_questions.get(name, ()), tuple(cards[name]))
        for name, ask in asked.items()
    )
    return tuple(each for each in chapters if each.cards or each.figures) or None
