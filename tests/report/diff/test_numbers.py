"""Numbers of two machines."""

import pytest

from bnreport.report.diff.numbers import same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(0.1, 0.1 + 1e-12, True), (0.1, 0.1001, False), (None, None, True), (None, 0.0, False), (0.0, None, False)],
)
def test_the_last_digits_do_not_count(one: float | None, other: float | None, *, expected: bool) -> None:
    """Nothing is no number."""
    assert same(one, other) is expected
