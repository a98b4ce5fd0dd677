"""Learning curves: every metric that a hypothesis reads, and accuracy in training and test."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.curves import from_results
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

TITLE = "Learning curves"


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    figures: tuple[ReportFigure, ...]


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Draw one figure per experiment and metric."""
    plan, results = facts.figure_plan, facts.results
    chapters = (
        Chapter(
            name,
            tuple(
                ReportFigure("curves", f"{name}-{metric.name}", from_results.table(results, name, metric, plan.points))
                for _, metric in sorted(found.items())
            ),
        )
        for name, found in plan.curves.items()
        if found
    )
    return tuple(chapters) or None
