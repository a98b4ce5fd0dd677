"""Measurements: what the study's probes read over training, drawn as their files say.

A probe's file may hold `FIGURES`, a list of what to draw: `kind`, a file in `figures/`; `title`; `metrics`, each with
its axis (`linear`, `log`, or `cosine`, from -1 to 1); and, if others drew such a figure first, their `source`.
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import probes
from bnreport.report import readings
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
    for wish in plan.wishes:
        table = readings.table(wish, plan.points)
        if table is None:
            continue
        figures = drawn.setdefault(wish.experiment, {}).setdefault(wish.probe, [])
        figures.append(ReportFigure(wish.kind, f"{wish.experiment}-{wish.probe}-{len(figures) + 1}", table))
    chapters = (
        Chapter(name, tuple(Group(p, probes.registry[p].summary, tuple(figures)) for p, figures in groups.items()))
        for name, groups in drawn.items()
    )
    return tuple(chapters) or None
