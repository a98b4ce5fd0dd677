"""Which values of a metric are at a level."""

from typing import Any

import numpy as np
import pytest

from bnreport.results import Metric


@pytest.mark.parametrize(
    ("better", "at"), [("higher", [False, True, True]), ("lower", [True, True, False]), (None, [False, True, True])]
)
def test_at_a_level_is_at_it_or_beyond(better: Any, at: list[bool]) -> None:  # noqa: ANN401
    """Beyond is above, but below where lower is better; the level itself counts either way."""
    assert Metric("m", "1", better).at(0.5, np.array([0.4, 0.5, 0.6])).tolist() == at


def test_no_number_is_at_any_level() -> None:
    """NaN is neither above nor below."""
    values = np.array([np.nan])
    assert not Metric("m", "1", "higher").at(-np.inf, values).any()
    assert not Metric("m", "1", "lower").at(np.inf, values).any()
