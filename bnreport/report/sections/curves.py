"""Learning curves: every metric that a hypothesis reads, and accuracy in training and test."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.curves import from_results
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.results import Metric

TITLE = "Learning curves"


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    figures: tuple[ReportFigure, ...]


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Draw one figure per experiment and metric."""
    chapters = (
        Chapter(
            facts.study.experiment_label(name), tuple(_figure(facts, name, found[metric]) for metric in sorted(found))
        )
        for name, found in facts.figure_plan.curves.items()
        if found
    )
    return tuple(chapters) or None


def _figure(facts: "Facts", experiment: str, metric: "Metric") -> ReportFigure:
    table = from_results.table(facts.study, facts.results, experiment, metric, facts.figure_plan.points)
    return ReportFigure("curves", f"{experiment}-{metric.name}", table)
