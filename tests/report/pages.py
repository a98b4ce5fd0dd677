"""What tests read off a page and its sections."""

from importlib import import_module
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from bnreport.figures.shared.svg import drawn
from bnreport.report.facts import Facts
from bnreport.report.figure import ReportFigure
from bnreport.report.sections.runs import count_stages


def section_of(page: str, name: str) -> str:
    """Return a section's HTML."""
    return page[page.index(f'<section id="{name}"') :].partition("</section>")[0]


def flow_of(facts: Facts) -> dict[str, int]:
    """Return how many runs came how far."""
    return {stage.name: stage.number for stage in count_stages(facts)}


def axes_of(made: ReportFigure) -> list[Axes]:
    """Draw a figure of the report and return the axes of its panels, one after the other."""
    panels = import_module(f"bnreport.figures.{made.kind}.draw").panels(made.table)
    return [axes for panel in panels for axes in drawn(panel).axes]


def bars_of(axes: Any, row: float) -> list[tuple[float, float]]:  # noqa: ANN401  (axes of a figure)
    """Return the ends of a row's bars, thickest first; ticks are thinner than any."""
    lines = [
        each for each in axes.collections if isinstance(each, LineCollection) and np.ravel(each.get_linewidth())[0] > 1
    ]
    lines.sort(key=lambda each: -float(np.ravel(each.get_linewidth())[0]))
    spans = [segment for each in lines for segment in each.get_segments() if len(segment) == 2]
    return [(float(s[0][0]), float(s[1][0])) for s in spans if s[0][1] == s[1][1] == row]
