"""Numbers as people read them: percent and percentage points, ratios, a true minus sign."""

from math import inf, isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnreport.stats.region import Interval, Region

NOTHING = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")


def _short(value: float, sign: str = "") -> str:
    return _minus(f"{value:{sign}.3g}")


def unit_of(unit: str) -> str:
    """Return the unit as it stands behind a value: `%`, `nat`, nothing for a pure number."""
    return {"fraction": "%", "1": "", "ratio": ""}.get(unit, unit)


def say_value(value: float | None, unit: str) -> str:
    """Return one measured value with its unit; a dash where there is none."""
    if value is None or isnan(value):
        return NOTHING
    if abs(value) == inf:
        return _minus("-∞" if value < 0 else "∞")
    if unit == "fraction":
        return _minus(f"{100 * value:.1f} %")
    return f"{_short(value)} {unit_of(unit)}".rstrip()


def say_effect(value: float | None, unit: str, *, bare: bool = False) -> str:
    """Return a difference with sign and unit, or a ratio with its multiplication sign; `bare` leaves the unit out."""
    if value is None or isnan(value):
        return NOTHING
    if unit == "ratio":
        return _TIMES + (_short(value) if value < inf else "∞")
    if abs(value) == inf:
        return _minus("-∞" if value < 0 else "+∞")
    number = _minus(f"{100 * value:+.2f}") if unit == "fraction" else _short(value, "+")
    return number if bare else f"{number} {effect_unit(unit)}".rstrip()


def effect_unit(unit: str) -> str:
    """Return the unit of a difference: percentage points for fractions."""
    return "pp" if unit == "fraction" else unit_of(unit)


def say_span(interval: "Interval | None", unit: str) -> str:
    """Return an interval as `[low, high] unit`."""
    if interval is None:
        return NOTHING
    low, high = (say_effect(end, unit, bare=True) for end in interval)
    return f"[{low}, {high}] {effect_unit(unit)}".rstrip()


def say_region(region: "Region", unit: str) -> str:
    """Return the claim region in words: `above +2.00 pp`, `within ±1.00 pp`."""
    low, high = region
    if low == -inf and high == inf:
        return "anywhere"
    if high == inf:
        return f"above {say_effect(low, unit)}"
    if low == -inf:
        return f"below {say_effect(high, unit)}"
    if low == -high and unit != "ratio":
        return f"within ±{say_effect(high, unit).lstrip('+')}"
    return f"between {say_effect(low, unit)} and {say_effect(high, unit)}"
