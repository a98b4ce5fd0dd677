"""Distributions over training, of all seeds of an arm together."""

from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.ridgelines.density import Ridge, pooled
from bnreport.figures.ridgelines.table import Table
from bnreport.figures.shared.curves_of_runs import four
from bnreport.figures.shared.drawing_request import inner
from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bnreport.figures.shared.drawing_request import DrawingRequest
    from bnreport.results import RunResult, Series

_LAYERS, _MANY = 2, 6
"""Of which distributions are drawn; one of so many arms."""
_RIDGES = 9
"""... each at so many times."""


def table(request: "DrawingRequest", points: int) -> Table | None:  # noqa: ARG001  (ridges are few)
    """Return distributions at evenly spaced times, all seeds of an arm together; None without any."""
    if not request.measured:
        return None
    [metric] = request.axes
    names = [column.split("/") for column in request.columns]
    most = _LAYERS if len(request.measured) <= _MANY else 1
    chosen = inner(tuple(dict.fromkeys(layer for layer, _ in names)), most, request.asked)[:most]
    probabilities = tuple(dict.fromkeys(probability for _, probability in names))
    read = [series for held in request.measured.values() for series in held.values()]
    times = sorted({step for series in read for step in series.steps.tolist()})
    steps = {times[round(index)] for index in np.linspace(0, len(times) - 1, min(_RIDGES, len(times)))}
    ridges: list[Ridge] = []
    lacks: dict[str, list[str]] = {}
    for layer in chosen:
        for arm, held in request.measured.items():
            columns = tuple(f"{layer}/{probability}" for probability in probabilities)
            whole = [series for series in held.values() if {*columns} <= {*series.columns}]
            ridges += _ridges((arm, layer), whole, columns, steps)
            if not whole:
                lacks.setdefault(arm, []).append(layer)
    drawn = {ridge.arm for ridge in ridges}
    ended = {arm: _lost(held.values()) for arm, held in request.runs.items()}
    lost = tuple(arm for arm in _arms(ridges) if ended[arm] == len(request.runs[arm]))
    return Table(
        request.experiment_label, request.title, metric, request.units[metric],
        max((len(held) for arm, held in request.measured.items() if arm in drawn), default=0),
        tuple(map(float, probabilities)), tuple(ridges), lost, request.source, _notes(request, lacks, ended, lost),
    )  # fmt: skip


def _arms(ridges: "Iterable[Ridge]") -> tuple[str, ...]:
    """Return the arms of ridges, in order of appearance."""
    return tuple(dict.fromkeys(ridge.arm for ridge in ridges))


def _lost(runs: "Iterable[RunResult]") -> int:
    return sum(run.outcome == "diverged" for run in runs)


def _ridges(
    which: tuple[str, str], runs: "Sequence[Series]", columns: tuple[str, ...], steps: set[int]
) -> "Iterator[Ridge]":
    """Yield the distributions of an arm and layer at some steps, of all runs together."""
    read: dict[int, list[list[float]]] = {}
    for series in runs:
        indices = [series.columns.index(column) for column in columns]
        for step, values in zip(series.steps.tolist(), series.values[:, indices].tolist(), strict=True):
            if step in steps:
                read.setdefault(step, []).append(values)
    probabilities = [float(column.partition("/")[2]) for column in columns]
    for step, held in sorted(read.items()):
        yield Ridge(*which, step, tuple(map(four, pooled(np.array(held), probabilities))))


def _notes(
    request: "DrawingRequest", lacks: "Mapping[str, list[str]]", ended: "Mapping[str, int]", lost: "Sequence[str]"
) -> str:
    """Name the arms, or layers of arms, of which there is nothing to draw, and those of which some runs diverged."""
    said = []
    for arm, runs in request.runs.items():
        if arm not in request.measured:
            why = "diverged before any reading" if ended[arm] == len(runs) else "was not measured"
            said.append(f"{arm} ({why})")
        elif arm in lacks:
            said.append(f"{arm} (it has no layer {say_list(lacks[arm])})")
    some = [
        f"{ended[arm]} of {len(request.runs[arm])} of {arm}"
        for arm in request.measured
        if ended[arm] and arm not in lost
    ]
    notes = (
        f"Not drawn: {say_list(said)}." if said else "",
        f"Runs that diverged, and are here up to then: {say_list(some)}." if some else "",
    )
    return " ".join(filter(None, notes))
