"""Numbers as a page prints them, read back: `+0.27`, `1.66·10⁻⁹`, `[+5.46, +9.15] pp`, `above +2.00 pp`."""

import re
from math import inf
from typing import NamedTuple

_PLAIN = str.maketrans({"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": None, "+": None, ",": None})
_LOWERED = str.maketrans("\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "-0123456789")
_RAISED = "\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
NUMBER = rf"[+\N{{MINUS SIGN}}-]?\N{{MULTIPLICATION SIGN}}?(?:\d[\d,]*(?:\.\d+)?(?:·10[{_RAISED}]+)?|10[{_RAISED}]+|∞)"
"""One number, with sign or multiplication sign."""
_SPAN = re.compile(rf"\[({NUMBER}), ({NUMBER})\]")
_RELATIVE, _ABSOLUTE = 0.006, 0.011
"""What rounding moves a number of three digits by, and one with two digits behind the point."""


class Span(NamedTuple):
    """An interval or a region."""

    low: float
    high: float

    def inside(self, region: "Span") -> bool:
        """Tell whether all of it lies in a region, as far as rounded numbers tell."""
        low, high = region.low == self.low or _at_most(region.low, self.low), self.high == region.high
        return low and (high or _at_most(self.high, region.high))

    def outside(self, region: "Span") -> bool:
        """Tell whether all of it lies outside, as far as rounded numbers tell."""
        return _at_most(self.high, region.low) or _at_most(region.high, self.low)


def _at_most(low: float, high: float) -> bool:
    if inf in {abs(low), abs(high)}:
        return low <= high and low != high
    return low <= high + max(_ABSOLUTE, _RELATIVE * max(abs(low), abs(high)))


def read_number(text: str) -> float:
    """Return the number that a text is.

    Raises:
        ValueError: it is none.
    """
    signed = text.translate(_PLAIN)
    bare, sign = signed.lstrip("-"), -1 if signed.startswith("-") else 1
    digits, _, power = bare.rpartition("·")
    if bare == "∞":
        return sign * inf
    if power.startswith("10") and power[2:] and not power[2:].isascii():
        return sign * float(digits or 1) * 10.0 ** int(power[2:].translate(_LOWERED))
    return sign * float(bare)


def read_spans(text: str) -> list[Span]:
    """Return the intervals of a text, in order."""
    return [Span(read_number(low), read_number(high)) for low, high in _SPAN.findall(text)]


def read_region(text: str) -> Span | None:
    """Return a claim region told in words; None for other words."""
    found = [read_number(each) for each in re.findall(NUMBER, text)]
    if text == "anywhere":
        return Span(-inf, inf)
    match text.partition(" ")[0], found:
        case "above", [low]:
            return Span(low, inf)
        case "below", [high]:
            return Span(-inf, high)
        case "within", [size]:
            return Span(-size, size)
        case "between", [low, high]:
            return Span(low, high)
    return None
