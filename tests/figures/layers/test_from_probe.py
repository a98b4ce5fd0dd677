"""A panel for each metric and each of a few layers."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bnreport.figures import curve_sets
from bnreport.figures.layers.from_probe import table
from bnreport.results import RunResult, Series
from tests.figures.conftest import asked


def test_few_of_many_layers_are_drawn(make_run: Callable[..., RunResult]) -> None:
    """Those that hypotheses name; else some from within, since the first layer has nothing before it."""
    names = tuple(map(str, range(1, 14)))
    series = Series(np.arange(2), np.array([[*map(float, names)], [*map(float, names)]]), names)
    run = replace(make_run("vgg.standard", 0), series={"l2": series, "cos": series})
    runs = {"no norm": {0: run}}
    assert curve_sets(asked("layers", runs, l2="log")) == (("l2", "4"), ("l2", "7"), ("l2", "10"))
    assert curve_sets(asked("heatmap", runs, l2="log")) == ()
    panels = table(asked("layers", runs, "5", l2="log", cos="cosine"), 40).panels
    assert [(panel.metric, panel.axis, panel.layer) for panel in panels] == [
        ("l2", "log", "5"), ("cos", "cosine", "5"),
    ]  # fmt: skip
    assert [panel.curves[0].values for panel in panels] == [(5.0, 5.0), (5.0, 5.0)]
