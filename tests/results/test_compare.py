"""Two results of one run, compared."""

from dataclasses import replace

import numpy as np
import pytest

from bnreport.results import RunResult, Series
from bnreport.results.compare import Difference, differences


def result(values: list[float], steps: tuple[int, ...] = (1, 2, 3)) -> RunResult:
    """Return a run with one metric, `m`."""
    series = {"m": Series(np.array(steps), np.array(values))}
    return RunResult("a" * 64, {}, "finished", 3, "", {}, series, {}, {}, 1.0, "")


WAS = result([1.0, np.nan, 4.0])


def test_equal_bits_differ_in_nothing() -> None:
    """A reading that is no number equals itself."""
    assert differences(WAS, replace(WAS)) == ()


def test_a_difference_has_its_first_step_and_its_size() -> None:
    """Relative to the larger of the two."""
    assert differences(WAS, result([1.0, np.nan, 5.0])) == (Difference("m", 3, 0.2),)


def test_a_number_against_none_is_infinitely_far() -> None:
    """One of them is no number."""
    assert differences(WAS, result([1.0, 2.0, 5.0])) == (Difference("m", 2, np.inf),)


@pytest.mark.parametrize("last", [3, 4])
def test_a_reading_that_only_one_has_is_a_difference(last: int) -> None:
    """At its step, be it before or after the others."""
    assert differences(result([1.0, 2.0], (1, 2)), result([1.0, 2.0, 3.0], (1, 2, last))) == (
        Difference("m", last, 0.0),
    )


def test_columns_are_compared_one_by_one() -> None:
    """The largest difference of all of them counts."""
    was, now = (
        replace(WAS, series={"m": Series(np.array([1]), np.array([[1.0, 2.0]]) * factor, ("a", "b"))})
        for factor in (np.array([1, 1]), np.array([1, 2]))
    )
    assert differences(was, now) == (Difference("m", 1, 0.5),)
