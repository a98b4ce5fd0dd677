"""Which runs trained."""

from collections.abc import Callable

import numpy as np
import pytest

from bnreport.hypotheses.shared.successes import successes
from bnreport.results import Measure, Results

Make = Callable[..., Results]


@pytest.mark.parametrize(
    ("metric", "threshold", "expected"),
    [
        ("accuracy", None, [1, 1, 0, 1]),
        ("accuracy", 0.5, [1, 0, 0, np.nan]),
        ("loss", 0.5, [0, 1, 0, np.nan]),
    ],
)
def test_success_is_to_reach_the_threshold(
    make_results: Make, metric: str, threshold: float | None, expected: list[float]
) -> None:
    """From below or above, as is better; a diverged run has failed, and one without a number says nothing."""
    results = make_results(metric, a=[0.8, 0.4, None, np.nan])
    found = successes("x.a", results, Measure(metric), threshold)
    assert found.seeds == (0, 1, 2, 3)
    assert found.values == pytest.approx(expected, nan_ok=True)
    assert found.diverged.tolist() == [False, False, True, False]
