"""A request says once what an arm is called, and every figure of readings keeps to that."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from bnreport.figures import DrawingRequest, table_of_probe
from bnreport.figures.shared.drawing_request import inner
from bnreport.results import RunResult, Series

LAYERS = tuple(f"{layer}/{share}" for layer in range(1, 6) for share in (0.25, 0.75))


@pytest.mark.parametrize("kind", ["curves", "layers", "ribbon", "heatmap", "ridgelines"])
def test_every_figure_uses_the_label(make_run: Callable[..., RunResult], kind: str) -> None:
    """Of arms and of the experiment."""
    columns = LAYERS if kind == "ridgelines" else tuple("12345")
    series = Series(np.arange(1, 5), np.exp(np.arange(4.0 * len(columns)).reshape(4, -1) / 9), columns)
    run = replace(make_run("vgg.standard", 0), series={"low": series, "high": series})
    axes = {"low": "log", "high": "log"} if kind == "ribbon" else {"low": "log"}
    runs = {"no norm": {0: run}, "BatchNorm (lr 0.1)": {0: run}}
    request = DrawingRequest(
        "vgg", "VGG-13", "p", kind, "Title", "", axes, {"low": "nat", "high": "nat"}, runs, frozenset()
    )
    said = repr(table_of_probe(request, 40))
    assert "BatchNorm (lr 0.1)" in said
    assert "VGG-13" in said
    assert "vgg" not in said


def test_layers_that_are_asked_for_come_first() -> None:
    """All of a few; of many those that hypotheses name, else some that are neither the first nor the last."""
    items = tuple("abcdefghi")
    assert inner(items[:3], 3, frozenset()) == ("a", "b", "c")
    assert inner(items, 3, frozenset("hb")) == ("b", "h")
    assert inner(items, 3, frozenset()) == ("c", "e", "g")
