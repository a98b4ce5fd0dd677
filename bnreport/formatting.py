"""Numbers as people read them: percent and percentage points, ratios, a true minus sign."""

from collections.abc import Collection
from math import floor, inf, isnan, log10

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_TIMES = "\N{MULTIPLICATION SIGN}"
_RAISED = str.maketrans("-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_NEAR = 0.1
"""To 1: a ratio is then told by its distance from it, to so many digits behind the point."""
_FAR = 2.0
"""From 1: a ratio whose interval reaches farther is told in times, however near it is itself."""
_DIGITS = 4
_THREE = 3
"""Digits that `say_number` gives."""
_WRITTEN_OUT = 6
"""Powers of ten below it are."""
_SMALLEST_P = 0.001


def minus(text: str) -> str:
    """Return a number's text with a true minus sign."""
    return text.replace("-", MINUS)


def say_number(value: float, sign: str = "") -> str:
    """Return three significant digits: 2,080 and 1.66·10⁻⁹ instead of 2.08e+03 and 1.66e-09."""
    text = f"{value:{sign}.3g}"
    digits, e, power = text.partition("e")
    if not e:
        return minus(text)
    if 0 < int(power) < _WRITTEN_OUT:
        return minus(f"{float(text):{sign},.0f}")
    one = digits.lstrip("+-") == "1"
    return minus(f"{digits.removesuffix('1') if one else digits + '·'}{raised(int(power))}")


def raised(power: int) -> str:
    """Return a power of ten, such as 10⁻⁹."""
    return f"10{str(power).translate(_RAISED)}"


def unit_of(unit: str) -> str:
    """Return the unit as it stands behind a value: `%`, `nat`, nothing for a pure number, `per step` for its slope."""
    return {"fraction": "%", "1": "", "ratio": ""}.get(unit, unit.removeprefix("1 "))


def headed(title: str, unit: str, *, effect: bool = False) -> str:
    """Return a title with its unit, or that of an effect, in brackets; alone where it is of a pure number."""
    said = ("ratio" if unit == "ratio" else effect_unit(unit)) if effect else unit_of(unit)
    return f"{title} ({said})" if said else title


def times(unit: str) -> float:
    """Return what a number is multiplied by where people read it: 100 for fractions, and for what is one per step."""
    return 100.0 if unit.partition(" per ")[0] == "fraction" else 1.0


def say_value(value: float | None, unit: str) -> str:
    """Return one measured value with its unit; a dash where there is none."""
    if value is None or isnan(value):
        return NOTHING
    if abs(value) == inf:
        return minus("-∞" if value < 0 else "∞")
    if unit == "fraction":
        text = f"{100 * value:.1f}"
        whole = float(text) in {0.0, 100.0} and value not in {0.0, 1.0}  # 99.95 % is not all
        return minus(f"{100 * value:.4g} %" if whole else f"{text} %")
    return f"{say_number(value)} {unit_of(unit)}".rstrip()


def say_level(value: float, unit: str) -> str:
    """Return a level that somebody set, to the digits that they gave it: `40 %`, `0.5`."""
    return f"{100 * value:g} %" if unit == "fraction" else f"{value:g} {unit_of(unit)}".rstrip()


def say_effect(value: float | None, unit: str, *, bare: bool = False) -> str:
    """Return a difference with sign and unit, or a ratio with its multiplication sign; `bare` leaves the unit out."""
    if value is None or isnan(value):
        return NOTHING
    value += 0.0  # no minus before zero
    if unit == "ratio":
        return _TIMES + (_ratio(value) if value < inf else "∞")
    if abs(value) == inf:
        return minus("-∞" if value < 0 else "+∞")
    number = minus(f"{100 * value:+.2f}") if times(unit) > 1 else say_number(value, "+")
    return number if bare else f"{number} {effect_unit(unit)}".rstrip()


def say_size(effect: float, unit: str, null: float, *, percent: bool = False, digits: int = 2) -> tuple[bool, str, str]:
    """Say how far an effect is from no difference; a ratio below 1 by its reciprocal.

    Args:
        effect: finite or not.
        unit: of the effect; fractions are told in points.
        null: the effect that means no difference.
        percent: whether a ratio is told in percent and not in times.
        digits: how many are significant.

    Returns:
        Whether it lies above no difference, the number and its unit: `23` and ` points`, `8.5` and ` times`.
    """
    above = effect >= null
    if unit != "ratio":
        number = say_briefly(times(unit) * abs(effect - null), digits)
        point = "point" if number == "1" else "points"
        bare = unit.partition(" per ")[0]
        return above, number, {"fraction": f" {point}", "1": "", "": ""}.get(bare, f" {bare}")
    if percent:
        return above, say_briefly(100 * abs(effect - 1), digits), " %"
    return above, say_briefly(effect if above else 1 / effect if effect > 0 else inf, digits), " times"


def near_one(effect: float, ends: "Collection[float]" = ()) -> bool:
    """Tell whether a ratio is told in percent: if it is near 1, and its interval not far from it."""
    return 1 / (1 + _NEAR) < effect < 1 + _NEAR and all(1 / _FAR < end < _FAR for end in ends)


def say_briefly(value: float, digits: int = 2) -> str:
    """Return two significant digits, or so many, and one more from 1 to 2: 23, 1.44, 62,000, 1.2·10⁻⁹."""
    if abs(value) == inf:
        return minus("-∞" if value < 0 else "∞")
    more = 1 <= abs(value) < 2  # noqa: PLR2004  (1.4 and 1.5 are far apart as ratios)
    text = f"{value:.{digits + more}g}"
    return say_number(float(text)) if digits + more <= _THREE or "e" in text else minus(text)


def say_distance(value: float | None, unit: str) -> str:
    """Return how far apart two effects are, or the factor between two ratios; shares differ by 100 points at most."""
    if value is not None and unit == "fraction" and value > 1:
        return "more than shares can differ"
    return say_effect(value, unit).lstrip("+")


def _ratio(value: float) -> str:
    """Return three digits, near 1 of the distance from it: a bound of 1.004 is not 1."""
    if not 0 < abs(value - 1) < _NEAR:
        return say_number(value)
    return f"{value:.{min(2 - floor(log10(abs(value - 1))), _DIGITS)}f}".rstrip("0").rstrip(".")


def effect_unit(unit: str) -> str:
    """Return the unit of a difference: percentage points for fractions, `pp per doubling` for their slopes."""
    return unit.replace("fraction", "pp", 1) if times(unit) > 1 else unit_of(unit)


def say_span(interval: tuple[float, float] | None, unit: str) -> str:
    """Return an interval as `[low, high] unit`."""
    if interval is None:
        return NOTHING
    low, high = (say_effect(end, unit, bare=True) for end in interval)
    return f"[{low}, {high}] {effect_unit(unit)}".rstrip()


def say_region(region: tuple[float, float], unit: str) -> str:
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


def say_p(p: float | None) -> str:
    """Return a probability to three decimals."""
    if p is None or isnan(p):
        return NOTHING
    return f"< {_SMALLEST_P}" if p < _SMALLEST_P else f"{p:.3f}"


def say_name(name: str) -> str:
    """Return what people read of what has a name and no label."""
    return name.replace("_", " ")


def say_count(count: int, what: str) -> str:
    """Return how many of something there are: `1 seed`, `2 seeds`."""
    return f"{count} {what}{'s' * (count != 1)}"


def say_which_seeds(seeds: Collection[object]) -> str:
    """Return which seeds are meant: `seed 3`, `seeds 3, 4`."""
    return f"seed{'s' * (len(seeds) > 1)} {', '.join(map(str, seeds))}"


def say_list(parts: list[str], last: str = "and") -> str:
    """Join with commas and a final `and`, or another word."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capitalize(sentence: str) -> str:
    """Return a sentence as it starts, the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def uncapitalize(sentence: str) -> str:
    """Return a sentence as it stands behind a colon."""
    return sentence[:1].lower() + sentence[1:]
