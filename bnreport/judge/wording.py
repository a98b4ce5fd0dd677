"""Verdicts, reasons and the analysis in words."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_name, say_region
from bnreport.judge.parts import PartEffect, part_effects
from bnreport.judge.validity import say_reason, untested
from bnreport.judge.verdicts import ORDINARY

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.stats.region import Region
    from bnreport.study.schema import Study


class AnalysisInWords(NamedTuple):
    """What the study chose of its analysis, in the words of the page."""

    correction: str
    """For several claims."""
    first: str
    """Which level power is planned at."""
    rule: str
    """What each p must pass."""
    diverged: str
    """What becomes of runs that diverged."""
    source: str
    """Of the correction."""


_CORRECTIONS = {
    "holm": (
        "Holm",
        "its first step",
        "the smallest p must pass alpha / k for k primary hypotheses, the next alpha / (k - 1), until one fails",
        "Holm (1979), Scandinavian Journal of Statistics 6, 65-70.",
    ),
    "bonferroni": (
        "Bonferroni",
        "its level",
        "every p must pass alpha / k for k primary hypotheses",
        "Dunn (1961), Journal of the American Statistical Association 56, 52-64.",
    ),
}
_DIVERGED = {
    "composite": "It counts as the metric's failure value, such as chance accuracy, and is never left out; a metric "
    "without such a value gives no verdict where one arm lost more runs than another.",
    "conditional": "Its seed is left out, in every arm that is compared; claims about diverging itself keep it.",
}


def say_analysis(study: "Study") -> AnalysisInWords:
    """Say what the study chose."""
    correction, first, rule, source = _CORRECTIONS[study.analysis.multiplicity]
    return AnalysisInWords(correction, first, rule, _DIVERGED[study.analysis.divergence], source)


class Badge(NamedTuple):
    """A verdict as colour, shape and word."""

    kind: str
    shape: str

    @property
    def word(self) -> str:
        """What stands beside the shape."""
        return say_name(self.kind).capitalize()


BADGES = {
    kind: Badge(kind, shape)
    for kind, shape in {
        "supported": "✓",
        "refuted": "✕",
        "inconclusive": "?",
        "exploratory": "○",
        "not_run": "—",
    }.items()
}


def say_n(verdict: "Verdict", *, of: bool = False) -> str:
    """Return how many seeds were used, `of` those planned; where the estimate counts arms, how many of either.

    Of those planned, a claim that waits for runs has as many as have run, whether they give an estimate or not.
    """
    planned = f" of {verdict.n_planned}" * of
    if verdict.evidence.counted == "seeds" or not verdict.n_analysed:
        used = verdict.n_run if of and verdict.reason == "missing_runs" else verdict.n_analysed
        return f"{used}{planned}"
    held = [set(arm.seeds) for table in verdict.evidence.tables() for arm in table.arms.values()]
    return f"{verdict.n_analysed} arms ({len(set.intersection(*held))}{planned} seeds)"


def parts_of(verdict: "Verdict") -> "tuple[PartEffect, ...]":
    """Return what each part of a composite claim shows, by the intervals that decide, else at 95 %; else nothing."""
    supported = verdict.level is None or verdict.verdict == "supported"
    return part_effects(verdict.evidence, verdict.level or ORDINARY, supported=supported)


def effects_of(verdict: "Verdict") -> "tuple[PartEffect, ...]":
    """Return what a claim shows, of a composite claim part by part; nothing without an estimate.

    The interval is the one that decides; without such a one, that at 95 %.
    """
    evidence = verdict.evidence
    if verdict.estimate is None:
        return ()
    interval = verdict.verdict_interval or verdict.interval
    return parts_of(verdict) or (
        PartEffect(
            evidence.effect, evidence.unit, verdict.estimate, interval, verdict.region, evidence.sentence, evidence.null
        ),
    )


def say_why(verdict: "Verdict") -> str:
    """Return why there is no answer; empty if there is one, or none was to be given."""
    said = "not tested here, " if untested(verdict.reason) else ""
    return f"{said}{say_reason(verdict.reason)}" if verdict.reason else ""


def say_rule(region: "Region", unit: str, *, of_parts: bool = False) -> str:
    """Return what decides: which intervals support, and which refute; of a composite those of its parts."""
    if of_parts:
        return (
            "Every part must be true. Supported if the interval that decides lies where it is true for each; refuted "
            "if it lies wholly outside for one; otherwise inconclusive."
        )
    return (
        f"The claim is true for effects {say_region(region, unit)}. Supported if the whole verdict interval lies "
        "there; refuted if the whole of it lies outside; otherwise inconclusive."
    )
