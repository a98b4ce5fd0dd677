"""What a page prints of a number is read back as that number, as far as its digits go."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnreport.formatting import say_effect, say_number, say_region, say_span
from bnreport.report.consistency.numbers import Span, read_number, read_region, read_spans

NUMBERS = st.floats(-1e12, 1e12).filter(lambda number: number == 0 or abs(number) > 1e-12)


@given(NUMBERS)
def test_numbers_are_read_as_they_are_printed(number: float) -> None:
    """With signs, commas and raised powers of ten: three digits, whatever the size."""
    assert read_number(say_number(number)) == pytest.approx(number, rel=0.006)
    if number > 0:
        assert read_number(say_effect(number, "ratio")) == pytest.approx(number, rel=0.006)


def test_endless_numbers_are_read() -> None:
    """An interval may have no end, on either scale."""
    assert read_spans(say_span((-inf, inf), "nat")) == [(-inf, inf)]
    assert read_spans(say_span((0.5, inf), "ratio")) == [(0.5, inf)]


@pytest.mark.parametrize("region", [(-inf, inf), (0.02, inf), (-inf, -0.01), (-0.02, 0.02), (-0.02, 0.05)])
def test_regions_are_read_from_their_words(region: tuple[float, float]) -> None:
    """Above, below, within, between and anywhere; in points, as fractions are told."""
    assert read_region(say_region(region, "fraction")) == pytest.approx(tuple(100 * end for end in region))


def test_rounding_is_given_its_room() -> None:
    """What lies on a bound as far as its digits tell is inside and outside of it; what lies beyond is one of them."""
    bound = Span(2.0, inf)
    assert Span(2.0, 5.0).inside(bound)
    assert Span(1.0, 2.0).outside(bound)
    assert not Span(1.9, 5.0).inside(bound)
    assert not Span(1.0, 2.1).outside(bound)
