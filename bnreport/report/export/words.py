"""What several formats say in the same words."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_list
from bnreport.judge.effect_in_words import say_effect_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


def say_effect_of(facts: "Facts", verdict: "Verdict") -> str:
    """Say what a claim's runs found; empty where nothing ran."""
    return say_effect_in_words(verdict, facts.claim(verdict).say)


def departures(facts: "Facts") -> "Iterator[str]":
    """Yield how the study departs from the paper's protocol, then from its own lock."""
    if facts.study.source:
        yield from facts.study.source.departures
    if facts.overrides:
        yield facts.overrides
    held = facts.file.registration
    for each in held.amendments if held else ():
        yield f"Amended: {each.where}, from {_quoted(each.was)} to {_quoted(each.now)}."
    if facts.registered.lost:
        names = say_list([each.hypothesis for each in facts.registered.lost])
        yield f"No longer judged, as the study cannot run it as it was locked: {names}."


def _quoted(value: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{value}\N{RIGHT DOUBLE QUOTATION MARK}" if value else "nothing"
