"""All that a claim's figure may be made of."""

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.figures import Effect
from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.wording import badge
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.verdicts import Scale, Verdict
    from bnreport.results import Results, SeedValues
    from bnreport.study.schema import Hypothesis, Study

_NO_INTERVAL = Interval(nan, nan)


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
        return self.study.bind(self.hypothesis.test)

    @property
    def effect(self) -> Effect:
        """What every claim's figure ends in; the paper's number only at its own scale."""
        verdict, paper = self.verdict, self.hypothesis.paper
        return Effect(
            unit=self.evidence.unit,
            verdict=badge(verdict).kind,
            seeds=self.evidence.seeds,
            values=effects(self.evidence),
            estimate=nan if verdict.estimate is None else verdict.estimate,
            interval=verdict.interval or _NO_INTERVAL,
            verdict_interval=verdict.verdict_interval or _NO_INTERVAL,
            region=verdict.region,
            paper=paper.value if paper and paper.value is not None and self.scale == "paper" else nan,
            null=None if self.evidence.null == (self.evidence.unit == "ratio") else self.evidence.null,
        )


def effects(evidence: "Evidence") -> tuple[float, ...]:
    """Return one effect per seed; NaN where the evidence was refused before there were any."""
    return evidence.effects or (nan,) * len(evidence.seeds)


def place(arm: "SeedValues", seed: int) -> int | None:
    """Return where a seed's number stands among an arm's."""
    return arm.seeds.index(seed) if seed in arm.seeds else None
