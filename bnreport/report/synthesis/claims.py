"""Claims that bear on an explanation, each as one published profile of its study judged it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bnreport.judge.answer import DECIDED
from bnreport.judge.certainty import least
from bnreport.judge.questions import side_of
from bnreport.judge.validity import untested
from bnreport.registry import MetricName
from bnreport.study.bind import arms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.certainty import Level
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.synthesis.studies import Published, Studied
    from bnreport.study.questions import BearsOn, Side
    from bnreport.study.schema import Hypothesis, Scale


@dataclass(frozen=True, eq=False)
class Claim:
    """One claim at one profile."""

    published: "Published"
    verdict: "Verdict"

    @property
    def name(self) -> str:
        """In its study."""
        return self.verdict.hypothesis

    @property
    def hypothesis(self) -> "Hypothesis":
        """What the study says of it."""
        return self.published.facts.study.hypotheses[self.name]

    @property
    def scale(self) -> "Scale":
        """Of the networks that it reads."""
        return self.verdict.scale

    @property
    def decides(self) -> bool:
        """Whether a question of its study is answered by it."""
        return any(self.name in each.decided_by for each in self.published.facts.study.questions.values())

    @property
    def decided(self) -> bool:
        """Whether it is supported or refuted."""
        return self.verdict.verdict in DECIDED

    @property
    def tested(self) -> bool:
        """Whether the runs could have decided it: it is decided, or its interval is too wide to."""
        return self.decided or (self.verdict.verdict == "inconclusive" and self.verdict.reason == "imprecise")

    @property
    def void(self) -> bool:
        """Whether runs are there and nothing was tested by them."""
        return untested(self.verdict.reason)

    @property
    def level(self) -> "Level | None":
        """How far to trust its verdict; None where it has no verdict interval."""
        rated = self.published.facts.rated.get(self.name)
        return rated.level if rated else None

    @property
    def planned(self) -> bool:
        """Whether its profile has its arms."""
        return {*arms_of(self.hypothesis.test)} <= {arm for each in self.published.found for arm in each.run.arms}

    def say(self, text: str) -> str:
        """Return a text in which metrics and arms have their labels."""
        return self.published.facts.claim(self.verdict).say(text)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """What it reads, without the columns."""
        return tuple(dict.fromkeys(_metrics(self.published.facts.claim(self.verdict).test)))


@dataclass(frozen=True, eq=False)
class Bearing(Claim):
    """A claim, and what it tests about one explanation."""

    explanation: str
    bears_on: "BearsOn"

    @property
    def side(self) -> "Side":
        """That its verdict takes."""
        return side_of(self.verdict, self.bears_on)

    @property
    def papers_side(self) -> "Side":
        """That the paper takes by what it says of the claim; silent where it says nothing."""
        says = self.hypothesis.paper.says if self.hypothesis.paper else "silent"
        return {"supported": self.bears_on.supported, "refuted": self.bears_on.refuted}.get(says, "silent")


def _metrics(test: "Test") -> "Iterator[str]":
    yield from (MetricName(each.metric).name for each in test.measures)
    for _, part in test.parts:
        yield from _metrics(part)


def claims_of(studies: "Iterable[Studied]") -> tuple[Claim, ...]:
    """Return every claim at every published profile, study by study; not where another profile alone has its arms."""
    held = [
        Claim(published, verdict)
        for study in studies
        for published in study.published
        for verdict in published.facts.verdicts
    ]
    planned = {(claim.published.spec, claim.name) for claim in held if claim.planned}
    return tuple(each for each in held if each.planned or (each.published.spec, each.name) not in planned)


def bearings_of(claims: "Iterable[Claim]") -> tuple[Bearing, ...]:
    """Return what each claim tests about each explanation that it bears on."""
    return tuple(
        Bearing(claim.published, claim.verdict, name, bears_on)
        for claim in claims
        for name, bears_on in claim.hypothesis.bears_on.items()
    )


def level_of(claims: "Iterable[Bearing]", side: str) -> "Level | None":
    """Return the certainty of what claims say that speak for a side, the least of them; None where none does."""
    levels = [claim.level for claim in claims if claim.side == side and claim.level]
    return least(levels) if levels else None
