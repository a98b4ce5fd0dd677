"""From runs to the table of a figure that a probe asks for."""

from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings

import numpy as np

from bnreport.figures import Ridge, curves, heatmap, layers, ribbon, ridgelines
from bnreport.report.learning import curves_of, four

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from bnreport.figures import Table
    from bnreport.results import RunResult, Series

_LAYERS = 3
"""Side by side; more are for heat maps."""
_STRETCHES = 40
"""Of training, in a heat map."""
_DISTRIBUTIONS = 2
"""Layers of which distributions are drawn, ..."""
_RIDGES = 9
"""... each at so many times."""


class Wish(NamedTuple):
    """A figure that a probe's file asks for, in an experiment that measured what it shows."""

    experiment: str
    probe: str
    kind: str
    title: str
    source: str
    axes: "Mapping[str, str]"
    """By metric."""
    units: "Mapping[str, str]"
    runs: "Mapping[str, Mapping[int, RunResult]]"
    """By arm and seed, those that measured it, or diverged before they could."""
    asked: frozenset[str]
    """Columns that hypotheses name."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of its metrics, of whichever run."""
        runs = [run for held in self.runs.values() for run in held.values()]
        series = (run.series[metric] for run in runs for metric in self.axes if metric in run.series)
        return tuple(dict.fromkeys(column for each in series for column in each.columns))

    @property
    def curves(self) -> tuple[tuple[str, str | None], ...]:
        """Metric and column of each set of curves that it draws."""
        columns = {"layers": _inner(self.columns, _LAYERS, self.asked), "curves": (None,), "ribbon": (None,)}
        return tuple((metric, column) for metric in self.axes for column in columns.get(self.kind, ()))

    @property
    def measured(self) -> "dict[str, dict[int, Series]]":
        """The first metric, by arm and seed."""
        [metric, *_] = self.axes
        found = {
            arm: {seed: run.series[metric] for seed, run in held.items() if metric in run.series}
            for arm, held in self.runs.items()
        }
        return {arm: held for arm, held in found.items() if held}


def possible(wish: Wish) -> bool:
    """Return whether there is something to draw; in a heat map, more layers than lines show, and arms to compare."""
    return bool(wish.measured) and (wish.kind != "heatmap" or (len(wish.columns) > _LAYERS and len(wish.measured) > 1))


def table(wish: Wish, points: int) -> "Table":
    """Return what the figure shows, with about so many points a curve."""
    return _TABLES[wish.kind](wish, points)


def _curves(wish: Wish, points: int) -> curves.Table:
    [(metric, axis)] = wish.axes.items()
    [found] = curves_of(wish.runs, wish.curves, points)
    return curves.Table(wish.experiment, metric, wish.units[metric], None, found, axis, wish.title, wish.source)


def _ribbon(wish: Wish, points: int) -> ribbon.Table:
    low, high = wish.axes
    lows, highs = curves_of(wish.runs, wish.curves, points)
    log = wish.axes[low] == "log"
    return ribbon.Table(wish.experiment, wish.title, wish.units[low], log, (low, high), lows, highs, wish.source)


def _layers(wish: Wish, points: int) -> layers.Table:
    panels = [
        layers.Panel(metric, wish.units[metric], wish.axes[metric], f"{layer}", held)
        for metric, layer in wish.curves
        for held in curves_of(wish.runs, [(metric, layer)], points)
    ]
    return layers.Table(wish.experiment, wish.title, tuple(panels), wish.source)


def _ridgelines(wish: Wish, points: int) -> ridgelines.Table:  # noqa: ARG001  (ridges are few)
    [metric] = wish.axes
    names = [column.split("/") for column in wish.columns]
    chosen = _inner(tuple(dict.fromkeys(layer for layer, _ in names)), _DISTRIBUTIONS, wish.asked)
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
    return ridgelines.Table(
        wish.experiment, wish.title, metric, wish.units[metric], seed, tuple(map(float, probabilities)), tuple(ridges),
        lost, wish.source,
    )  # fmt: skip


def _heatmap(wish: Wish, points: int) -> heatmap.Table:  # noqa: ARG001  (stretches are few)
    [metric] = wish.axes
    times = np.unique(np.concatenate([each.steps for held in wish.measured.values() for each in held.values()]))
    ends = np.array([part[-1] for part in np.array_split(times, min(_STRETCHES, len(times)))])
    read = {
        arm: {seed: _stretches(series, wish.columns, ends) for seed, series in held.items()}
        for arm, held in wish.measured.items()
    }
    reference, *arms = read
    panels = []
    for arm in arms:
        with np.errstate(divide="ignore", invalid="ignore"):
            pairs = [values / read[reference][seed] for seed, values in read[arm].items() if seed in read[reference]]
            ratios = _median(np.array(pairs).reshape(-1, len(wish.columns), len(ends)))
        panels.append(heatmap.Panel(arm, tuple(tuple(map(four, row)) for row in ratios.tolist())))
    seeds = max(map(len, wish.measured.values()))
    return heatmap.Table(
        wish.experiment, wish.title, metric, reference, seeds, wish.columns, tuple(ends.tolist()), tuple(panels),
        wish.source,
    )  # fmt: skip


def _stretches(series: "Series", columns: tuple[str, ...], ends: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Return the median (columns, ends) of the readings up to each end since the one before; NaN of none."""
    places = [series.columns.index(column) if column in series.columns else -1 for column in columns]
    values = np.column_stack((series.values, np.full(len(series.values), np.nan)))[:, places]
    parts = np.split(values, np.searchsorted(series.steps, ends[:-1], side="right"))
    return np.column_stack([_median(part) for part in parts])


def _median(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the medians over the first axis of what is a number, NaN where nothing is."""
    if not np.isnan(values).any() and len(values):
        return np.asarray(np.median(values, axis=0))  # several times as fast
    with catch_warnings(action="ignore"):
        return np.asarray(np.nanmedian(values, axis=0))


_TABLES: "dict[str, Callable[[Wish, int], Table]]" = {
    "curves": _curves,
    "heatmap": _heatmap,
    "layers": _layers,
    "ribbon": _ribbon,
    "ridgelines": _ridgelines,
}


def _inner(items: tuple[str, ...], most: int, asked: frozenset[str]) -> tuple[str, ...]:
    """Return all of a few layers; of more, those that are asked for, or some between the first and the last."""
    wanted = tuple(item for item in items if item in asked)
    if len(items) <= most:
        return items
    if wanted:
        return wanted[:most]
    places = np.linspace(0, len(items) - 1, most + 2)[1:-1]
    return tuple(items[round(place)] for place in places)
