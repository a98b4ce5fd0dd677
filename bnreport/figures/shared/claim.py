"""All that a claim's figure may be made of."""

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.figures.shared.effect import Effect
from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.wording import answer
from bnreport.stats.region import NO_INTERVAL
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.schema import Hypothesis, Scale, Study


class Claim(NamedTuple):
    """One hypothesis with its verdict, its evidence and the runs."""

    study: "Study"
    verdict: "Verdict"
    results: "Results"
    scale: "Scale"

    @property
    def name(self) -> str:
        """The hypothesis's."""
        return self.verdict.hypothesis

    @property
    def hypothesis(self) -> "Hypothesis":
        """What the study says of it."""
        return self.study.hypotheses[self.name]

    @property
    def evidence(self) -> "Evidence":
        """What the runs say."""
        return self.verdict.evidence or Evidence("", "", None)

    @property
    def options(self) -> "Mapping[str, Any]":
        """What the study says of the test: `metric`, `arm`, ..."""
        return self.hypothesis.test.options

    @property
    def test(self) -> "Test":
        """The test, its options bound."""
        return bind(self.study, self.hypothesis.test)

    @property
    def paper(self) -> float:
        """The paper's own number; NaN where it prints none, or scales differ."""
        return papers_number(self.hypothesis, self.scale)

    @property
    def effect(self) -> Effect:
        """What every claim's figure ends in."""
        verdict = self.verdict
        return Effect(
            unit=self.evidence.unit,
            verdict=answer(verdict),
            seeds=self.evidence.seeds,
            values=effects_of(self.evidence),
            estimate=nan if verdict.estimate is None else verdict.estimate,
            interval=verdict.interval or NO_INTERVAL,
            verdict_interval=verdict.verdict_interval or NO_INTERVAL,
            region=verdict.region,
            paper=self.paper,
            null=None if self.evidence.null == (self.evidence.unit == "ratio") else self.evidence.null,
        )

    def label(self, arm: str) -> str:
        """Return what people read of an arm; two arms of a figure never read the same."""
        return arm


def effects_of(evidence: Evidence) -> tuple[float, ...]:
    """Return one effect per seed; NaN where the evidence was refused before there were any."""
    return evidence.effects or (nan,) * len(evidence.seeds)


def papers_number(hypothesis: "Hypothesis", scale: "Scale") -> float:
    """Return the paper's own number; NaN where it prints none, or scales differ."""
    paper = hypothesis.paper
    return paper.value if paper and paper.value is not None and scale == "paper" else nan
