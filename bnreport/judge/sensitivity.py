"""Would other defensible analyses have said the same? Declared variants, all shown; none ever changes the verdict.

Per hypothesis with a verdict interval: how the steps of a run become one number; the whole run, or what comes after,
instead of a declared window; the median over all columns instead of a named one; the raw or the ratio scale; an exact
sign-flip test; diverged seeds left out instead of counted as failures; half and twice the margin; each seed left out.
Every variant is judged at the verdict's own level. One that the kind of hypothesis has no option for, that means
nothing for its metric, or that leaves every number as it was, is no variant.

Another margin is another claim, so margins have no vote on whether a verdict is fragile. A seed left out costs
precision by design; it counts where the verdict hangs on it (`judge/influence`).

Source: Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11, 702-712
(multiverse analysis).
"""

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from bnreport.judge.analysis_variants import allowed, changed, changes
from bnreport.judge.answer import decide
from bnreport.judge.divergence import left_out
from bnreport.judge.influence import hangs_on_what_is_left_out
from bnreport.judge.variant import Variant
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Interval
from bnreport.stats.signflip import FEWEST, MOST, SignFlip
from bnreport.study.bind import bind, looks_of
from bnreport.study.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.judge.divergence import Policy
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.schema import Study

ENOUGH = 0.8
"""Share of the other analyses that must agree."""
SEED = "seed left out"
MARGIN = "margin"
MORE_SEEDS = "seeds"
"""Runs of a later look, which a claim that is decided does not wait for and another one asked for."""


@dataclass(frozen=True)
class Sensitivity:
    """A verdict among its variants."""

    judged: Variant
    """The analysis that gave the verdict."""
    variants: tuple[Variant, ...]

    @property
    def choices(self) -> tuple[Variant, ...]:
        """Variants of the analysis that gave an answer; other seeds and other margins have no vote."""
        return tuple(v for v in self.variants if v.family not in {SEED, MARGIN, MORE_SEEDS} and v.answer)

    @property
    def margins(self) -> tuple[Variant, ...]:
        """The claim with other margins."""
        return tuple(v for v in self.variants if v.family == MARGIN)

    @property
    def agreeing(self) -> int:
        """How many of the choices give the verdict's answer."""
        return sum(variant.answer == self.judged.answer for variant in self.choices)

    @property
    def flipping(self) -> tuple[str, ...]:
        """Seeds that the verdict hangs on: without one it changes direction, or is lost beyond what one seed costs."""
        return tuple(v.label for v in self.variants if v.influential)

    @property
    def range(self) -> Interval:
        """Smallest and largest estimate of all variants in the verdict's unit."""
        same = [v.estimate for v in (self.judged, *self.variants) if v.unit == self.judged.unit]
        found = [estimate for estimate in same if estimate is not None]
        return Interval(min(found), max(found))

    @property
    def fragile(self) -> bool:
        """Fewer than 80 % of the choices agree, or the verdict hangs on one seed."""
        return self.agreeing < ENOUGH * len(self.choices) or bool(self.flipping)


def sensitivity(study: "Study", results: "Results", verdicts: "tuple[Verdict, ...]") -> "Mapping[str, Sensitivity]":
    """Return the variants of every hypothesis that has a verdict interval, by its name."""
    return {v.hypothesis: _explore(study, results, v, v.level) for v in verdicts if v.level is not None}


def _explore(study: "Study", results: "Results", verdict: "Verdict", level: float) -> Sensitivity:
    evidence = verdict.evidence
    whole = results.first(verdict.seeds)
    test, policy = study.hypotheses[verdict.hypothesis].test, study.analysis.divergence
    bound = bind(study, test)
    seen = whole.without(left_out(bound, whole, policy))
    judged = Variant(
        "", "as judged", verdict.verdict, "", evidence.unit, verdict.region, verdict.estimate,
        verdict.verdict_interval, verdict.n_analysed,
    )  # fmt: skip
    found: list[Variant] = []
    for family, label, change in changes(seen):
        options = changed(bound, test.name, test.options, evidence, change)
        other = None if options is None else allowed(study, Choice(test.name, options))
        if other is not None:
            found.append(_analyse((family, label), other, other.evidence(seen), level))
    found += _sign_flips(judged, evidence, level)
    later = results.first(looks_of(study, test)[-1])
    every = bound.evidence(later.without(left_out(bound, later, policy)))
    found.append(_analyse((MORE_SEEDS, "every seed that is stored"), bound, every, level))
    for family, label, left in _subsets(bound, whole, policy):
        without = bound.evidence(left)
        carries = family == SEED and hangs_on_what_is_left_out(judged, without, level)
        found.append(_analyse((family, label), bound, without, level)._replace(influential=carries))
    return Sensitivity(judged, tuple(variant for variant in found if variant.numbers != judged.numbers))


def _analyse(name: tuple[str, str], test: "Test", evidence: "Evidence", level: float) -> Variant:
    estimate = evidence.estimate
    if estimate is None or evidence.reason:
        return Variant(*name, None, evidence.reason or "invalid", evidence.unit, test.region)
    interval = estimate.interval(level)
    answer = decide(interval, test.region)
    return Variant(*name, answer, "", evidence.unit, test.region, estimate.value, interval, estimate.n)


def _sign_flips(judged: Variant, evidence: "Evidence", level: float) -> list[Variant]:
    """Return the exact test of the same mean, where so few seeds can decide at all."""
    ratio = isinstance(evidence.estimate, Ratio)
    effects = tuple(map(log, evidence.effects)) if ratio else evidence.effects
    exact = SignFlip(effects)
    if not isinstance(evidence.estimate, Mean | Ratio) or not FEWEST <= exact.n <= MOST:
        return []
    if not exact.decides(level):
        return []
    low, high = exact.interval(level)
    value = exact.value
    if ratio:
        low, high, value = exp(low), exp(high), exp(value)
    interval = Interval(low, high)
    answer = decide(interval, judged.region)
    label = "sign-flip test, Hodges\N{EN DASH}Lehmann"
    return [judged._replace(family="test", label=label, answer=answer, estimate=value, interval=interval)]


def _subsets(test: "Test", results: "Results", policy: "Policy") -> "Iterator[tuple[str, str, Results]]":
    """Yield the runs under the other divergence policy, and without each seed in turn."""
    only = results.without(left_out(test, results, "conditional"))
    if only.runs != results.runs:
        if policy == "conditional":
            yield "divergence", "diverged runs count as failures", results
        else:
            yield "divergence", "only seeds that trained in every arm", only
    seen = only if policy == "conditional" else results
    for seed in sorted(set.intersection(*(set(seen.of(need.arm)) for need in test.needs()))):
        yield SEED, str(seed), seen.without({seed})
