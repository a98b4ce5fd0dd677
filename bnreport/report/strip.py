"""An effect and its interval on a strip as wide as a table's cell, in lengths of its margin: one row a part."""

from math import inf, isfinite, log10
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.shared.margins import MarginRow, margin
from bnreport.judge.answer import decide
from bnreport.judge.wording import effects_of
from bnreport.stats.region import NO_INTERVAL, Interval, Region

if TYPE_CHECKING:
    from collections.abc import Callable

    from bnreport.judge.parts import PartEffect
    from bnreport.judge.verdicts import Verdict

WIDTH, ROW = 240, 20
_ZERO, _MARGIN = 96.0, 34.0
"""Where no difference stands, and the length of a margin, in CSS pixels."""
_DECADE = 38.0
"""Length of a factor of ten beyond one margin: the strip is linear within and logarithmic beyond."""


class StripRow(NamedTuple):
    """One effect; places in CSS pixels from the left."""

    kind: str
    """What it decides: its claim's verdict, of a claim of many parts `supported`, `refuted` or `inconclusive`."""
    y: int
    low: float
    high: float
    at: float
    region: tuple[float, float]
    ends: tuple[float, ...]
    """The region's bounds, where they are on the strip."""
    goes_on: tuple[bool, bool]
    """Whether the interval leaves the strip, to the left and to the right."""
    name: str
    """Of many, which part it is."""


class Strip(NamedTuple):
    """What a table's cell shows of a claim."""

    kind: str
    """Its verdict."""
    rows: tuple[StripRow, ...]
    label: str
    """What it shows, in words."""
    width: int = WIDTH
    zero: float = _ZERO

    @property
    def height(self) -> int:
        """In CSS pixels."""
        return ROW * len(self.rows)


def strip(verdict: "Verdict", label: str, say: "Callable[[str], str]" = str) -> Strip | None:
    """Lay a claim's effect, or those of its parts, beside no difference and margin; None without an interval.

    Args:
        verdict: on the claim.
        label: what it shows, in words.
        say: turns what a claim's kind wrote into what people read.
    """
    parts = [part for part in effects_of(verdict) if part.interval and part.estimate is not None]
    if not parts:
        return None
    alone = len(parts) == 1
    kinds = [verdict.verdict if alone else _kind(verdict, part) for part in parts]
    names = ["" if alone else say(part.effect) for part in parts]
    rows = map(_row, range(len(parts)), parts, kinds, names)
    return Strip(verdict.verdict, tuple(rows), label)


def _kind(verdict: "Verdict", part: "PartEffect") -> str:
    """Return what the interval of one part decides, where any does."""
    if verdict.level is None or part.interval is None:
        return verdict.verdict
    return decide(part.interval, part.region)


def _row(index: int, part: "PartEffect", kind: str, name: str) -> StripRow:
    interval, effect = part.interval or NO_INTERVAL, part.null if part.estimate is None else part.estimate
    shift = 0.0 if part.unit == "ratio" else part.null
    bounds, moved = Region(*(end - shift for end in part.region)), Interval(*(end - shift for end in interval))
    scale = margin(bounds, moved, part.unit)
    own = MarginRow("", "", part.unit, scale, effect - shift, moved, bounds)
    low, high, at = (_place(own.at(end)) for end in (*moved, effect - shift))
    start, stop = (_place(own.at(end)) for end in bounds)
    return StripRow(
        kind=kind,
        y=ROW * index + ROW // 2,
        low=_within(low),
        high=_within(high),
        at=_within(at),
        region=(_within(start), _within(stop)),
        ends=tuple(end for end in (start, stop) if 0 <= end <= WIDTH),
        goes_on=(low < 0, high > WIDTH),
        name=name,
    )


def _place(margins: float) -> float:
    """Return where so many margins lie."""
    if not isfinite(margins):
        return -inf if margins < 0 else inf
    size = abs(margins)
    way = _MARGIN * size if size <= 1 else _MARGIN + _DECADE * log10(size)
    return round(_ZERO + (way if margins > 0 else -way), 1)


def _within(place: float) -> float:
    return min(max(place, 0.0), float(WIDTH))
