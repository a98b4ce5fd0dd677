"""All that a claim's figure may be made of."""

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.figures.shared.effect import Effect
from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.agreement import has_own_steps
from bnreport.judge.explanation import labelled
from bnreport.registry import ArmName
from bnreport.stats.region import NO_INTERVAL
from bnreport.study.bind import bind, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.schema import Hypothesis, Study


class JudgedClaim(NamedTuple):
    """One hypothesis with its verdict, its evidence and the runs."""

    study: "Study"
    verdict: "Verdict"
    results: "Results"

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
        return self.verdict.evidence

    @property
    def labels(self) -> "Mapping[str, str]":
        """What people read of the arms that it names; no two read the same."""
        return labels_of(self.study, self.hypothesis.test)

    @property
    def options(self) -> "Mapping[str, Any]":
        """What the study says of the test: `metric`, `arm`, ..."""
        return self.hypothesis.test.options

    @property
    def test(self) -> "Test":
        """The test, its options bound."""
        return bind(self.study, self.hypothesis.test)

    @property
    def effect(self) -> Effect:
        """What every claim's figure ends in."""
        return effect_of(self.study, self.verdict)

    def label(self, arm: str) -> str:
        """Return what people read of an arm, whether or not the claim names it; two of a figure never read the same."""
        return self.study.labels([arm, *self.labels])[arm]

    def say(self, text: str) -> str:
        """Return what the kind wrote, as people read it."""
        return labelled(text, self.labels)

    def say_experiments(self, arms: "Iterable[str]") -> str:
        """Name the experiments of some arms."""
        names = dict.fromkeys(ArmName(arm).experiment for arm in arms)
        return " and ".join(map(self.study.experiment_label, names))


def effect_of(study: "Study", verdict: "Verdict") -> Effect:
    """Return what a verdict says, as it is drawn."""
    evidence = verdict.evidence
    return Effect(
        unit=evidence.unit,
        verdict=verdict.verdict,
        seeds=evidence.seeds,
        values=effects_of(evidence),
        estimate=nan if verdict.estimate is None else verdict.estimate,
        interval=verdict.interval or NO_INTERVAL,
        verdict_interval=verdict.verdict_interval or NO_INTERVAL,
        region=verdict.region,
        paper=_papers_number(study.hypotheses[verdict.hypothesis], verdict),
        null=None if evidence.null == (evidence.unit == "ratio") else evidence.null,
    )


def effects_of(evidence: Evidence) -> tuple[float, ...]:
    """Return one effect per seed; NaN where the evidence was refused before there were any."""
    return evidence.effects or (nan,) * len(evidence.seeds)


def _papers_number(hypothesis: "Hypothesis", verdict: "Verdict") -> float:
    """Return the paper's own number; NaN where it prints none, or it is from another scale or other steps.

    The claim's card sets it beside an estimate over the paper's own steps.
    """
    paper = hypothesis.paper
    if paper is None or paper.value is None or verdict.scale != "paper" or has_own_steps(hypothesis):
        return nan
    return paper.value
