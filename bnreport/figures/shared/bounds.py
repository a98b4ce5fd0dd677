"""Which numbers have a place on an axis."""

LARGEST = 1e140
"""Beyond it a number counts as infinite: its square, which means and slopes are made of, must itself be a number (up to
1.8e308) with room for sums."""


def has_place(value: float, *, log: bool) -> bool:
    """Tell whether a number has a place: on a logarithmic axis also its inverse must be within the bound."""
    return abs(value) < LARGEST and (value > 1 / LARGEST or not log)


def too_small(value: float, *, log: bool) -> bool:
    """Tell whether a number lies below every axis; NaN does not."""
    return value <= (1 / LARGEST if log else -LARGEST)
