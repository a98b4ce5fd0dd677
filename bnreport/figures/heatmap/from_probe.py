"""A metric of every layer over training, against the first arm."""

from dataclasses import replace
from typing import TYPE_CHECKING
from warnings import catch_warnings

import numpy as np

from bnreport.figures.heatmap.table import Panel, Table
from bnreport.figures.shared.curves_of_runs import four
from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bnreport.figures.shared.drawing_request import DrawingRequest
    from bnreport.results import Series

_FEWEST = 4
"""Layers; fewer are seen better as lines."""
_STRETCHES = 40
"""Of training."""


def table(request: "DrawingRequest", points: int) -> Table | None:  # noqa: ARG001  (stretches are few)
    """Return the ratio of each arm to the first, layer by layer; None of few layers, or of fewer than two arms."""
    [metric] = request.axes
    if len(request.columns) < _FEWEST or len(request.measured) <= 1:
        return None
    named = request.experiment_label, request.title, metric
    made = ratios(named, request.measured, request.columns, request.source)
    blank = [arm for arm in request.runs if arm not in request.measured]
    notes = (made.note, f"Diverged before any reading: {say_list(blank)}." if blank else "")
    return replace(made, note=" ".join(filter(None, notes)))


def ratios(
    named: tuple[str, str, str],
    measured: "Mapping[str, Mapping[int, Series]]",
    columns: tuple[str, ...],
    source: str = "",
) -> Table:
    """Return the ratio of each arm to the first, median over seeds, of medians over stretches of training.

    Args:
        named: experiment, title and metric.
        measured: the metric by arm and seed.
        columns: layers, in their order.
        source: who drew such a figure first.
    """
    times = np.unique(np.concatenate([each.steps for held in measured.values() for each in held.values()]))
    ends = np.array([part[-1] for part in np.array_split(times, min(_STRETCHES, len(times)))])
    read = {
        arm: {seed: _stretches(series, columns, ends) for seed, series in held.items()}
        for arm, held in measured.items()
    }
    reference, *arms = read
    panels, paired = [], {}
    for arm in arms:
        with np.errstate(divide="ignore", invalid="ignore"):
            pairs = [values / read[reference][seed] for seed, values in read[arm].items() if seed in read[reference]]
            medians = _median(np.array(pairs).reshape(-1, len(columns), len(ends)))
        paired[arm] = len(pairs)
        panels.append(Panel(arm, tuple(tuple(map(four, row)) for row in medians.tolist())))
    experiment, title, metric = named
    steps, alone = tuple(ends.tolist()), [arm for arm, count in paired.items() if not count]
    note = f"No seed to pair with {reference}: {say_list(alone)}." if alone else ""
    return Table(
        experiment, title, metric, reference, max(paired.values()), columns, steps, tuple(panels), source, note
    )


def _stretches(series: "Series", columns: tuple[str, ...], ends: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Return the median (columns, ends) of the readings up to each end since the one before; NaN of none."""
    indices = [series.columns.index(column) if column in series.columns else -1 for column in columns]
    values = np.column_stack((series.values, np.full(len(series.values), np.nan)))[:, indices]
    parts = np.split(values, np.searchsorted(series.steps, ends[:-1], side="right"))
    return np.column_stack([_median(part) for part in parts])


def _median(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the medians over the first axis of what is a number, NaN where nothing is."""
    if not np.isnan(values).any() and len(values):
        return np.asarray(np.median(values, axis=0))  # several times as fast
    with catch_warnings(action="ignore"):
        return np.asarray(np.nanmedian(values, axis=0))
