"""When readings are due."""

import pytest

from bnreport.probes.shared.moment import due


@pytest.mark.parametrize(
    ("every", "until", "steps"),
    [(3, None, [0, 3, 6, 9]), (3, 6, [0, 3, 6]), (3, 5, [0, 3]), (1, 0, [0])],
)
def test_due(every: int, until: int | None, steps: list[int]) -> None:
    """Multiples of `every`, up to `until`, which may itself be read."""
    assert [step for step in range(10) if due(step, every, until)] == steps
