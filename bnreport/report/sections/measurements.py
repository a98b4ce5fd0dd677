"""Measurements: what the study's probes read over training, drawn as their files say in `FIGURES`."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.figures import table_of_probe
from bnreport.formatting import say_name
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

TITLE = "Measurements"


class Group(NamedTuple):
    """What one probe measured."""

    probe: str
    summary: str
    figures: tuple[ReportFigure, ...]


class Chapter(NamedTuple):
    """One experiment."""

    experiment: str
    groups: tuple[Group, ...]


def gather(facts: "Facts") -> tuple[Chapter, ...] | None:
    """Draw what was measured, experiment by experiment and probe by probe."""
    plan = facts.figure_plan
    drawn: dict[str, dict[str, list[ReportFigure]]] = {}
    for request in plan.requests:
        table = table_of_probe(request, plan.points)
        if table is None:
            continue
        figures = drawn.setdefault(request.experiment, {}).setdefault(request.probe, [])
        figures.append(ReportFigure(request.kind, f"{request.experiment}-{request.probe}-{len(figures) + 1}", table))
    chapters = (
        Chapter(
            facts.study.experiment_label(name),
            tuple(Group(say_name(p), probes.registry[p].summary, tuple(each)) for p, each in groups.items()),
        )
        for name, groups in drawn.items()
    )
    return tuple(chapters) or None
