"""Which numbers have a place on an axis."""

from math import inf, nan

import pytest

from bnreport.figures.shared.bounds import has_place, too_small


@pytest.mark.parametrize(
    ("value", "linear", "logarithmic"),
    [
        (1.0, (True, False), (True, False)),
        (0.0, (True, False), (False, True)),
        (-1.0, (True, False), (False, True)),
        (1e-200, (True, False), (False, True)),
        (1e200, (False, False), (False, False)),
        (-inf, (False, True), (False, True)),
        (nan, (False, False), (False, False)),
    ],
)
def test_a_number_has_a_place_or_lies_beyond(
    value: float, linear: tuple[bool, bool], logarithmic: tuple[bool, bool]
) -> None:
    """Whether it has a place, and whether it is too small for one; a logarithmic axis has none for zero."""
    assert (has_place(value, log=False), too_small(value, log=False)) == linear
    assert (has_place(value, log=True), too_small(value, log=True)) == logarithmic
