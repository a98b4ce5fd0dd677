"""Figures of runs over steps: with each question those arms that its deciding claims compare, all in the appendix."""

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.figures import DrawingRequest, requested, table_of_probe
from bnreport.figures.curves import from_results
from bnreport.registry import ArmName, MetricName
from bnreport.report.figure import ReportFigure
from bnreport.results import Results
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Need, Test
    from bnreport.report.figure_plan import FigurePlan
    from bnreport.results import Metric
    from bnreport.study.schema import Study


class PlacedFigure(NamedTuple):
    """A figure of what was measured in one experiment."""

    experiment: str
    probe: str
    """That asked for it; empty of a learning curve."""
    figure: ReportFigure


class Placed(NamedTuple):
    """All of them."""

    of_questions: "Mapping[str, tuple[ReportFigure, ...]]"
    """By question, of the arms that its deciding claims compare."""
    rest: tuple[PlacedFigure, ...]
    """Of all arms, in the study's order; none whose arms are all in a question's figure."""


class _Plan(NamedTuple):
    """A figure that can be made of all arms, or of some."""

    name: str
    experiment: str
    probe: str
    metrics: frozenset[str]
    """Whatever a claim may read that it shows."""
    source: "Metric | DrawingRequest"

    def shows(self, need: "Need") -> bool:
        """Tell whether it shows what a claim reads of an arm."""
        return ArmName(need.arm).experiment == self.experiment and MetricName(need.metric).name in self.metrics

    def make(self, study: "Study", results: Results, points: int, *, of: str = "") -> ReportFigure | None:
        """Make it of the arms that have results; None where these have nothing to draw."""
        name = f"{self.name}-of-{of}" if of else self.name
        if isinstance(self.source, DrawingRequest):
            labels = {study.label(arm) for arm in results.runs}
            held = {arm: runs for arm, runs in self.source.runs.items() if arm in labels}
            table = table_of_probe(self.source._replace(runs=held), points)
            return ReportFigure(self.source.kind, name, table) if table else None
        curves = from_results.table(study, results, self.experiment, self.source, points)
        return ReportFigure("curves", name, curves)


def place_figures(study: "Study", results: Results, plan: "FigurePlan") -> Placed:
    """Make every figure; that of a question shows what its deciding claims read, of the arms that they compare.

    Args:
        study: as its lock lets it be judged.
        results: its runs, in its order.
        plan: which figures there are.
    """
    plans = [*_curves(plan), *_of_probes(plan)]
    found: dict[str, tuple[ReportFigure, ...]] = {}
    whole: set[str] = set()
    for name, question in study.questions.items():
        needs = [*_compared(study, question.decided_by)]
        made = []
        for each in plans:
            arms = {need.arm for need in needs if each.shows(need)}
            held = {arm: runs for arm, runs in results.runs.items() if arm in arms}
            if held and (figure := each.make(study, Results(held), plan.points, of=name)):
                made.append(figure)
                ran = {arm for arm, runs in results.runs.items() if runs and arm.experiment == each.experiment}
                whole |= {each.name} if ran <= arms else set()
        found[name] = tuple(made)
    rest = ((each, each.make(study, results, plan.points)) for each in plans if each.name not in whole)
    return Placed(found, tuple(PlacedFigure(each.experiment, each.probe, figure) for each, figure in rest if figure))


def _compared(study: "Study", names: "Iterable[str]") -> "Iterator[Need]":
    """Yield what claims compare; what their windows start by is not that."""
    for name in names:
        if name in study.hypotheses:
            yield from _needs(bind(study, study.hypotheses[name].test))


def _needs(test: "Test") -> "Iterator[Need]":
    for _, part in test.parts:
        yield from _needs(part)
    yield from (need for measure, need in product(test.measures, test.needs()) if measure.metric == need.metric)


def _curves(plan: "FigurePlan") -> "Iterator[_Plan]":
    for experiment, metrics in plan.curves.items():
        for name in sorted(metrics):
            yield _Plan(f"{experiment}-{name}", experiment, "", frozenset({name}), metrics[name])


def _of_probes(plan: "FigurePlan") -> "Iterator[_Plan]":
    counts = dict[tuple[str, str], int]()
    for request in plan.requests:
        at = request.experiment, request.probe
        counts[at] = counts.get(at, 0) + 1
        shown = _shown(request.probe, request.title)
        yield _Plan(f"{request.experiment}-{request.probe}-{counts[at]}", *at, shown, request)


def _shown(probe: str, title: str) -> frozenset[str]:
    """Return the metrics that a figure of a probe shows."""
    asked = requested(probes.registry[probe].constants["FIGURES"])
    return frozenset(metric for each in asked if each.title == title for metric in (*each.metrics, *each.shows))
