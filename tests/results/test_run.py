"""A metric is read off a run by its name: whole, one column, or reduced over its columns."""

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.results import Metric, RunResult, Series

LAYERS = Series(np.array([0, 5]), np.array([[1.0, 2.0, 6.0], [4.0, 4.0, 1.0]]), ("3", "5", "8"))
PLAIN = Series(np.array([0, 5]), np.array([0.1, 0.2]))
METRICS = {name: Metric(name, "1", None) for name in ("layers", "plain", "none")}
NEVER = Series(np.array([], dtype=np.int64), np.array([]))
SERIES = {"layers": LAYERS, "plain": PLAIN, "none": NEVER}
RUN = RunResult("k", {}, "finished", 6, "", METRICS, SERIES, {}, {}, 1.0, "")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("layers.5", [2.0, 4.0]),
        ("layers.max", [6.0, 4.0]),
        ("layers.mean", [3.0, 3.0]),
        ("layers.median", [2.0, 4.0]),
        ("layers.min", [1.0, 1.0]),
        ("plain", [0.1, 0.2]),
        ("none.5", []),
    ],
)
def test_one_value_a_step(name: str, values: list[float]) -> None:
    """The column, or the reduction over columns at each step; of what was never read, nothing."""
    curve = RUN.curve(name)
    assert curve.values.tolist() == pytest.approx(values)
    assert len(curve.steps) == len(values)


def test_a_table_has_all_columns() -> None:
    """As it was measured."""
    assert RUN.table("layers") is LAYERS


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("layers", r"layers has columns \(3, 5, 8\). Write layers.3 or layers.median."),
        ("layers.4", "unknown column of layers '4'"),
        ("plain.5", "plain has no columns, and plain.5 names one. Write plain."),
    ],
)
def test_a_name_that_does_not_say_which_is_refused(name: str, said: str) -> None:
    """With what to write instead."""
    with pytest.raises(SpecError, match=said):
        RUN.curve(name)


def test_a_column_may_hold_a_dot() -> None:
    """What stands behind the first one is its name."""
    series = {"q": Series(np.array([0]), np.array([[1.0, 2.0]]), ("3/0.5", "3/0.95"))}
    run = RunResult("k", {}, "finished", 1, "", {"q": Metric("q", "1", None)}, series, {}, {}, 1.0, "")
    assert run.curve("q.3/0.95").values.tolist() == [2.0]
