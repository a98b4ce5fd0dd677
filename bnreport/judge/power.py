"""What a study can resolve, before anything is trained: minimum detectable effects against margins.

One question for each kind, at 80 % power, normal effects with the given SD over seeds, and the level at which Holm's
procedure starts: alpha / K for K primary hypotheses. With several looks, seeds and alpha are those of the last one.

- noninferiority: if the arms are equal, will the claim be supported? The truth lies one margin above the bound.
- superiority, interaction, trend, time_to_threshold: the margin is the largest effect that would not matter. If there
  is no effect, will the claim be refuted (and, as far on the other side: will twice the margin be supported)? With
  no margin there is no such question: no absence of effect refutes the claim.
- equivalence, and a trend claimed to be absent: if there is no effect, will the claim be supported? Both bounds must be
  cleared, so the resolved margin is larger than the minimum detectable effect from one bound.

On the ratio scale all of it is asked of log-ratios. An SD measured on few seeds is itself uncertain: at n = 5 the true
one is up to 2.9 times as large (95 %).

Source: Cohen (1988), Statistical Power Analysis, 2nd ed., section 2.5; Phillips (1990).
"""

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.errors import SpecError
from bnreport.hypotheses.shared.scale import distance, mirrored, null
from bnreport.stats.bracket import Bracketed
from bnreport.stats.mean import Mean, Ratio, ratio_of
from bnreport.stats.tost import resolvable, sides
from bnreport.study.bind import bind, looks_of
from bnreport.study.families import families

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.judge.registered import Lost
    from bnreport.results import Results
    from bnreport.study.schema import Study

FEWEST = 3
"""Paired seeds from which a measured SD is taken."""
MOST = 1000
"""Seeds that a study may have."""


class Spread(NamedTuple):
    """A standard deviation over seeds of the per-seed effect, log-ratios on the ratio scale."""

    sd: float
    source: Literal["declared", "measured"]
    n: int = 0
    """Seeds that it was measured on; 0 if declared."""


@dataclass(frozen=True)
class Power:
    """What the planned seeds resolve of a primary hypothesis; of ratios, distances are factors."""

    hypothesis: str
    alpha: float
    """Of the first Holm step, at the last look; twice that for two one-sided tests."""
    primary: int
    """K of its family, by which Holm divides."""
    n: int
    """Seeds of its experiment at the last look."""
    unit: str = ""
    """Of the effect; empty before a run has told it."""
    margin: float | None = None
    """Distance from no effect to the bound."""
    spread: Spread | None = None
    """None: unknown, or not applicable."""
    mde: float | None = None
    """Distance from a bound that is detected with 80 % power."""
    resolves: float | None = None
    """Smallest margin of which the question above is answered with 80 % power: the MDE, or for equivalence more."""
    seeds: int | None = None
    """Fewest seeds that resolve the margin; None if more than 1,000, or unknown."""
    reason: str = ""
    """Why power means nothing here, or why the SD is not known."""
    applicable: bool = True
    opposite_alone: bool = False
    """Whether nothing but the opposite effect refutes the claim, or some part of it, where power means nothing."""

    @property
    def ratio(self) -> float | None:
        """Smallest resolved margin over the margin: above 1 it cannot be resolved."""
        if self.resolves is None or self.margin is None or self.no_margin:
            return None
        return distance(self.resolves, self.unit) / distance(self.margin, self.unit)

    @property
    def no_margin(self) -> bool:
        """Whether the margin is no difference at all, so that no absence of effect refutes the claim."""
        return self.margin is not None and distance(self.margin, self.unit) == 0


def powers(study: "Study", results: "Results | None" = None, lost: "Iterable[Lost]" = ()) -> tuple[Power, ...]:
    """Return the power of every primary hypothesis, in the study's order.

    Args:
        study: as resolved for a profile.
        results: runs to measure SDs on, where none is declared; None measures nothing.
        lost: claims that keep a place in their family though nothing can be measured of them.
    """
    sizes = {name: family.size for family in families(study, [each.family for each in lost]) for name in family.members}
    primary = [name for name, each in study.hypotheses.items() if each.primary]
    return tuple(_power(name, study, study.seeds.alpha[-1] / sizes[name], sizes[name], results) for name in primary)


def _power(name: str, study: "Study", alpha: float, count: int, results: "Results | None") -> Power:
    hypothesis = study.hypotheses[name]
    test, n = bind(study, hypothesis.test), looks_of(study, hypothesis.test)[-1]
    if test.no_power:
        alone = _opposite_alone(test)
        return Power(name, alpha, count, n, reason=test.no_power, applicable=False, opposite_alone=alone)
    alpha *= 2 / sides(test.region, study.analysis.equivalence)
    setting = (alpha, count, n)
    ratio = test.scale == "ratio"
    bound = test.region.low
    margin = max(bound, mirrored(bound, test.scale))
    both = test.region.high < inf
    measured, unit, reason = _measured(test, results)
    unit = "ratio" if ratio else unit
    spread = Spread(hypothesis.expected_sd, "declared") if hypothesis.expected_sd else measured
    if spread is None:
        return Power(name, *setting, unit, margin, reason=reason)
    fewest = _fewest(spread.sd, distance(margin, unit), alpha, both=both)
    if n < 2:  # noqa: PLR2004  (one seed has no variance)
        return Power(name, *setting, unit, margin, spread, inf, inf, fewest)
    lengths = (_resolves(n, spread.sd, alpha, both=each) for each in (False, both))
    mde, resolves = (ratio_of(each) if ratio else each for each in lengths)
    return Power(name, *setting, unit, margin, spread, mde, resolves, fewest)


def _opposite_alone(test: "Test") -> bool:
    """Tell whether the claim region of a test, or of a part, begins at no effect, so that none decides nothing."""
    if test.parts:
        return any(_opposite_alone(part) for _, part in test.parts)
    return test.region.low == null(test.scale) and test.region.high == inf


def _resolves(n: int, sd: float, alpha: float, *, both: bool) -> float:
    """Return the smallest margin that n seeds resolve."""
    mean = Mean(0.0, sd, n)
    return resolvable(n - 1, alpha) * mean.error if both else mean.mde(alpha)


def _fewest(sd: float, margin: float, alpha: float, *, both: bool) -> int | None:
    """Return the fewest seeds that resolve the margin, by bisection: more seeds never resolve less."""
    low, high = 1, MOST
    if not margin or _resolves(high, sd, alpha, both=both) > margin:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _resolves(middle, sd, alpha, both=both) <= margin else (middle, high)
    return high


def _measured(test: "Test", results: "Results | None") -> tuple[Spread | None, str, str]:
    """Return the SD that the runs show, the unit, and why there is no SD."""
    if results is None:
        return None, "", ""
    try:
        evidence = test.evidence(results)
    except SpecError as error:
        return None, "", str(error)
    estimate = evidence.estimate
    mean = estimate.log if isinstance(estimate, Ratio | Bracketed) else estimate
    if not isinstance(mean, Mean):
        return None, evidence.unit, evidence.reason
    if mean.n < FEWEST:
        return None, evidence.unit, f"measured on {mean.n} seeds, and {FEWEST} are needed"
    return Spread(mean.sd, "measured", mean.n), evidence.unit, ""
