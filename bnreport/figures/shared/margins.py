"""Effects of any unit on one axis, in lengths of their margin."""

from dataclasses import dataclass
from math import inf, isfinite, isnan, log, nan
from typing import TYPE_CHECKING

from bnreport.figures.shared.style import VERDICTS
from bnreport.formatting import say_effect, say_span
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from collections.abc import Iterable

LINEAR = 6.0
"""Reach up to which the axis is linear throughout."""
BENT = " The axis is linear from \N{MINUS SIGN}2 to 2 and logarithmic beyond."
_MOST = 1000.0


@dataclass(frozen=True)
class MarginRow:
    """One effect, with what it is compared with."""

    label: str
    answer: str
    """supported, refuted, inconclusive, exploratory or not_run; where there is none, why."""
    unit: str
    scale: float
    """Length of one margin, in the effect's unit; of a ratio, in its logarithm."""
    estimate: float
    """NaN where there is none."""
    interval: Interval
    region: Region

    @property
    def style(self) -> tuple[str, str]:
        """Colour and shape of the answer."""
        return VERDICTS.get(self.answer, VERDICTS["not_run"])

    def at(self, effect: float) -> float:
        """Return where an effect lies, in margins; of a ratio, its logarithm."""
        return (_log(effect) if self.unit == "ratio" else effect) / self.scale

    def span(self, ends: "Interval | Region") -> Interval:
        """Return where an interval lies, in margins."""
        return Interval(*map(self.at, ends))


def say_brief(effect: float, interval: "Interval", unit: str) -> str:
    """Return an effect and its interval, with the unit once."""
    return f"{say_effect(effect, unit, bare=True)} {say_span(interval, unit)}"


def reach_of(positions: "Iterable[float]") -> float:
    """Return how far from 0 the axis must reach."""
    return min(max((abs(position) for position in positions if isfinite(position)), default=2.0), _MOST)


def margin(region: "Region", interval: "Interval", unit: str) -> float:
    """Return the length that counts as 1: the larger finite bound, or the interval's half-width where that is 0."""
    bounds, ends = (tuple(map(_log, span)) if unit == "ratio" else tuple(span) for span in (region, interval))
    bound = max((abs(end) for end in bounds if isfinite(end)), default=0.0)
    half = (ends[1] - ends[0]) / 2
    return bound if bound > 0 else half if isfinite(half) and half > 0 else 1.0


def _log(end: float) -> float:
    return nan if isnan(end) else log(end) if end > 0 else -inf
