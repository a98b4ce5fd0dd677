"""Effects of any unit on one axis, in lengths of their margin."""

from math import inf, isfinite, isnan, log, nan
from typing import TYPE_CHECKING

from bnreport.formatting import effect_unit, say_effect, say_span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.stats.region import Interval, Region

LINEAR = 6.0
"""Reach up to which the axis is linear throughout."""
BENT = " The axis is linear from \N{MINUS SIGN}2 to 2 and logarithmic beyond."
_MOST = 1000.0
_ROOM = 6


def say_brief(effect: float, interval: "Interval", unit: str) -> str:
    """Return an effect and its interval, with the unit once, and only if there is room for it beside the axis."""
    unit = unit if len(effect_unit(unit)) <= _ROOM else "1"
    return f"{say_effect(effect, unit, bare=True)} {say_span(interval, unit)}"


def in_margins(effect: float, unit: str, scale: float) -> float:
    """Return where an effect lies, in margins of length `scale`; of a ratio, its logarithm."""
    if unit == "ratio" and not isnan(effect):
        effect = log(effect) if effect > 0 else -inf
    return effect / scale


def reach_of(places: "Iterable[float]") -> float:
    """Return how far from 0 the axis must reach."""
    return min(max((abs(place) for place in places if isfinite(place)), default=2.0), _MOST)


def beyond(place: float) -> bool:
    """Tell whether a place lies farther out than any axis reaches."""
    return abs(place) > _MOST


def margin(region: "Region", interval: "Interval", *, ratio: bool) -> float:
    """Return the length that counts as 1: the larger finite bound, or the interval's half-width where that is 0."""
    bounds, ends = (tuple(map(_log, span)) if ratio else tuple(span) for span in (region, interval))
    bound = max((abs(end) for end in bounds if isfinite(end)), default=0.0)
    half = (ends[1] - ends[0]) / 2
    return bound if bound > 0 else half if isfinite(half) and half > 0 else 1.0


def _log(end: float) -> float:
    return nan if isnan(end) else log(end) if end > 0 else -inf
