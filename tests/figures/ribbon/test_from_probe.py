"""Both ends of a range come from their own metrics."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bnreport.figures.ribbon.from_probe import table
from bnreport.results import RunResult, Series
from tests.figures.conftest import asked


def test_the_first_metric_is_the_low_end(make_run: Callable[..., RunResult]) -> None:
    """As asked for, of every run, on the axis that the metrics are asked for on."""
    series = {name: Series(np.arange(3), np.full(3, value)) for name, value in (("top", 5.0), ("end", 2.0))}
    run = replace(make_run("vgg.standard", 0), series=series)
    made = table(asked("ribbon", {"no norm": {0: run}}, end="log", top="log"), 40)
    assert [(curve.arm, curve.values) for curve in (*made.lows, *made.highs)] == [
        ("no norm", (2.0, 2.0, 2.0)), ("no norm", (5.0, 5.0, 5.0)),
    ]  # fmt: skip
    assert (made.log, made.metrics, made.unit, made.experiment) == (True, ("end", "top"), "nat", "VGG-13")
