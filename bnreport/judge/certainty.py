"""How far to trust a verdict: certainty starts high and falls by a level or two for each rule that applies.

Modelled on GRADE's domains. It stands beside the verdict and never alters it. What the scale of the networks allows to
say about the paper is directness, a word of its own that lowers nothing.

Source: Guyatt et al. (2008), BMJ 336, 924-926 (GRADE: what lowers the quality of evidence; observational studies start
at low, as studies without a lock do here).
"""

from math import inf, isfinite, log
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.formatting import say_list, say_region, say_span
from bnreport.hypotheses.shared.scale import distance
from bnreport.judge.answer import DECIDED, decide
from bnreport.judge.explanation import labelled
from bnreport.judge.failed_seeds import count_trained, lying_apart, unequally_lost
from bnreport.judge.parts import composite
from bnreport.stats.slack import Slack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.verdicts import Verdict
    from bnreport.stats.region import Interval, Region
    from bnreport.study.schema import Scale

Level = Literal["high", "moderate", "low", "very low"]
LEVELS: tuple[Level, ...] = ("high", "moderate", "low", "very low")
_ENOUGH_SEEDS = 5
_SMOKE = 3
"""Seeds up to which a study is a smoke test: its certainty is low at most."""
FEW_SEEDS = 10
"""Seeds up to which arms that fail on some seeds, and skewed effects, make false verdicts frequent."""
FALSE_OFTEN = "false in about 10 % of studies instead of 2.5 %"
"""How frequent. Source: our simulations, docs/false_verdicts.md."""
DIRECTNESS: "Mapping[Scale, str]" = {
    "paper": "direct: networks and budgets are the paper's",
    "reduced": "indirect: networks or budgets are smaller than the paper's",
    "toy": "none: a toy, which says nothing about the paper",
}
"""What a scale allows to say about the paper."""


def least(levels: "Iterable[Level]") -> Level:
    """Return the least certain of some levels."""
    return max(levels, key=LEVELS.index)


class Downgrade(NamedTuple):
    """One rule that applied."""

    domain: str
    """internal validity, imprecision or inconsistency."""
    why: str
    levels: int = 1

    @property
    def said(self) -> str:
        """`one level for imprecision`."""
        return f"{'one level' if self.levels == 1 else 'two levels'} for {self.domain}"


class Certainty(NamedTuple):
    """A level with its reasons."""

    level: Level
    downgrades: tuple[Downgrade, ...]

    def labelled(self, labels: "Mapping[str, str]") -> "Certainty":
        """Return it with arms as people read them."""
        return self._replace(downgrades=tuple(d._replace(why=labelled(d.why, labels)) for d in self.downgrades))


def certainty(verdicts: "tuple[Verdict, ...]", variants: "Mapping[str, Sensitivity]") -> "Mapping[str, Certainty]":
    """Return the certainty of every verdict that has an interval, by the hypothesis's name.

    Args:
        verdicts: what was judged.
        variants: the sensitivity of each.
    """
    return {
        verdict.hypothesis: _rate(verdict, variants.get(verdict.hypothesis))
        for verdict in verdicts
        if verdict.verdict_interval
    }


def _rate(verdict: "Verdict", variants: "Sensitivity | None") -> Certainty:
    found = (
        *_registered(verdict),
        *_untrained(verdict),
        *_few(verdict),
        *_undecided_or_close(verdict),
        *_apart(verdict),
        *_inconsistent(variants),
    )
    lost = sum(downgrade.levels for downgrade in found)
    return Certainty(LEVELS[min(lost, len(LEVELS) - 1)], found)


def _registered(verdict: "Verdict") -> "Iterator[Downgrade]":
    if verdict.registration.word == "unregistered":
        yield Downgrade("internal validity", "not pre-registered: no lock was written", 2)


def _untrained(verdict: "Verdict") -> "Iterator[Downgrade]":
    counts = count_trained(verdict.evidence)
    if unequally_lost(counts):
        said = say_list([f"{count.lost} of {count.runs} of {count.arm}" for count in counts])
        yield Downgrade("internal validity", f"runs that did not train: {said}")


def _few(verdict: "Verdict") -> "Iterator[Downgrade]":
    n, counted = verdict.n_analysed, verdict.evidence.counted
    if n < _ENOUGH_SEEDS:
        yield Downgrade("imprecision", f"{n} {counted}, fewer than {_ENOUGH_SEEDS}", 2 if n <= _SMOKE else 1)


def _undecided_or_close(verdict: "Verdict") -> "Iterator[Downgrade]":
    """Lower what is not decided, and what is decided near the bound by a wide interval."""
    interval = verdict.verdict_interval
    if interval is None or verdict.level is None:
        return
    if verdict.verdict not in DECIDED:
        yield Downgrade("imprecision", f"not decided: {_across(verdict.evidence, interval, verdict.region)}")
    elif _close(verdict.evidence, verdict.region, verdict.level, verdict.verdict):
        why = "the interval is wider than the margin, and half as wide again it would reach the bound"
        yield Downgrade("imprecision", why)


def _across(evidence: "Evidence", interval: "Interval", region: "Region") -> str:
    """Say what an interval holds that decides nothing."""
    if composite(evidence):
        return "the parts do not all lie where they must, and none wholly outside"
    unit = evidence.unit
    return f"{say_span(interval, unit)} holds effects on both sides of the bound, {say_region(region, unit)}"


def _close(evidence: "Evidence", region: "Region", level: float, answer: str) -> bool:
    """Tell whether a wide interval comes near the bound: of half-width h beyond the margin, within h / 2 of the bound.

    A margin of nothing is exceeded by any width. Of several claims each that decides is asked: all of those that must
    be true, and where one that is not true refutes the whole, the clearest of those.
    """
    estimate = evidence.estimate
    if isinstance(estimate, Slack):
        level = level if answer == "supported" else level / len(estimate.claims)
        parts = [part for part in evidence.parts if part.evidence.estimate is not None]
        deciding = [part for part in parts if _decided(part.evidence, part.region, level) == answer]
        close = [_close(part.evidence, part.region, level, answer) for part in deciding]
        return any(close) if answer == "supported" else all(close)
    if estimate is None:
        return False
    interval, unit = estimate.interval(level), evidence.unit
    ends = [end for end in region if isfinite(end) and not (unit == "ratio" and end <= 0)]
    half = _between(*interval, unit) / 2
    margin = min((distance(end, unit, evidence.null) for end in ends), default=0.0)
    gap = min((_between(side, end, unit) for side in interval for end in ends), default=inf)
    return margin < half and gap < half / 2


def _decided(evidence: "Evidence", region: "Region", level: float) -> str:
    return decide(evidence.estimate.interval(level), region) if evidence.estimate else ""


def _between(one: float, other: float, unit: str) -> float:
    """Return how far apart two effects are, ratios by their logarithms."""
    if unit == "ratio":
        return abs(log(one / other)) if one > 0 and isfinite(one) and other > 0 and isfinite(other) else inf
    return abs(one - other)


def _apart(verdict: "Verdict") -> "Iterator[Downgrade]":
    """Warn of a seed unlike the others: where an arm collapses now and then, some collapses are not seen."""
    if seeds := lying_apart(verdict.evidence):
        said = f"one seed lies apart from all others (seed {say_list([*map(str, seeds)])})"
        yield Downgrade("imprecision", f"{said}: where an arm collapses now and then, such verdicts are {FALSE_OFTEN}")


def _inconsistent(variants: "Sensitivity | None") -> "Iterator[Downgrade]":
    if variants is not None and variants.fragile:
        seeds = f"; it hangs on seed {', '.join(variants.flipping)}" if variants.flipping else ""
        yield Downgrade(
            "inconsistency", f"fragile: {variants.agreeing} of {len(variants.choices)} other analyses agree{seeds}"
        )
