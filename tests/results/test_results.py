"""One number per seed."""

from dataclasses import replace
from math import isnan, nan
from typing import Any

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.results import Measure, Metric, Results, RunResult, Series, Window

METRIC = Metric("m", "nat", "lower", failure=2.3)


def run(values: Any, metric: Metric = METRIC, columns: tuple[str, ...] = (), **changes: Any) -> RunResult:  # noqa: ANN401
    """Return a run that measured `values` at steps 10, 20, ..."""
    array = np.array(values, dtype=np.float64)
    fields: dict[str, Any] = {"key": "k", "settings": {}, "outcome": "finished", "stopped_at": 40, "cause": ""}
    fields |= {"metrics": {"m": metric}, "series": {"m": Series(10 * np.arange(1, len(array) + 1), array, columns)}}
    fields |= {"probes": {}, "environment": {}, "seconds": 1.0, "finished_at": ""}
    return RunResult(**fields | changes)


def read(one: RunResult, *measure: Any) -> float:  # noqa: ANN401
    """Reduce a single run."""
    values = Results({"e.a": {0: one}}).read("e.a", Measure("m", *measure))
    assert values is not None
    return float(values.values[0])


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ((), 2.0),
        (("best",), 1.0),
        (("max",), 4.0),
        (("mean",), 2.5),
        (("median",), 2.5),
        (("final", Window("fixed", 10, 20)), 1.0),
        (("max", Window("fixed", 20, 30)), 3.0),
        (("mean", Window("fixed", 20, 20)), 1.0),
    ],
)
def test_reduces(measure: Any, expected: float) -> None:  # noqa: ANN401
    """Each way of reducing, with both ends of the window included."""
    assert read(run([4.0, 1.0, 3.0, 2.0]), *measure) == expected


def test_best_follows_the_direction() -> None:
    """The best of a metric that is better higher is the largest."""
    assert read(run([4.0, 1.0], Metric("m", "1", "higher")), "best") == 4


def test_best_without_a_direction_is_refused() -> None:
    """Where neither direction is better, `best` is one clear line."""
    with pytest.raises(SpecError, match="`best` means nothing"):
        read(run([1.0], Metric("m", "1", None)), "best")


TWO = run([[4.0, 1.0], [2.0, 9.0], [3.0, 5.0]], columns=("5", "conv.10"))


@pytest.mark.parametrize(
    ("name", "measure", "expected"),
    [
        ("m.5", (), 3.0),
        ("m.5", ("max", Window("fixed", 20, 30)), 3.0),
        ("m.5", ("best",), 2.0),
        ("m.conv.10", ("mean",), 5.0),
        ("m.max", (), 5.0),
        # columns first, then steps; the other way round, these would be 5, 3, 6.5 and 6.5
        ("m.max", ("mean",), 6.0),
        ("m.min", ("mean",), 2.0),
        ("m.mean", ("max",), 5.5),
        ("m.median", ("max",), 5.5),
    ],
)
def test_a_name_says_which_column(name: str, measure: Any, expected: float) -> None:  # noqa: ANN401
    """One column, or a reduction over columns at each step, which precedes the one over steps."""
    values = Results({"e.a": {0: TWO}}).read("e.a", Measure(name, *measure))
    assert values is not None
    assert values.values.tolist() == [expected]
    assert values.metric == replace(METRIC, name=name)


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("m", TWO, "m has columns (5, conv.10). Write m.5 or m.median."),
        ("m.7", TWO, "unknown column of m '7'. Known: 5, conv.10, max, mean, median, min."),
        ("m.", TWO, "unknown column of m ''. Known: 5,"),
        ("m.medain", TWO, "unknown column of m 'medain'. Did you mean 'median'? Known: 5,"),
        ("m.mean", run([1.0]), "m has no columns, and m.mean names one. Write m."),
    ],
)
def test_a_wrong_column_is_one_line(name: str, values: RunResult, says: str) -> None:
    """No column of several, one that is not there, and one of a plain metric: each says how to mend it."""
    with pytest.raises(SpecError) as error:
        Results({"e.a": {0: values}}).read("e.a", Measure(name))
    assert str(error.value).startswith(says)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("name", ["m.mean", "m.median", "m.min", "m.max"])
def test_a_column_without_a_number_leaves_its_step_without_one(name: str) -> None:
    """NaN is never passed over, which would compare other layers in one arm than in the other."""
    values = Results({"e.a": {0: run([[1.0, nan]], columns=("1", "2"))}}).read("e.a", Measure(name))
    assert values is not None
    assert isnan(values.values[0])


def test_columns_of_a_run_that_measured_none() -> None:
    """A diverged run counts as failure, a finished one without a reading is NaN: neither has columns to ask for."""
    blank = {0: run([], outcome="diverged", metrics={}, series={}), 1: run([]), 2: TWO}
    values = Results({"e.a": blank}).read("e.a", Measure("m.5"))
    assert values is not None
    assert values.values == pytest.approx([2.3, nan, 3.0], nan_ok=True)
    assert values.seeds == (0, 1, 2)


@pytest.mark.parametrize("name", ["mean", "median", "min", "max"])
def test_no_column_is_called_like_a_reduction(name: str) -> None:
    """`m.mean` has one meaning."""
    with pytest.raises(ValueError, match=f"cannot be called '{name}'"):
        run([[1.0, 2.0]], columns=("1", name))


@pytest.mark.parametrize("window", [(11, 19), (50, 90)])
def test_an_empty_window_is_nan(window: tuple[int, int]) -> None:
    """No measurement, no number."""
    assert isnan(read(run([1.0, 2.0]), "mean", Window("fixed", *window)))


def test_a_diverged_run_counts_as_failure() -> None:
    """It has the metric's failure value, even with readings, and says so; without such a value it is NaN."""
    diverged = run([1.0], outcome="diverged")
    values = Results({"e.a": {3: diverged, 1: run([1.5])}}).read("e.a", Measure("m"))
    assert values is not None
    assert values.seeds == (1, 3)
    assert values.values.tolist() == [1.5, 2.3]
    assert values.diverged.tolist() == [False, True]
    assert isnan(read(run([1.0], Metric("m", "1", "lower"), outcome="diverged")))


def test_a_diverged_run_counts_as_its_own_failure() -> None:
    """Not as that of the first run of its arm: a loss that stood above its first value is each run's own."""
    first, second = (Metric("m", "1", "lower", failure=failure) for failure in (40.0, 70.0))
    runs = {0: run([1.0], first), 1: run([1.0], second, outcome="diverged")}
    values = Results({"e.a": runs}).read("e.a", Measure("m"))
    assert values is not None
    assert values.values.tolist() == [1.0, 70.0]


def test_what_was_not_measured_is_none() -> None:
    """Unknown arm or metric."""
    results = Results({"e.a": {0: run([1.0])}})
    assert results.read("e.b", Measure("m")) is None
    assert results.read("e.a", Measure("other")) is None


def test_a_run_that_diverged_before_it_measured_counts_as_failure() -> None:
    """It is no gap: the metric is known from its arm, or else from another arm of its experiment."""
    blank = run([], outcome="diverged", metrics={}, series={})
    for runs in ({"e.a": {0: run([1.5]), 1: blank}}, {"e.a": {1: blank}, "e.b": {0: run([1.5])}}):
        values = Results(runs).read("e.a", Measure("m"))
        assert values is not None
        assert (values.values[-1], values.seeds[-1], bool(values.diverged[-1])) == (2.3, 1, True)
    assert Results({"e.a": {1: blank}, "other.b": {0: run([1.5])}}).read("e.a", Measure("m")) is None
    unfinished = run([], metrics={}, series={})
    values = Results({"e.a": {0: run([1.5]), 1: unfinished}}).read("e.a", Measure("m"))
    assert values is not None
    assert values.seeds == (0,)


def test_a_metric_that_nobody_knows_is_in_no_run() -> None:
    """Runs that diverged are counted by what they would have measured: of a metric in no run there are none."""
    blank = run([], outcome="diverged", metrics={}, series={})
    runs = {"e.a": {1: blank}, "other.b": {0: run([1.5])}}
    assert Results(runs).measured("e.a", "m") == {}
    assert Results(runs | {"e.b": {0: run([1.5])}}).measured("e.a", "m") == {1: blank}


def test_every_arm_knows_its_experiment() -> None:
    """Whatever text the keys were made of; an arm that nobody ran has no runs."""
    results = Results({"e.a/lr=0.1": {0: run([1.0])}})
    [arm] = results.runs
    assert (arm.experiment, arm.condition) == ("e", "a/lr=0.1")
    assert [*results.of("e.a/lr=0.1")] == [0]
    assert results.of("e.b") == {}


def test_runs_that_tuned_arms_are_apart() -> None:
    """Nothing that reads an arm sees them; they know their experiment, and count in all that was trained."""
    results = Results({"e.a": {0: run([1.0])}}, {"e.a/lr=0.1": {0: run([9.0])}})
    assert results.of("e.a/lr=0.1") == {}
    [arm] = results.tuning
    assert (arm.experiment, arm.condition) == ("e", "a/lr=0.1")
    assert [*results.trained] == ["e.a", "e.a/lr=0.1"]
