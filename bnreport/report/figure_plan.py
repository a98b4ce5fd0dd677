"""Which figure shows which metric, and how many points its curves may have: the page has room for so many."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.report import readings
from bnreport.report.sections.curves import points_each, runs_of
from bnreport.results import ArmName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from bnreport.results import Metric, Results
    from bnreport.study.schema import Study


class FigurePlan(NamedTuple):
    """What is drawn where, and how finely."""

    curves: "dict[str, dict[str, Metric]]"
    """Learning curves by experiment: metrics of hypotheses, and accuracies, that no figure of a probe shows."""
    wishes: "tuple[readings.Wish, ...]"
    """Figures that probes ask for."""
    points: int
    """Of each curve."""


def plan_figures(
    study: "Study",
    results: "Results",
    metrics: "Mapping[str, Mapping[str, Metric]]",
    read: "AbstractSet[str]",
) -> FigurePlan:
    """Share out metrics between learning curves and probes' figures, and the page's room between all curves.

    Args:
        study: as resolved.
        results: its runs.
        metrics: by experiment, those worth showing.
        read: metrics that hypotheses read, with a column where they name one.
    """
    wishes = tuple(_wishes(study, results, read))
    drawn = {(wish.experiment, metric) for wish in wishes for metric in wish.axes}
    curves = {
        experiment: {name: metric for name, metric in measured.items() if (experiment, name) not in drawn}
        for experiment, measured in metrics.items()
    }
    count = sum(len(readings.strands(wish)) * sum(map(len, wish.runs.values())) for wish in wishes)
    for arm, runs in results.runs.items():
        count += len(curves.get(ArmName(arm).experiment, ())) * len(runs)
    return FigurePlan(curves, wishes, points_each(count))


def _wishes(study: "Study", results: "Results", read: "AbstractSet[str]") -> "Iterator[readings.Wish]":
    """Yield the figures whose metrics were measured, in the study's order."""
    words = [name.partition(".") for name in read]
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
