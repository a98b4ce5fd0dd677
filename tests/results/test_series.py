"""A metric over steps: its columns are named apart from reductions, and its rhythm tells where it stops."""

import numpy as np
import pytest

from bnreport.results import OVER_COLUMNS, Series
from bnreport.results.series import whole

STEPS = np.array([0, 10, 20])


@pytest.mark.parametrize("name", OVER_COLUMNS)
def test_no_column_is_called_like_a_reduction(name: str) -> None:
    """`m.max` would be two things."""
    with pytest.raises(ValueError, match=f"cannot be called '{name}'"):
        Series(STEPS, np.zeros((3, 1)), (name,))


@pytest.mark.parametrize("shape", [(2,), (3, 1), (3, 0)])
def test_a_value_for_each_step(shape: tuple[int, ...]) -> None:
    """Of a series without columns, no more and no less."""
    with pytest.raises(ValueError, match=r"values are not \(3,\)"):
        whole(Series(STEPS, np.zeros(shape)))


def test_a_value_for_each_column() -> None:
    """Of two, two; a series without any step keeps its columns."""
    assert whole(Series(STEPS, np.zeros((3, 2)), ("a", "b"))).values.shape == (3, 2)
    with pytest.raises(ValueError, match=r"values are not \(3, 2\)"):
        whole(Series(STEPS, np.zeros((3, 1)), ("a", "b")))
    assert whole(Series(STEPS[:0], np.zeros(0), ("a", "b"))).values.shape == (0, 2)


@pytest.mark.parametrize(
    ("steps", "step", "ends"),
    [
        ([0, 10, 20], 29, False),
        ([0, 10, 20], 30, True),
        ([0, 10, 20, 22], 31, False),
        ([0, 10, 20, 22], 32, True),
        ([5], 1000, False),
        ([], 1000, False),
    ],
)
def test_it_ends_before_a_step_by_which_it_would_have_been_read_again(steps: list[int], step: int, ends: bool) -> None:  # noqa: FBT001
    """As rarely as ever before; of one reading alone nobody can tell."""
    assert Series(np.array(steps, dtype=np.int64), np.zeros(len(steps))).ends_before(step) == ends
