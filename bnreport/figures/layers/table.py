"""Metrics of layers over training: a panel for each metric and layer, arms on shared axes."""

from dataclasses import dataclass
from typing import NamedTuple

from bnreport.figures.shared.curve import (
    Curve,
    arms_of,
    bounds,
    by_seed,
    digest,
    lost_of,
    off_axis,
    say_axis,
    say_counted,
    say_marks,
    say_n,
    say_seeds,
    say_typical,
    seeds_of,
)
from bnreport.figures.shared.step_axes import StepAxes
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import headed
from bnreport.judge.metric_in_words import say_metric

_SHOWN = 3


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
        return say_metric(self.metric)

    @property
    def heading(self) -> str:
        """The metric as the table has it."""
        return self.metric if self.unit == "1" else f"{self.metric} ({self.unit})"


@dataclass(frozen=True)
class Table(FigureTable):
    """Metrics times layers of one experiment."""

    experiment: str
    title: str
    panels: tuple[Panel, ...]
    source: str = ""
    """Who drew such a figure first, and where."""
    counted: tuple[int, int] | None = None
    """First and last step that claims count."""

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
            f"{headed(row[0].name, row[0].unit)} on a {say_axis(log=row[0].axis == 'log')} axis"
            for row in self.rows_of.values()
        )
        off = [each for p in self.panels for each in off_axis(p.curves, self.ends(p.metric))]
        return (
            f"{self.title}, {self.experiment}, over optimiser steps, {say_n(self.curves)}: {axes}; a panel for each "
            f"layer, by its number. {say_seeds(self.curves, each=False)}{say_counted(self.counted)}"
            f"{say_marks(self.curves, off, self.source)}"
        )

    @property
    def alt(self) -> str:
        """The lowest and the highest arm of each panel."""
        said = (f"{p.name}, layer {p.layer}: {say_typical(p.curves, p.unit)}" for p in self.panels)
        return brief(f"{self.title} of {self.experiment}, medians over steps and seeds, lowest to highest arm. ", said)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("metric (unit)", "layer", "arm", "step", *(f"seed {seed}" for seed in seeds_of(self.curves)))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per metric, layer, arm and step."""
        seeds = seeds_of(self.curves)
        return tuple(
            (panel.heading, panel.layer, *row) for panel in self.panels for row in by_seed([panel.curves], seeds)
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

    def over_steps(self) -> tuple[StepAxes, ...]:
        """Return the axes of each metric and layer."""
        return tuple(
            StepAxes(
                f"{panel.name}, layer {panel.layer}",
                panel.unit,
                panel.axis == "log",
                self.ends(panel.metric),
                arms_of(panel.curves),
                lost_of(panel.curves),
                (panel.heading, panel.layer),
                self.counted,
            )
            for panel in self.panels
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
