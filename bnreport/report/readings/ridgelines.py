"""Distributions over training, of one seed."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures import Ridge
from bnreport.figures import ridgelines as drawing
from bnreport.formatting import say_list
from bnreport.report.readings._wish import inner
from bnreport.report.sections.curves import four
from bnreport.results import ArmName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.report.readings._wish import Wish
    from bnreport.results import Series

_LAYERS = 2
"""Of which distributions are drawn, ..."""
_RIDGES = 9
"""... each at so many times."""


def strands(wish: "Wish") -> tuple[tuple[str, str | None], ...]:  # noqa: ARG001
    """No curves."""
    return ()


def table(wish: "Wish", points: int) -> drawing.Table | None:  # noqa: ARG001  (ridges are few)
    """Return distributions at evenly spaced times, of the first seed that most arms have; None without any."""
    if not wish.measured:
        return None
    [metric] = wish.axes
    names = [column.split("/") for column in wish.columns]
    chosen = inner(tuple(dict.fromkeys(layer for layer, _ in names)), _LAYERS, wish.asked)
    probabilities = tuple(dict.fromkeys(probability for _, probability in names))
    tally = Counter(seed for _, held in sorted(wish.measured.items()) for seed in held)
    seed = max(sorted(tally), key=tally.__getitem__)
    read = {arm: held[seed] for arm, held in wish.measured.items() if seed in held}
    times = sorted({step for series in read.values() for step in series.steps.tolist()})
    steps = {times[round(place)] for place in np.linspace(0, len(times) - 1, min(_RIDGES, len(times)))}
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
    lost = tuple(arm for arm in read if wish.runs[arm][seed].outcome == "diverged" and arm in drawn)
    return drawing.Table(
        wish.experiment, wish.title, metric, wish.units[metric], seed, tuple(map(float, probabilities)), tuple(ridges),
        lost, wish.source, _absent(wish, seed, lacks),
    )  # fmt: skip


def _ridges(which: tuple[str, str], series: "Series", columns: list[str], steps: set[int]) -> "Iterator[Ridge]":
    """Yield the distributions of an arm and layer at some steps."""
    places = [series.columns.index(column) for column in columns]
    for step, values in zip(series.steps.tolist(), series.values[:, places].tolist(), strict=True):
        if step in steps:
            yield Ridge(*which, step, tuple(map(four, values)))


def _absent(wish: "Wish", seed: int, lacks: "Mapping[str, list[str]]") -> str:
    """Name the arms, or layers of arms, of which there is nothing to draw."""
    said = []
    for arm in wish.runs:
        name = ArmName(arm).condition
        if seed not in wish.measured.get(arm, {}):
            lost = seed in wish.runs[arm] and wish.runs[arm][seed].outcome == "diverged"
            said.append(f"{name} (seed {seed} {'diverged before any reading' if lost else 'was not measured'})")
        elif arm in lacks:
            said.append(f"{name} (it has no layer {say_list(lacks[arm])})")
    return f"Not drawn: {say_list(said)}." if said else ""
