"""Distributions over training, of one seed."""

from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures import Ridge
from bnreport.figures import ridgelines as drawing
from bnreport.report.learning import four
from bnreport.report.readings._wish import inner

if TYPE_CHECKING:
    from bnreport.report.readings._wish import Wish

_LAYERS = 2
"""Of which distributions are drawn, ..."""
_RIDGES = 9
"""... each at so many times."""


def strands(wish: "Wish") -> tuple[tuple[str, str | None], ...]:  # noqa: ARG001
    """No curves."""
    return ()


def table(wish: "Wish", points: int) -> drawing.Table:  # noqa: ARG001  (ridges are few)
    """Return distributions at evenly spaced times, of the first seed that was measured."""
    [metric] = wish.axes
    names = [column.split("/") for column in wish.columns]
    chosen = inner(tuple(dict.fromkeys(layer for layer, _ in names)), _LAYERS, wish.asked)
    probabilities = tuple(dict.fromkeys(probability for _, probability in names))
    seed = min(seed for held in wish.measured.values() for seed in held)
    read = {arm: held[seed] for arm, held in wish.measured.items() if seed in held}
    times = sorted({step for series in read.values() for step in series.steps.tolist()})
    steps = {times[round(place)] for place in np.linspace(0, len(times) - 1, min(_RIDGES, len(times)))}
    ridges = []
    for layer in chosen:
        for arm, series in read.items():
            columns = [series.columns.index(f"{layer}/{probability}") for probability in probabilities]
            for step, values in zip(series.steps.tolist(), series.values[:, columns].tolist(), strict=True):
                if step in steps:
                    ridges.append(Ridge(arm, layer, step, tuple(map(four, values))))
    lost = tuple(arm for arm in read if wish.runs[arm][seed].outcome == "diverged")
    return drawing.Table(
        wish.experiment, wish.title, metric, wish.units[metric], seed, tuple(map(float, probabilities)), tuple(ridges),
        lost, wish.source,
    )  # fmt: skip
