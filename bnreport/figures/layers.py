"""Metrics of layers over training: a row of panels for each metric, a column for each layer, arms on shared axes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures._axes import step_axis, value_axis
from bnreport.figures._runs import Curve, arms_of, astray, bounds, by_seed, digest, seeds_of, step_ends
from bnreport.figures._strands import draw_runs, legend, wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.figures._words import say_axis, say_marks, say_n, say_seeds, say_typical, say_unit
from bnreport.formatting import times, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN = 3
_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP, _HIGH = 0.78, 1.7, 0.24, 0.42, 0.16, 1.25
"""Margins, the gap between panels and the height of one, in inches."""


class Panel(NamedTuple):
    """One metric of one layer."""

    metric: str
    unit: str
    axis: str
    """linear, log, or cosine: linear from -1 to 1."""
    layer: str
    curves: tuple[Curve, ...]

    @property
    def name(self) -> str:
        """The metric in words."""
        return self.metric.replace("_", " ")


@dataclass(frozen=True)
class Table:
    """Metrics times layers of one experiment."""

    experiment: str
    title: str
    panels: tuple[Panel, ...]
    source: str = ""
    """Who drew such a figure first, and where."""

    @property
    def curves(self) -> tuple[Curve, ...]:
        """All curves."""
        return tuple(curve for panel in self.panels for curve in panel.curves)

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return arms_of(self.curves)

    @property
    def rows_of(self) -> dict[str, tuple[Panel, ...]]:
        """Panels that share their vertical axis, by metric."""
        names = dict.fromkeys(panel.metric for panel in self.panels)
        return {name: tuple(panel for panel in self.panels if panel.metric == name) for name in names}

    def ends(self, metric: str) -> tuple[float, float]:
        """Return the least and the largest value that the axes of a metric show."""
        row = self.rows_of[metric]
        if row[0].axis == "cosine":
            return -1.0, 1.0
        return bounds([curve for panel in row for curve in panel.curves], log=row[0].axis == "log")

    @property
    def caption(self) -> str:
        """What is drawn."""
        axes = ", ".join(
            f"{row[0].name} ({say_unit(row[0].unit)}) on a {say_axis(log=row[0].axis == 'log')} axis"
            for row in self.rows_of.values()
        )
        stray = [each for p in self.panels for each in astray(p.curves, self.ends(p.metric))]
        return (
            f"{self.title}, {self.experiment}, over optimiser steps, {say_n(self.curves)}: {axes}; a column for each "
            f"layer, by its number. {say_seeds(self.curves)}{say_marks(self.curves, stray, self.source)}"
        )

    @property
    def alt(self) -> str:
        """The lowest and the highest arm of each panel."""
        said = "; ".join(f"{p.name}, layer {p.layer}: {say_typical(p.curves, p.unit)}" for p in self.panels)
        return f"{self.title} of {self.experiment}, median over steps, then over seeds, lowest to highest arm. {said}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("metric (unit)", "layer", "arm", "step", *(f"seed {seed}" for seed in seeds_of(self.curves)))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per metric, layer, arm and step."""
        seeds = seeds_of(self.curves)
        return tuple(
            (panel.metric if panel.unit == "1" else f"{panel.metric} ({panel.unit})", panel.layer, *row)
            for panel in self.panels
            for row in by_seed([panel.curves], seeds)
        )

    def shown(self) -> Shown:
        """Return median and range over seeds of each arm, at some steps."""
        return Shown(
            ("metric", "layer", "step", *self.arms),
            tuple(
                (panel.name, panel.layer, *row)
                for panel in self.panels
                for row in digest(panel.curves, self.arms, panel.unit, _SHOWN)
            ),
        )


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    rows = max(1, len(table.rows_of))
    return 7.4, max(_TOP + rows * (_HIGH + _GAP) - _GAP + _BOTTOM, 0.3 + 0.19 * len(table.arms))


def draw(figure: "Figure", table: Table) -> None:
    """Draw panel by panel."""
    width, height = size(table)
    rows = [*table.rows_of.values()]
    columns = max(map(len, rows), default=1)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for down, row in enumerate(rows):
        bottom = _BOTTOM + (len(rows) - 1 - down) * (_HIGH + _GAP)
        for along, panel in enumerate(row):
            left = _LEFT + along * (wide + _GAP)
            axes = figure.add_axes((left / width, bottom / height, wide / width, _HIGH / height))
            step_axis(axes, step_ends(table.curves), panels=columns, labels=down == len(rows) - 1)
            _panel(axes, table, panel, columns, first=along == 0)
            if down == 0:
                axes.set_title(f"layer {panel.layer}")
    figure.text((_LEFT + width - _RIGHT) / 2 / width, 0.08 / height, "optimiser steps", ha="center", va="bottom")
    legend(figure, table.curves, 1 - (_RIGHT - 0.1) / width)


def _panel(axes: "Axes", table: Table, panel: Panel, columns: int, *, first: bool) -> None:
    ends, factor = table.ends(panel.metric), times(panel.unit)
    scaled = (factor * ends[0], factor * ends[1])
    value_axis(axes, scaled, log=panel.axis == "log", panels=columns, labels=first)
    draw_runs(axes, panel.curves, table.arms, ends, factor)
    if first:
        box = axes.get_position()
        name = wrapped(f"{panel.name} ({unit})" if (unit := unit_of(panel.unit)) else panel.name, 20)
        axes.figure.text(
            0.012, (box.y0 + box.y1) / 2, name, rotation=90, ha="left", va="center", multialignment="center"
        )


EXAMPLE = Table(
    "e", "Drift", (
        Panel("shift", "nat", "log", "5", (
            Curve("e.a", 0, (0, 5, 10), (2.1, 1.4, 0.5), diverged=False),
            Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True),
        )),
        Panel("cosine", "1", "cosine", "5", (Curve("e.a", 0, (0, 5, 10), (0.9, -0.4, 0.8), diverged=False),)),
    ),
)  # fmt: skip
