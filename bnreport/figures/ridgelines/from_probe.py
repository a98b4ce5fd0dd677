"""Distributions over training, of one seed."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.table import Table
from bnreport.figures.shared.curves_of_runs import four
from bnreport.figures.shared.drawing_request import inner
from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.figures.shared.drawing_request import DrawingRequest
    from bnreport.results import Series

_LAYERS = 2
"""Of which distributions are drawn, ..."""
_RIDGES = 9
"""... each at so many times."""


def table(request: "DrawingRequest", points: int) -> Table | None:  # noqa: ARG001  (ridges are few)
    """Return distributions at evenly spaced times, of the first seed that most arms have; None without any."""
    if not request.measured:
        return None
    [metric] = request.axes
    names = [column.split("/") for column in request.columns]
    chosen = inner(tuple(dict.fromkeys(layer for layer, _ in names)), _LAYERS, request.asked)
    probabilities = tuple(dict.fromkeys(probability for _, probability in names))
    tally = Counter(seed for _, held in sorted(request.measured.items()) for seed in held)
    seed = max(sorted(tally), key=tally.__getitem__)
    read = {arm: held[seed] for arm, held in request.measured.items() if seed in held}
    times = sorted({step for series in read.values() for step in series.steps.tolist()})
    steps = {times[round(index)] for index in np.linspace(0, len(times) - 1, min(_RIDGES, len(times)))}
    ridges: list[Ridge] = []
    lacks: dict[str, list[str]] = {}
    for layer in chosen:
        for arm, series in read.items():
            wanted = [f"{layer}/{probability}" for probability in probabilities]
            if {*wanted} <= {*series.columns}:
                ridges += _ridges((arm, layer), series, wanted, steps)
            else:
                lacks.setdefault(arm, []).append(layer)
    drawn = {ridge.arm for ridge in ridges}
    ended = [arm for arm in read if request.runs[arm][seed].outcome == "diverged"]
    lost = tuple(arm for arm in ended if arm in drawn)
    return Table(
        request.experiment_label, request.title, metric, request.units[metric], seed, tuple(map(float, probabilities)),
        tuple(ridges), lost, request.source, _absent(request, seed, lacks),
    )  # fmt: skip


def _ridges(which: tuple[str, str], series: "Series", columns: list[str], steps: set[int]) -> "Iterator[Ridge]":
    """Yield the distributions of an arm and layer at some steps."""
    indices = [series.columns.index(column) for column in columns]
    for step, values in zip(series.steps.tolist(), series.values[:, indices].tolist(), strict=True):
        if step in steps:
            yield Ridge(*which, step, tuple(map(four, values)))


def _absent(request: "DrawingRequest", seed: int, lacks: "Mapping[str, list[str]]") -> str:
    """Name the arms, or layers of arms, of which there is nothing to draw."""
    said = []
    for arm in request.runs:
        if seed not in request.measured.get(arm, {}):
            lost = seed in request.runs[arm] and request.runs[arm][seed].outcome == "diverged"
            said.append(f"{arm} (seed {seed} {'diverged before any reading' if lost else 'was not measured'})")
        elif arm in lacks:
            said.append(f"{arm} (it has no layer {say_list(lacks[arm])})")
    return f"Not drawn: {say_list(said)}." if said else ""
