"""Learning curves: metrics that hypotheses read, and accuracies, that no question's evidence shows."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.report.figure import ReportFigure

TITLE = "Learning curves"


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    figures: "tuple[ReportFigure, ...]"


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Return them experiment by experiment."""
    found: dict[str, list[ReportFigure]] = {}
    for each in facts.drawn.rest:
        if not each.probe:
            found.setdefault(each.experiment, []).append(each.figure)
    chapters = (Chapter(facts.study.experiment_label(name), tuple(figures)) for name, figures in found.items())
    return tuple(chapters) or None
