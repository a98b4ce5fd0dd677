"""When a probe reads a run."""

from typing import Any

import pytest

from bnreport import probes
from bnreport.study.checks.timing import Timing, timing


def read(metric: str, steps: int, **options: Any) -> Timing:  # noqa: ANN401
    """Return when a metric is read."""
    [probe] = probes.measuring(metric, probes.registry.names)
    written = ({"test": {"every": 5}} if probe == "accuracy" else {}) | options
    return timing(probe, written, steps, None, probes.metrics_of([probe])[metric])


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("train_accuracy", [4, 8, 10]),
        ("test_loss", [5, 10]),
        ("objective", [4, 8, 10]),
        ("loss_range", [0, 4, 8]),
        ("effective_beta", [4, 8]),
        ("ics_cosine", [1, 5, 9]),
        ("mean_drift", [1, 5, 9]),
        ("activation_quantiles", [0, 4, 8]),
    ],
)
def test_readings_of_ten_steps(metric: str, expected: list[int]) -> None:
    """Every fourth: before or after the step, one later for what compares two, and at the end where means end."""
    found = read(metric, 10, every=4)
    assert [found.reading(index) for index in range(found.count)] == expected
    for first in range(11):
        for last in range(11):
            assert found.between(first, last) == sum(first <= step <= last for step in expected)


def test_a_drift_is_not_read_after_the_last_step() -> None:
    """It takes a step more, which a gradient's change does not."""
    assert [read(metric, 9, every=4).count for metric in ("mean_drift", "ics_cosine")] == [2, 3]


@pytest.mark.parametrize(("last", "ends"), [(7, False), (8, True), (10, True)])
def test_ends_before_what_it_would_have_read(last: int, ends: bool) -> None:  # noqa: FBT001
    """Stopped at step 6, the reading at 8 is the first that there is not."""
    assert read("train_accuracy", 10, every=4, until=6).ends_before(last) is ends


def test_a_long_run_is_not_written_out() -> None:
    """A billion steps are counted as fast as ten."""
    assert read("train_accuracy", 10**9, every=3).count == 333_333_334
