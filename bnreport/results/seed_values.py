"""One number per seed of one arm, and how it is read off a run."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.errors import SpecError
from bnreport.registry import Better, Reduce
from bnreport.results.metric import Metric
from bnreport.results.window import Unread, Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Measure(NamedTuple):
    """How one number is read off a run: which metric, over which steps, aggregated how."""

    metric: str
    reduce: Reduce = "final"
    window: Window | None = None
    """Steps that count; None for the whole run."""
    better: Better | None = None
    """What the claim calls better; None: what the metric does."""
    independent: bool = False
    """Whether arms are independent samples: a run that diverged is a failure, and places the window of no other arm."""

    def seen(self, metric: Metric | None) -> Metric | None:
        """Return the metric with the direction that the claim gives it."""
        return metric if metric is None or self.better is None else replace(metric, better=self.better)

    def reduced(self, values: "NDArray[np.float64]", better: Better | None) -> "NDArray[np.float64]":
        """Reduce (t,) or (t, k) readings, one at least, over their steps.

        Raises:
            SpecError: `best` where neither direction is better.
        """
        if self.reduce == "final":
            last: NDArray[np.float64] = values[-1]
            return last
        if self.reduce != "best":
            return np.asarray(getattr(np, self.reduce)(values, axis=0))
        if better is None:
            raise SpecError([f"{self.metric} has no better direction, so `best` means nothing. Use min, max or mean."])
        return np.asarray(values.min(axis=0) if better == "lower" else values.max(axis=0))


@dataclass(frozen=True)
class SeedValues:
    """One number per seed of one arm."""

    seeds: tuple[int, ...]
    values: "NDArray[np.float64]"
    """(n,); NaN where the run has no such number."""
    diverged: "NDArray[np.bool_]"
    """(n,); True where the run diverged and `values` holds the metric's failure value."""
    metric: Metric
    censored: "NDArray[np.bool_] | None" = None
    """(n,); True where `values` holds when the wait ended, not what was waited for; None where nothing was."""
    failures: "NDArray[np.float64] | None" = None
    """(n,); what each run counts as, or would, had it diverged: NaN where that is unknown; None for the metric's."""
    unread: "Mapping[int, Unread]" = field(default_factory=dict)
    """By seed, why the window has no number of it."""
