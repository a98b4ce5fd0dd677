"""A range over training, from its low to its high end: arms on one axis, or where they are many in panels alike."""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from bnreport.figures._axes import step_axis, value_axis
from bnreport.figures._ink import ink
from bnreport.figures._runs import (
    Curve,
    arms_of,
    astray,
    bounds,
    by_seed,
    digest,
    middle,
    of_arm,
    seeds_of,
    short,
    step_ends,
    typical,
)
from bnreport.figures._strands import draw_astray, draw_bands, draw_line, draw_seeds, legend, ring, strand, wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.figures._words import say_axis, say_marks, say_n, say_unit
from bnreport.formatting import say_value, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHOWN = 8
_TOGETHER = 2
_ABREAST = 4
"""Arms whose ribbons, with the seeds in them, can be told apart on one axis; else so many beside each other."""
_LEFT, _RIGHT, _TOP, _ABOVE, _BOTTOM, _GAP, _HIGH = 0.5, 0.12, 0.2, 0.24, 0.42, 0.14, 1.25
"""Of panels: margins of all, room above and beside each, and its height, in inches."""


@dataclass(frozen=True)
class Table:
    """Low and high ends in every run of one experiment."""

    experiment: str
    title: str
    unit: str
    log: bool
    """Whether the vertical axis is logarithmic."""
    metrics: tuple[str, str]
    """Names of the low and of the high end."""
    lows: tuple[Curve, ...]
    highs: tuple[Curve, ...]
    source: str = ""
    """Who drew such a figure first, and where."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return arms_of(self.highs)

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value that the vertical axis shows."""
        return bounds([*self.lows, *self.highs], log=self.log)

    @property
    def caption(self) -> str:
        """What is drawn."""
        where = "" if len(self.arms) <= _TOGETHER else "; a panel for each arm, all with the same axes"
        return (
            f"{self.title} ({say_unit(self.unit)}), {self.experiment}, over optimiser steps, {say_n(self.highs)}, on a "
            f"{say_axis(log=self.log)} axis{where}. Ribbon: from the median over seeds of the low end "
            f"({self.metrics[0]}) to that of the high end ({self.metrics[1]}); thin lines: both ends of every seed."
            f"{say_marks(self.highs, astray((*self.lows, *self.highs), self.ends), self.source)}"
        )

    @property
    def alt(self) -> str:
        """How wide each ribbon typically is."""
        return (
            f"{self.title} of {self.experiment}, from low to high end, medians over steps, then over seeds: "
            f"{'; '.join(map(self._span, self.arms))}."
        )

    def _span(self, arm: str) -> str:
        low, high = (typical(of_arm(curves, arm)) for curves in (self.lows, self.highs))
        runs = of_arm(self.highs, arm)
        lost = sum(curve.diverged for curve in runs)
        said = [
            f"{say_value(middle(low), self.unit)} to {say_value(middle(high), self.unit)} (n = {len(high)})"
        ] * bool(high)
        return f"{short(arm)} " + ", ".join([*said, *[f"{lost} of {len(runs)} diverged"] * bool(lost)])

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        seeds = seeds_of([*self.lows, *self.highs])
        return ("arm", "step", *(f"{metric} ({self.unit}), seed {seed}" for metric in self.metrics for seed in seeds))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm and step."""
        return tuple(by_seed([self.lows, self.highs], seeds_of([*self.lows, *self.highs])))

    def shown(self) -> Shown:
        """Return median and range over seeds of both ends, at evenly spaced steps."""
        both = zip(self.metrics, (self.lows, self.highs), strict=True)
        rows = [(metric, *row) for metric, curves in both for row in digest(curves, self.arms, self.unit, _SHOWN)]
        return Shown(("end", "step", *self.arms), tuple(rows))


def _panels(table: Table) -> tuple[int, int]:
    """Return rows and columns of panels."""
    rows = ceil(len(table.arms) / _ABREAST)
    return rows, ceil(len(table.arms) / max(1, rows))


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    if len(table.arms) <= _TOGETHER:
        return 7.4, 2.7
    return 7.4, _panels(table)[0] * (_HIGH + _ABOVE) + _BOTTOM + _TOP


def draw(figure: "Figure", table: Table) -> None:
    """Draw all arms on one axis, or each on its own."""
    title = f"{table.title} ({say_unit(table.unit)})"
    if len(table.arms) <= _TOGETHER:
        axes = figure.add_axes((0.085, 0.17, 0.64, 0.74))
        value_axis(axes, _scaled(table), log=table.log)
        step_axis(axes, step_ends(table.highs))
        _ribbons(axes, table, table.arms)
        axes.set_title(title)
        figure.text(0.405, 0.03, "optimiser steps", ha="center", va="bottom")
        legend(figure, table.highs, 0.735)
        return
    (width, height), (rows, columns) = size(table), _panels(table)
    wide = (width - _LEFT - _RIGHT + _GAP) / columns - _GAP
    for place, arm in enumerate(table.arms):
        down, along = divmod(place, columns)
        left, bottom = _LEFT + along * (wide + _GAP), _BOTTOM + (rows - 1 - down) * (_HIGH + _ABOVE)
        axes = figure.add_axes((left / width, bottom / height, wide / width, _HIGH / height))
        step_axis(axes, step_ends(table.highs), panels=columns, labels=place + columns >= len(table.arms))
        value_axis(axes, _scaled(table), log=table.log, panels=columns, labels=along == 0)
        _ribbons(axes, table, [arm])
        axes.set_title(wrapped(short(arm), 26), color=ink(place).colour, fontsize=8)
    figure.text(0.02, 1 - 0.04 / height, title, va="top", fontsize=8.5)
    figure.text(0.5, 0.08 / height, "optimiser steps", ha="center", va="bottom")


def _scaled(table: Table) -> tuple[float, float]:
    low, high = table.ends
    return times(table.unit) * low, times(table.unit) * high


def _ribbons(axes: "Axes", table: Table, arms: "Sequence[str]") -> None:
    bands = []
    for arm in arms:
        look = ink(table.arms.index(arm))
        low, high = (strand(axes, of_arm(curves, arm), look, times(table.unit)) for curves in (table.lows, table.highs))
        draw_seeds(axes, (low, high), 0.5)
        for each in (low, high):
            draw_line(axes, each.median, look if len(arms) > 1 else look._replace(dash="-", marker=""), 1.1)
        bands.append((ring(low.median, high.median), look))
        draw_astray(axes, [*of_arm(table.lows, arm), *of_arm(table.highs, arm)], look.colour, table.ends)
    draw_bands(axes, bands, 0.25)


EXAMPLE = Table(
    "e", "Loss along the gradient", "nat", log=True, metrics=("low", "high"),
    lows=(Curve("e.a", 0, (0, 5), (2.1, 1.4), diverged=False), Curve("e.b", 0, (0, 5), (2.2, 9.5), diverged=True)),
    highs=(Curve("e.a", 0, (0, 5), (2.7, 1.9), diverged=False), Curve("e.b", 0, (0, 5), (8.0, 95.5), diverged=True)),
)  # fmt: skip
