"""Which figure shows which metric, and how many points its curves may have: the page has room for so many."""

from itertools import count, product
from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.figures import DrawingRequest, Place, curve_sets, requested
from bnreport.figures.shared.curves_of_runs import points_a_curve, runs_of
from bnreport.figures.shared.style import BATCH, NO_NORM, OTHERS
from bnreport.registry import ArmName, MetricName
from bnreport.results.window import Span
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.results import Metric, Results
    from bnreport.study.choice import Choice
    from bnreport.study.schema import Study

_MEANT = {"none": NO_NORM, "batch": BATCH}
"""Norms that have a colour of their own."""


class FigurePlan(NamedTuple):
    """What is drawn where, and how finely."""

    curves: "dict[str, dict[str, Metric]]"
    """Learning curves by experiment: metrics of hypotheses, and accuracies, that no figure of a probe shows."""
    requests: tuple[DrawingRequest, ...]
    """Figures that probes ask for."""
    points: int
    """Of each curve."""


def plan_figures(
    study: "Study",
    results: "Results",
    metrics: "Mapping[str, Mapping[str, Metric]]",
    read: "AbstractSet[str]",
    counted: "Mapping[tuple[str, str], tuple[int, int]]",
) -> FigurePlan:
    """Share out metrics between learning curves and probes' figures, and the page's room between all curves.

    Args:
        study: as resolved.
        results: its runs.
        metrics: by experiment, those worth showing.
        read: metrics that hypotheses read, with a column where they name one.
        counted: by experiment and metric, the first and the last step that claims with a window count.
    """
    requests = tuple(
        request._replace(counted=_both([counted[at] for at in _measured(request) if at in counted]))
        for request in _requests(study, results, read)
    )
    drawn = {(request.experiment, metric) for request in requests for metric in request.axes}
    curves = {
        experiment: {
            name: metric
            for name, metric in measured.items()
            if (experiment, name) not in drawn and _moves(results, experiment, name)
        }
        for experiment, measured in metrics.items()
    }
    curves_drawn = sum(len(curve_sets(request)) * sum(map(len, request.runs.values())) for request in requests)
    for arm, runs in results.runs.items():
        curves_drawn += len(curves.get(ArmName(arm).experiment, ())) * len(runs)
    return FigurePlan(curves, requests, points_a_curve(curves_drawn))


def steps_counted(tests: "Iterable[Test]", results: "Results") -> dict[tuple[str, str], tuple[int, int]]:
    """Return, by experiment and metric, the first and the last step that claims with a window count in any run."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for test in tests:
        if test.parts:
            inner = steps_counted((part for _, part in test.parts), results)
            for at, span in inner.items():
                found.setdefault(at, []).append(span)
        for measure, need in product(test.measures, test.needs()):
            if measure.window is None or need.metric != measure.metric:
                continue
            spans = (results.span(need.arm, seed, measure) for seed in results.of(need.arm))
            at = ArmName(need.arm).experiment, MetricName(measure.metric).name
            found.setdefault(at, []).extend((span.first, span.last) for span in spans if isinstance(span, Span))
    return {at: both for at, spans in found.items() if (both := _both(spans))}


def _measured(request: DrawingRequest) -> "list[tuple[str, str]]":
    """Return experiment and name of all that the figure's probe measures: a ribbon's width is a metric of its own."""
    return [(request.experiment, metric) for metric in probes.metrics_of([request.probe])]


def _both(spans: "Sequence[tuple[int, int]]") -> tuple[int, int] | None:
    """Return from where the first starts to where the last ends."""
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _moves(results: "Results", experiment: str, metric: str) -> bool:
    """Tell whether some run was read more than once: a curve of one point shows what the table of runs says."""
    runs = (run for held in runs_of(results, experiment, {metric}).values() for run in held.values())
    return any(len(run.series[metric].steps) > 1 for run in runs if metric in run.series)


def place_arms(study: "Study", results: "Results") -> "dict[str, Place]":
    """Return the place of every arm among all, by what people read of it, alone or with its experiment.

    An arm looks the same in every figure, as its style goes by its place: by its norm, and by what else it is trained
    with. Arms of several experiments that read the same have one place.
    """
    places: dict[str, Place] = {}
    norms: dict[str, int] = {}
    for name, held in study.experiments.items():
        settings = _settings(study, name, places)
        for arm, condition in conditions(held).items():
            label = study.label(f"{name}.{arm}")
            if label not in places:
                places[label] = Place(_norm(condition.norm, norms), settings[arm])
    for arm in sorted(results.runs):
        if study.label(arm) not in places:  # recorded, or of an experiment that the profile leaves out
            places[study.label(arm)] = Place(norms.setdefault(arm, OTHERS + len(norms)))
    declared = [f"{name}.{arm}" for name, held in study.experiments.items() for arm in conditions(held)]
    return {study.full_label(arm): places[study.label(arm)] for arm in [*declared, *results.runs]} | places


def _norm(norm: "Choice", known: dict[str, int]) -> int:
    """Return the place of a norm, by its options too: what means something has its own one."""
    meant = _MEANT.get(norm.name)
    if str(norm) not in known:
        others = sum(place >= OTHERS for place in known.values())
        known[str(norm)] = OTHERS + others if meant is None or meant in known.values() else meant
    return known[str(norm)]


def _settings(study: "Study", experiment: str, places: "Mapping[str, Place]") -> dict[str, int]:
    """Number what arms of an experiment are trained with, norm apart: as before where a label of it has a place."""
    alike: list[tuple[object, list[str]]] = []
    for arm, condition in conditions(study.experiments[experiment]).items():
        held = next((arms for recipe, arms in alike if recipe == condition.recipe), None)
        if held is None:
            alike.append((condition.recipe, [arm]))
        else:
            held.append(arm)
    found: dict[str, int] = {}
    for _, arms in alike:
        known = (places[label].setting for arm in arms if (label := study.label(f"{experiment}.{arm}")) in places)
        number = next(known, None)
        if number is None:
            number = next(each for each in count() if each not in found.values())
        found |= dict.fromkeys(arms, number)
    return found


def _requests(study: "Study", results: "Results", read: "AbstractSet[str]") -> "Iterator[DrawingRequest]":
    """Yield the figures whose metrics were measured, in the study's order."""
    asked = [MetricName(name) for name in read]
    for name, experiment in study.experiments.items():
        for probe in experiment.probes:
            for figure in requested(probes.registry[probe].constants.get("FIGURES", ())):
                axes = figure.metrics
                runs = {study.label(arm): held for arm, held in runs_of(results, name, {*axes}).items() if held}
                units = {metric: known.unit for metric in axes if (known := results.metric(f"{name}.", metric))}
                columns = frozenset(each.column for each in asked if each.name in axes and each.column)
                if len(units) == len(axes) and any(_moves(results, name, metric) for metric in axes):
                    yield DrawingRequest(
                        name,
                        study.experiment_label(name),
                        probe,
                        figure.kind,
                        figure.title,
                        figure.source,
                        axes,
                        units,
                        runs,
                        columns,
                    )
