"""Seeds that are not like the others: runs that did not train, and one effect that lies apart.

On few seeds either may mean that an arm collapses now and then. A mean over the seeds then errs far more often than its
interval says, and no test of means avoids it.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.results import SeedValues

_COLLAPSED = 0.1
"""Share of the way from the failure value to the best run, up to which a finished run counts as collapsed."""
_APART = {3: 0.970, 4: 0.829, 5: 0.710, 6: 0.625, 7: 0.568, 8: 0.526, 9: 0.493, 10: 0.466}
"""By number of seeds, the largest gap at an end over the whole range that 95 % of normal samples do not exceed."""


class Trained(NamedTuple):
    """How many runs of one arm trained."""

    arm: str
    metric: str
    """Which collapse is told by."""
    runs: int
    diverged: int
    collapsed: int

    @property
    def lost(self) -> int:
        """How many did not."""
        return self.diverged + self.collapsed

    @property
    def trained(self) -> int:
        """How many did."""
        return self.runs - self.lost


def count_trained(evidence: "Evidence") -> tuple[Trained, ...]:
    """Count the runs of every arm that is compared, once for each metric in which other runs of it collapsed.

    What is about diverging itself is left out: its test counts.
    """
    found: dict[str, dict[tuple[int, int, int], Trained]] = {}
    for table in evidence.tables(values_only=True):
        for name, arm in table.arms.items():
            compared = [each for each in table.arms.values() if each.metric.name == arm.metric.name]
            collapsed = int((~arm.diverged & _near_failure(arm, compared)).sum())
            count = Trained(name, arm.metric.name, len(arm.seeds), int(arm.diverged.sum()), collapsed)
            found.setdefault(name, {}).setdefault(count[2:], count)
    return tuple(count for counts in found.values() for count in counts.values())


def unequally_lost(counts: "Iterable[Trained]") -> bool:
    """Tell whether arms lost unlike shares of their runs, and some arm a part of them: all of one is no accident."""
    shares = {count.lost / count.runs for count in counts if count.runs}
    return len(shares) > 1 and not shares <= {0.0, 1.0}


def _near_failure(arm: "SeedValues", compared: "list[SeedValues]") -> "NDArray[np.bool_]":
    """Return (n,): True where a run ended hardly better than its failure value, measured by the best run compared."""
    if arm.metric.better is None or arm.censored is not None:  # a wait that ended is no collapse
        return np.zeros(len(arm.seeds), dtype=bool)
    gains = _gains(arm)
    best = max((float(np.nanmax(_gains(each), initial=0.0)) for each in compared), default=0.0)
    return np.asarray(gains <= _COLLAPSED * best, dtype=bool)


def _gains(arm: "SeedValues") -> "NDArray[np.float64]":
    """Return (n,): by how much each run is better than its own failure value; NaN without one."""
    failures = np.array([arm.metric.failure], dtype=np.float64) if arm.failures is None else arm.failures
    side = 1 if arm.metric.better == "higher" else -1
    gains: NDArray[np.float64] = side * (arm.values - failures)
    return gains


def lying_apart(evidence: "Evidence") -> tuple[int, ...]:
    """Return the seeds, at most one in each part of the claim, whose effect lies apart from all others.

    Of ratios their logarithms. Up to ten seeds: of more, one moves the mean little.
    """
    found = (_apart(table.seeds, table.effects, table.unit) for table in evidence.tables(values_only=True))
    return tuple(sorted({seed for seed in found if seed is not None}))


def _apart(seeds: "Sequence[int]", effects: "Sequence[float]", unit: str) -> int | None:
    """Return the seed at the wider gap of the two ends, where it exceeds Dixon's critical value.

    gap / range > Q(n), two-sided at 5 %. Where all others are equal, such as shares of few layers, there is no spread
    to lie apart from.

    Source: Dixon (1950), Annals of Mathematical Statistics 21, 488-506 (r10); Rorabacher (1991), Analytical Chemistry
    63, 139-146, table 2 (critical values).
    """
    values = np.asarray(effects)
    values = np.log(values) if unit == "ratio" and (values > 0).all() else values
    if len(values) != len(seeds) or len(values) not in _APART or not np.isfinite(values).all():
        return None
    order = np.argsort(values)
    low, second, *_ = values[order]
    *_, next_to_high, high = values[order]
    gap, whole = max(second - low, high - next_to_high), high - low
    if gap <= _APART[len(values)] * whole or gap == whole:
        return None
    return seeds[int(order[0] if second - low > high - next_to_high else order[-1])]
