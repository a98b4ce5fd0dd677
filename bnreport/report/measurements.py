"""Measurements: what the study's probes read over training, drawn as their files say.

A probe's file may hold `FIGURES`, a list of what to draw: `kind`, a file in `figures/`; `title`; `metrics`, each with its
axis (`linear`, `log`, or `cosine`, from -1 to 1); and, if others drew such a figure first, their `source`.
"""

from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import catch_warnings

import numpy as np

from bnreport import probes
from bnreport.figures import curves, heatmap, layers, ribbon, ridgelines
from bnreport.report.exhibit import Exhibit, exhibit
from bnreport.report.learning import curves_of, four, named, runs_of, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from bnreport.figures import Table
    from bnreport.results import Metric, Results, RunResult, Series
    from bnreport.spec.models import Study

_LAYERS = 3
"""Beside each other; more are for heat maps."""
_STRETCHES = 40
"""Of training, in a heat map."""
_DISTRIBUTIONS = 2
"""Layers of which distributions are drawn, ..."""
_RIDGES = 9
"""... each at so many times, ..."""
_QUANTILES = 15
"""... by so many quantiles at most."""


class Group(NamedTuple):
    """What one probe measured."""

    probe: str
    summary: str
    figures: tuple[Exhibit, ...]


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    groups: tuple[Group, ...]


class _Wish(NamedTuple):
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
    def names(self) -> tuple[tuple[str, str | None], ...]:
        """Metric and column of each set of curves."""
        if self.kind in _UNCOUNTED:
            return ()
        chosen = _inner(self.columns, _LAYERS, self.asked) if self.kind == "layers" else (None,)
        return tuple((metric, column) for metric in self.axes for column in chosen)


class Plan(NamedTuple):
    """What is drawn, and where."""

    learning: "dict[str, dict[str, Metric]]"
    """Learning curves by experiment: metrics of hypotheses, and accuracies, that no figure of a probe shows."""
    wishes: tuple[_Wish, ...]
    points: int
    """Of each curve."""


def plan(study: "Study", results: "Results", metrics: "Mapping[str, Mapping[str, Metric]]") -> Plan:
    """Share out metrics between learning curves and probes' figures, and the page's room between all curves."""
    wishes = tuple(_wishes(study, results))
    drawn = {(wish.experiment, metric) for wish in wishes for metric in wish.axes}
    learning = {
        experiment: {name: metric for name, metric in measured.items() if (experiment, name) not in drawn}
        for experiment, measured in metrics.items()
    }
    count = sum(len(wish.names) * sum(map(len, wish.runs.values())) for wish in wishes)
    for arm, runs in results.runs.items():
        count += len(learning.get(arm.partition(".")[0], ())) * len(runs)
    return Plan(learning, wishes, share(count))


def chapters(planned: Plan) -> tuple[Chapter, ...]:
    """Draw what was measured, experiment by experiment and probe by probe."""
    drawn: dict[str, dict[str, list[Exhibit]]] = {}
    for wish in planned.wishes:
        figures = drawn.setdefault(wish.experiment, {}).setdefault(wish.probe, [])
        name = f"{wish.experiment}-{wish.probe}-{len(figures) + 1}"
        figures.append(exhibit(wish.kind, name, _TABLES[wish.kind](wish, planned.points)))
    return tuple(
        Chapter(name, tuple(Group(p, probes.registry[p].summary, tuple(figures)) for p, figures in groups.items()))
        for name, groups in drawn.items()
    )


def _wishes(study: "Study", results: "Results") -> "Iterator[_Wish]":
    words = [name.partition(".") for name in named(study)]
    for name, experiment in study.experiments.items():
        for probe in experiment.probes:
            for each in probes.registry[probe].constants.get("FIGURES", ()):
                axes = each["metrics"]
                runs = runs_of(results, name, {*axes})
                metrics = [metric for held in runs.values() for run in held.values() for metric in run.metrics.values()]
                units = {metric.name: metric.unit for metric in metrics if metric.name in axes}
                asked = frozenset(column for metric, _, column in words if metric in axes)
                wish = _Wish(
                    name, probe, each["kind"], each["title"], each.get("source", ""), axes, units, runs, asked
                )
                if len(units) == len(axes) and (wish.kind != "heatmap" or _mapped(wish)):
                    yield wish


def _mapped(wish: _Wish) -> bool:
    """Return whether there are layers enough for a heat map, and arms to compare."""
    return len(wish.columns) > _LAYERS and len(wish.runs) > 1


def _curves(wish: _Wish, points: int) -> curves.Table:
    [(metric, axis)] = wish.axes.items()
    [found] = curves_of(wish.runs, wish.names, points)
    return curves.Table(wish.experiment, metric, wish.units[metric], None, found, axis, wish.title, wish.source)


def _ribbon(wish: _Wish, points: int) -> ribbon.Table:
    low, high = wish.axes
    found = curves_of(wish.runs, wish.names, points)
    log = wish.axes[low] == "log"
    return ribbon.Table(wish.experiment, wish.title, wish.units[low], log, (low, high), *found, wish.source)


def _layers(wish: _Wish, points: int) -> layers.Table:
    panels = [
        layers.Panel(metric, wish.units[metric], wish.axes[metric], f"{layer}", held)
        for metric, layer in wish.names
        for held in curves_of(wish.runs, [(metric, layer)], points)
    ]
    return layers.Table(wish.experiment, wish.title, tuple(panels), wish.source)


def _ridgelines(wish: _Wish, points: int) -> ridgelines.Table:  # noqa: ARG001  (ridges are few)
    [metric] = wish.axes
    names = [column.split("/") for column in wish.columns]
    chosen = _inner(tuple(dict.fromkeys(layer for layer, _ in names)), _DISTRIBUTIONS, wish.asked)
    probabilities = _sparse(tuple(dict.fromkeys(probability for _, probability in names)))
    read = {arm: {s: run for s, run in held.items() if metric in run.series} for arm, held in wish.runs.items()}
    seed = min(seed for held in read.values() for seed in held)
    read = {arm: held[seed] for arm, held in read.items() if seed in held}
    times = sorted({step for run in read.values() for step in run.series[metric].steps.tolist()})
    steps = _spread(tuple(times), _RIDGES)
    ridges = []
    for layer in chosen:
        for arm, run in read.items():
            series = run.series[metric]
            held = [series.columns.index(f"{layer}/{probability}") for probability in probabilities]
            for step, values in zip(series.steps.tolist(), series.values[:, held].tolist(), strict=True):
                if step in steps:
                    ridges.append(ridgelines.Ridge(arm, layer, step, tuple(map(four, values))))
    return ridgelines.Table(
        wish.experiment, wish.title, metric, wish.units[metric], seed, tuple(map(float, probabilities)), tuple(ridges),
        tuple(arm for arm, run in read.items() if run.outcome == "diverged"), wish.source,
    )  # fmt: skip


def _heatmap(wish: _Wish, points: int) -> heatmap.Table:  # noqa: ARG001  (stretches are few)
    [metric] = wish.axes
    series = [run.series[metric] for held in wish.runs.values() for run in held.values() if metric in run.series]
    times = np.unique(np.concatenate([each.steps for each in series]))
    ends = np.array([part[-1] for part in np.array_split(times, min(_STRETCHES, len(times)))])
    read = {
        arm: {seed: _stretches(run.series[metric], wish.columns, ends) for seed, run in held.items() if metric in run.series}
        for arm, held in wish.runs.items()
    }
    reference, *arms = read
    panels = []
    for arm in arms:
        with np.errstate(divide="ignore", invalid="ignore"), catch_warnings(action="ignore"):
            both = [values / read[reference][seed] for seed, values in read[arm].items() if seed in read[reference]]
            ratios = np.nanmedian(both, axis=0) if both else np.full((len(wish.columns), len(ends)), np.nan)
        panels.append(heatmap.Panel(arm, tuple(tuple(map(four, row)) for row in ratios.tolist())))
    seeds = max(map(len, wish.runs.values()))
    return heatmap.Table(
        wish.experiment, wish.title, metric, reference, seeds, wish.columns, tuple(ends.tolist()), tuple(panels),
        wish.source,
    )  # fmt: skip


def _stretches(series: "Series", columns: tuple[str, ...], ends: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Return the median (columns, ends) of the readings up to each end since the one before; NaN of none."""
    places = [series.columns.index(column) if column in series.columns else -1 for column in columns]
    values = np.column_stack((series.values, np.full(len(series.values), np.nan)))[:, places]
    parts = np.split(values, np.searchsorted(series.steps, ends[:-1], side="right"))
    with catch_warnings(action="ignore"):  # of stretches without a reading
        return np.column_stack([np.nanmedian(part, axis=0) for part in parts])


_TABLES: "dict[str, Callable[[_Wish, int], Table]]" = {
    "curves": _curves,
    "heatmap": _heatmap,
    "layers": _layers,
    "ribbon": _ribbon,
    "ridgelines": _ridgelines,
}
_UNCOUNTED = ("heatmap", "ridgelines")
"""Kinds whose size does not depend on the length of the runs."""


def _inner(items: tuple[str, ...], most: int, asked: frozenset[str]) -> tuple[str, ...]:
    """Return all of a few layers; of more, those that are asked for, or some between the first and the last."""
    wanted = tuple(item for item in items if item in asked)[:most]
    if len(items) <= most:
        return items
    if wanted:
        return wanted
    places = np.linspace(0, len(items) - 1, most + 2)[1:-1]
    return tuple(items[round(place)] for place in places)


def _spread(items: tuple[Any, ...], most: int) -> tuple[Any, ...]:
    """Return all of a few, or so many from the first to the last."""
    places = np.linspace(0, len(items) - 1, min(most, len(items)))
    return tuple(items[round(place)] for place in places)


def _sparse(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return both ends and every other in between, of many: finer ones show the noise of a small sample."""
    return items if len(items) <= _QUANTILES else (items[0], *items[1:-1:2], items[-1])
