"""What rules look at, and what they find."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.consistency.page import Page, plain
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.consistency.page import Statement
    from bnreport.report.facts import Facts

_LONGEST = 160
"""Letters of a statement that are quoted."""


class Contradiction(NamedTuple):
    """Two statements that cannot both be true, or one that cannot."""

    what: str
    said: str
    where: str
    against: str = ""
    """What the other statement says; empty where there is none."""
    elsewhere: str = ""
    of_study: bool = False
    """Whether it is in the study's own words, which its author can mend."""

    def __str__(self) -> str:
        """Quote both on one line."""
        one = f"{self.what}: {_quoted(self.said)} (in {self.where})"
        return f"{one}, but {_quoted(self.against)} (in {self.elsewhere})." if self.against else f"{one}."


def _quoted(text: str) -> str:
    said = " ".join(plain(text).split())
    return f"“{said if len(said) <= _LONGEST else f'{said[:_LONGEST]}…'}”"


def wrong(what: str, said: "Statement", against: "Statement | None" = None) -> Contradiction:
    """Return a contradiction of statements of the page."""
    other = (against.text, against.place) if against else ()
    return Contradiction(what, said.text, said.place, *other)


@dataclass(frozen=True)
class Checked:
    """A page with what it is about."""

    facts: "Facts"
    page: Page
    files: "Mapping[str, bytes]"
    """What lies beside it, by name."""

    @cached_property
    def verdicts(self) -> "Mapping[str, Verdict]":
        """Verdicts by hypothesis."""
        return {verdict.hypothesis: verdict for verdict in self.facts.verdicts}

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """What the page repeats from the study, from the command line and from runs, word by word."""
        found = {" ".join(each.split()) for each in {*_own_words(self.facts)} if each}
        return tuple(sorted((each for each in found if re.search("[^\\W\\d]", each)), key=len, reverse=True))

    def ours(self, text: str) -> str:
        """Return of a text what is ours: all that it does not repeat."""
        for own in self.own_words:
            for said in {
                own,
                own[0].upper() + own[1:],
                own[0].lower() + own[1:],
            }:  # as it begins a sentence, or ends one
                if said in text:
                    text = re.sub(rf"(?<![\w.]){re.escape(said)}(?!\w|\.\w)", " ", text)
        return text


def _own_words(facts: "Facts") -> "Iterator[str | None]":
    for study in (facts.study, facts.file.study):
        yield from (study.title, study.study)
        yield from (study.source.paper, *study.source.departures) if study.source else ()
        yield from (profile.note for profile in study.profiles.values())
        for explanation in study.explanations.values():
            yield from (explanation.label, explanation.says)
        yield from (each.ask for each in study.questions.values())
        for hypothesis in study.hypotheses.values():
            yield from (hypothesis.claim, hypothesis.why_this_margin)
            yield hypothesis.paper.where if hypothesis.paper else None
        for name, experiment in study.experiments.items():
            yield experiment.label
            yield from (study.label(f"{name}.{arm}") for arm in conditions(experiment))
    yield from (*facts.file.overrides, facts.overrides)
    yield from (each.claim.rstrip(".") for each in facts.registered.lost)
    for runs in facts.stored.runs.values():
        for run in runs.values():
            yield from (run.cause, *run.environment.values())
