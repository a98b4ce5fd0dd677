"""One number per seed of one arm, and how it is read off a run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bnreport.registry import Reduce
from bnreport.results.metric import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Measure(NamedTuple):
    """How one number is read off a run: which metric, over which steps, aggregated how."""

    metric: str
    reduce: Reduce = "final"
    window: tuple[int, int] | None = None
    """First and last step that count, both included; None for the whole run."""


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
