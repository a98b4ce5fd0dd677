"""Measurements: what the study's probes read over training, drawn as their files say.

A probe's file may hold `FIGURES`, a list of what to draw: `kind`, a file in `figures/`; `title`; `metrics`, each with
its axis (`linear`, `log`, or `cosine`, from -1 to 1); and, if others drew such a figure first, their `source`.
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.report import readings
from bnreport.report.exhibit import Exhibit
from bnreport.report.learning import named, runs_of, share
from bnreport.results import ArmName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.results import Metric, Results
    from bnreport.study.schema import Study


class Group(NamedTuple):
    """What one probe measured."""

    probe: str
    summary: str
    figures: tuple[Exhibit, ...]


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    groups: tuple[Group, ...]


class Share(NamedTuple):
    """What is drawn where, and how finely."""

    learning: "dict[str, dict[str, Metric]]"
    """Learning curves by experiment: metrics of hypotheses, and accuracies, that no figure of a probe shows."""
    wishes: "tuple[readings.Wish, ...]"
    points: int
    """Of each curve."""


def shared(study: "Study", results: "Results", metrics: "Mapping[str, Mapping[str, Metric]]") -> Share:
    """Share out metrics between learning curves and probes' figures, and the page's room between all curves."""
    wishes = tuple(_wishes(study, results))
    drawn = {(wish.experiment, metric) for wish in wishes for metric in wish.axes}
    learning = {
        experiment: {name: metric for name, metric in measured.items() if (experiment, name) not in drawn}
        for experiment, measured in metrics.items()
    }
    count = sum(len(readings.strands(wish)) * sum(map(len, wish.runs.values())) for wish in wishes)
    for arm, runs in results.runs.items():
        count += len(learning.get(ArmName(arm).experiment, ())) * len(runs)
    return Share(learning, wishes, share(count))


def chapters(pictured: Share) -> tuple[Chapter, ...]:
    """Draw what was measured, experiment by experiment and probe by probe."""
    drawn: dict[str, dict[str, list[Exhibit]]] = {}
    for wish in pictured.wishes:
        table = readings.table(wish, pictured.points)
        if table is None:
            continue
        figures = drawn.setdefault(wish.experiment, {}).setdefault(wish.probe, [])
        figures.append(Exhibit(wish.kind, f"{wish.experiment}-{wish.probe}-{len(figures) + 1}", table))
    return tuple(
        Chapter(name, tuple(Group(p, probes.registry[p].summary, tuple(figures)) for p, figures in groups.items()))
        for name, groups in drawn.items()
    )


def _wishes(study: "Study", results: "Results") -> "Iterator[readings.Wish]":
    """Yield the figures whose metrics were measured, in the study's order."""
    words = [name.partition(".") for name in named(study)]
    for name, experiment in study.experiments.items():
        for probe in experiment.probes:
            for figure in probes.registry[probe].constants.get("FIGURES", ()):
                axes = figure["metrics"]
                runs = {arm: held for arm, held in runs_of(results, name, {*axes}).items() if held}
                units = {metric: known.unit for metric in axes if (known := results.metric(f"{name}.", metric))}
                asked = frozenset(column for metric, _, column in words if metric in axes)
                source = figure.get("source", "")
                wish = readings.Wish(name, probe, figure["kind"], figure["title"], source, axes, units, runs, asked)
                if len(units) == len(axes):
                    yield wish
