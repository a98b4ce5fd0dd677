"""Numbers as people read them."""

from math import inf, nan

import pytest

from bnreport.formatting import (
    say_count,
    say_distance,
    say_effect,
    say_list,
    say_name,
    say_p,
    say_region,
    say_span,
    say_value,
    say_which_seeds,
    uncapitalize,
)
from bnreport.stats.region import Interval, Region

MINUS, DASH, TIMES = "\N{MINUS SIGN}", "\N{EN DASH}", "\N{MULTIPLICATION SIGN}"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(0.7312, "fraction", "73.1 %"), (0.9996, "fraction", "99.96 %"), (1.0, "fraction", "100.0 %"),
     (0.0002, "fraction", "0.02 %"), (2.302585, "nat", "2.3 nat"), (12.0, "1", "12"), (nan, "nat", DASH),
     (None, "1", DASH), (2081.0, "1", "2,080"), (123_456.0, "1", "123,000"), (1.11e-9, "1", "1.11·10⁻⁹"),
     (-1e6, "1", f"{MINUS}10⁶"), (0.00023, "1", "0.00023"), (-inf, "nat", f"{MINUS}∞")],
)  # fmt: skip
def test_values(value: float | None, unit: str, said: str) -> None:
    """Fractions in percent, others to three digits, with units."""
    assert say_value(value, unit) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(0.0072, "fraction", "+0.72 pp"), (-0.02, "fraction", f"{MINUS}2.00 pp"), (1.5, "ratio", f"{TIMES}1.5"),
     (-0.3, "nat", f"{MINUS}0.3 nat"), (nan, "fraction", DASH), (inf, "ratio", f"{TIMES}∞"),
     (1e-5, "ratio", f"{TIMES}10⁻⁵"), (2.5e7, "nat", "+2.5·10⁷ nat"), (999.6, "ratio", f"{TIMES}1,000"),
     (1.004, "ratio", f"{TIMES}1.004"), (0.99962, "ratio", f"{TIMES}0.9996"), (1.0000283, "ratio", f"{TIMES}1"),
     (1.05, "ratio", f"{TIMES}1.05"),
     (1 + 1e-12, "ratio", f"{TIMES}1"), (-0.0, "nat", "+0 nat"), (1.2345, "ratio", f"{TIMES}1.23")],
)  # fmt: skip
def test_effects(value: float, unit: str, said: str) -> None:
    """Differences have a sign, fractions differ by percentage points, ratios multiply."""
    assert say_effect(value, unit) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(0.02, "fraction", "2.00 pp"), (1.5, "ratio", "\N{MULTIPLICATION SIGN}1.5"), (3, "nat", "3 nat")],
)
def test_distances(value: float, unit: str, said: str) -> None:
    """A distance has no sign; between ratios it is a factor."""
    assert say_distance(value, unit) == said


def test_spans_and_regions() -> None:
    """Both ends, one unit."""
    assert say_span(Interval(-0.01, 0.02), "fraction") == f"[{MINUS}1.00, +2.00] pp"
    assert say_span(None, "nat") == DASH
    assert say_region(Region(low=-0.02), "fraction") == f"above {MINUS}2.00 pp"
    assert say_region(Region(-0.02, 0.02), "fraction") == "within ±2.00 pp"
    assert say_region(Region(0.8, 1.25), "ratio") == f"between {TIMES}0.8 and {TIMES}1.25"
    assert say_region(Region(high=0.1), "nat") == "below +0.1 nat"


@pytest.mark.parametrize(("p", "said"), [(0.0, "< 0.001"), (0.00099, "< 0.001"), (0.0123, "0.012"), (None, DASH)])
def test_probabilities(p: float | None, said: str) -> None:
    """No p is ever printed as zero."""
    assert say_p(p) == said


def test_lists() -> None:
    """Commas, and one `and` before the last."""
    assert [say_list(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_counts_and_seeds() -> None:
    """One is one; of seeds it is said which."""
    assert [say_count(count, "run") for count in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
    assert (say_which_seeds([3]), say_which_seeds({"3": None, "4": None})) == ("seed 3", "seeds 3, 4")


def test_a_sentence_behind_a_colon_starts_small() -> None:
    """Its first letter alone changes."""
    assert uncapitalize("No lock. Nor BatchNorm.") == "no lock. Nor BatchNorm."


def test_what_has_no_label_reads_as_its_name() -> None:
    """Blanks for underscores."""
    assert say_name("batch_norm_16") == "batch norm 16"


def test_the_slope_of_a_pure_number_has_no_one_for_a_unit() -> None:
    """`+0.01 per doubling`, not `+0.01 1 per doubling`."""
    assert say_effect(0.01, "1 per doubling") == "+0.01 per doubling"
