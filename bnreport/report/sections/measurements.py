"""Measurements: what the study's probes read over training, as far as no question's evidence shows it."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.formatting import say_name

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.report.figure import ReportFigure

TITLE = "Measurements"


class Group(NamedTuple):
    """What one probe measured."""

    probe: str
    summary: str
    figures: "tuple[ReportFigure, ...]"


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    groups: tuple[Group, ...]


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Return what was measured, experiment by experiment and probe by probe."""
    drawn: dict[str, dict[str, list[ReportFigure]]] = {}
    for each in facts.drawn.rest:
        if each.probe:
            drawn.setdefault(each.experiment, {}).setdefault(each.probe, []).append(each.figure)
    chapters = (
        Chapter(
            facts.study.experiment_label(name),
            tuple(Group(say_name(p), probes.registry[p].summary, tuple(figures)) for p, figures in groups.items()),
        )
        for name, groups in drawn.items()
    )
    return tuple(chapters) or None
