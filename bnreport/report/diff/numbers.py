"""Numbers of two machines."""

from math import isclose

_SAME = 1e-9
"""Relative; two machines may differ in the last digits."""


def same(one: float | None, other: float | None) -> bool:
    """Tell whether two numbers are the same but for their last digits."""
    return one is other if one is None or other is None else isclose(one, other, rel_tol=_SAME)
