"""How steps become one number."""

from typing import Any

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.results import Measure, Metric

VALUES = np.array([[4.0, 1.0], [1.0, 2.0], [1.0, 9.0]])


@pytest.mark.parametrize(
    ("reduce", "better", "expected"),
    [
        ("final", None, [1, 9]),
        ("mean", None, [2, 4]),
        ("median", None, [1, 2]),
        ("min", None, [1, 1]),
        ("max", None, [4, 9]),
        ("best", "lower", [1, 1]),
        ("best", "higher", [4, 9]),
    ],
)
def test_steps_are_reduced(reduce: Any, better: Any, expected: list[float]) -> None:  # noqa: ANN401
    """Column by column, over the steps alone; of a plain series it is one number."""
    assert Measure("m", reduce).reduced(VALUES, better).tolist() == expected
    assert float(Measure("m", reduce).reduced(VALUES[:, 1], better)) == expected[1]


def test_best_needs_a_direction() -> None:
    """Else the largest would pass for it."""
    with pytest.raises(SpecError, match="`best` means nothing"):
        Measure("m", "best").reduced(VALUES, None)


def test_a_claim_may_give_the_direction() -> None:
    """Its own counts before the metric's; without one, the metric's."""
    metric = Metric("m", "1", "higher")
    assert [Measure("m", better=better).seen(metric) for better in ("lower", None)] == [
        Metric("m", "1", "lower"),
        metric,
    ]
    assert Measure("m", better="lower").seen(None) is None
