"""Estimates of one effect from several experiments, joined by random effects."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from bnreport.stats import special
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FEWEST_POOLED = 4
"""Experiments below which the spread between them is anybody's guess, and nothing is pooled."""
FEWEST_PREDICTED = 5
"""Experiments from which the effect in another one is predicted."""


@dataclass(frozen=True)
class RandomEffects:
    """The mean of the effects that experiments like these have, and how far those lie apart.

    With weights w = 1 / (error² + tau²), value is the weighted mean of the estimates, tau² is DerSimonian and Laird's,
    and error² = max(1, q) / sum(w), q = sum(w (estimate - value)²) / (k - 1): Hartung and Knapp's, whose factor never
    shortens the interval.

    Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188; Knapp & Hartung (2003), Statistics in
    Medicine 22, 2693-2710; Rover, Knapp & Friede (2015), BMC Medical Research Methodology 15, 99 (factor at least 1).
    """

    value: float
    """Mean over experiments, in the unit of the estimates."""
    error: float
    """Its standard error."""
    tau: float
    """Standard deviation of the effects between experiments."""
    k: int
    """Experiments."""

    @classmethod
    def of(cls, estimates: "ArrayLike", errors: "ArrayLike") -> "RandomEffects":
        """Join one estimate per experiment.

        Args:
            estimates: (k,), k of 2 or more; independent of one another. Ratios as logarithms.
            errors: (k,), their standard errors, positive.
        """
        effects, within = np.asarray(estimates, np.float64), np.asarray(errors, np.float64) ** 2
        k, fixed = len(effects), 1 / within
        excess = float(fixed @ (effects - np.average(effects, weights=fixed)) ** 2) - (k - 1)
        between = max(0.0, excess / float(fixed.sum() - (fixed**2).sum() / fixed.sum()))
        weights = 1 / (within + between)
        value = float(np.average(effects, weights=weights))
        factor = max(1.0, float(weights @ (effects - value) ** 2) / (k - 1))
        return cls(value, sqrt(factor / float(weights.sum())), sqrt(between), k)

    def interval(self, alpha: float) -> Interval:
        """Return value ± t(1 - alpha/2, k - 1) error: where the mean over experiments lies."""
        return self._about(self.error, self.k - 1, alpha)

    def prediction(self, alpha: float) -> Interval:
        """Return value ± t(1 - alpha/2, k - 2) sqrt(tau² + error²): where the effect in another experiment lies.

        Source: Higgins, Thompson & Spiegelhalter (2009), Journal of the Royal Statistical Society A 172, 137-159.
        """
        return self._about(sqrt(self.tau**2 + self.error**2), self.k - 2, alpha)

    def _about(self, error: float, freedom: int, alpha: float) -> Interval:
        half = -float(special.stdtrit(freedom, alpha / 2)) * error
        return Interval(self.value - half, self.value + half)
