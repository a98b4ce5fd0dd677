"""Numbers in strict JSON: three words stand for what it lacks, and nothing else is bent to fit."""

from typing import Any

import numpy as np
import pytest

from bnreport.results.numbers import finite, read_number, read_steps, read_values, spell, spell_values


@pytest.mark.parametrize("number", [0.1, -0.0, 1e-320, 1e308, float("inf"), float("-inf"), float("nan")])
def test_a_number_survives(number: float) -> None:
    """Bit for bit, its sign too."""
    again = read_number(spell(number))
    assert np.float64(again).tobytes() == np.float64(number).tobytes()


@pytest.mark.parametrize("held", [True, None, "NaN", "1.0", [1.0], 10**400])
def test_what_is_no_number_is_refused(held: object) -> None:
    """A truth value, another spelling, a number as text, one beyond what a double holds."""
    with pytest.raises(ValueError, match=r"no number|too large"):
        read_number(held)


@pytest.mark.parametrize("held", [[3, 3], [3, 2], [-1, 2], [1.0, 2.0], [True, 2], [2**63], None])
def test_steps_are_whole_and_rise(held: object) -> None:
    """Each later than the one before it, from 0 on."""
    with pytest.raises(ValueError, match=r"whole numbers that rise|numbers of steps"):
        read_steps(held)


def test_steps_are_read() -> None:
    """None at all, or some."""
    assert [read_steps(held).tolist() for held in ([], [0, 5])] == [[], [0, 5]]


@pytest.mark.parametrize("values", [[0.5, np.inf, -np.inf, np.nan], [[0.5, np.nan], [1.0, 2.0]], [], [[], []]])
def test_values_survive(values: Any) -> None:  # noqa: ANN401
    """One by one or in rows, of which each may be empty."""
    array = np.array(values, dtype=np.float64)
    again = read_values(spell_values(array))
    assert (again.shape, again.tobytes()) == (array.shape, array.tobytes())


@pytest.mark.parametrize("held", [[[1.0], [1.0, 2.0]], [[1.0], 2.0], [None], "nan", {"a": 1.0}])
def test_what_is_no_table_is_refused(held: object) -> None:
    """Rows of different lengths, rows beside numbers, what is no list."""
    with pytest.raises(ValueError, match=r"different lengths|no number"):
        read_values(held)


def test_what_is_not_finite_is_null_where_no_word_stands_for_it() -> None:
    """At any depth; all else is as it was."""
    assert finite({"a": [1.0, float("inf"), (float("nan"), "nan")], "b": None, "c": 3}) == {
        "a": [1.0, None, [None, "nan"]], "b": None, "c": 3,
    }  # fmt: skip
