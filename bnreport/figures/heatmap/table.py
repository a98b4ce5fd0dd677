"""A metric of every layer over training, as the ratio of each arm to one that they are all compared with."""

from dataclasses import dataclass
from math import inf, isnan, log10
from typing import NamedTuple

from bnreport.figures.shared.curve import middle
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import say_effect

_ENDS = (2, 3, 5, 7, 10, 20, 30, 50, 100)
"""Ratios at which the scale of colours may end."""


class Panel(NamedTuple):
    """One arm."""

    arm: str
    ratios: tuple[tuple[float, ...], ...]
    """(layers, times): NaN where there is none."""

    @property
    def typical(self) -> str:
        """The median over layers of their medians over training, and their range."""
        found = [middle([ratio for ratio in row if not isnan(ratio)]) for row in self.ratios]
        found = [each for each in found if not isnan(each)]
        low, high = (say_effect(f(found), "ratio") if found else "none" for f in (min, max))
        return f"{say_effect(middle(found), 'ratio')} (layers {low} to {high})"


@dataclass(frozen=True)
class Table(FigureTable):
    """Ratios of arms to one arm, layer by layer."""

    experiment: str
    title: str
    metric: str
    reference: str
    """The arm that they are compared with."""
    seeds: int
    layers: tuple[str, ...]
    steps: tuple[int, ...]
    """The last of each stretch of training."""
    panels: tuple[Panel, ...]
    source: str = ""
    """Who drew such a figure first, and where."""
    note: str = ""
    """What else its reader must know, in whole sentences."""

    @property
    def ends(self) -> float:
        """How many powers of ten the scale of colours goes either way: as far as the ratios do, or to 100."""
        ratios = [ratio for panel in self.panels for row in panel.ratios for ratio in row if 0 < ratio < inf]
        reach = max((abs(log10(ratio)) for ratio in ratios), default=0.0)
        return log10(next((end for end in _ENDS if log10(end) >= reach), _ENDS[-1]))

    @property
    def caption(self) -> str:
        """What is drawn."""
        ends = " and ".join(say_effect(10.0**power, "ratio") for power in (-self.ends, self.ends))
        after = (f" After {self.source}." if self.source else "") + (f" {self.note}" if self.note else "")
        return (
            f"{self.title}, {self.experiment}: each arm over {self.reference}. Median over up "
            f"to {self.seeds} seeds of their ratios, each of medians over a stretch of training. A row for each layer, "
            f"the first below; violet above \N{MULTIPLICATION SIGN}1, orange below, on a logarithmic scale, all "
            f"beyond {ends} in its last colours; grey: no ratio.{after}"
        )

    @property
    def alt(self) -> str:
        """The typical ratio of each arm, and of its layers."""
        return brief(
            f"{self.title} of {self.experiment} over that of {self.reference}, median over up to {self.seeds} "
            "seeds, then over training. ",
            (f"{panel.arm} {panel.typical}" for panel in self.panels),
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "up to step", *(f"layer {layer} (ratio)" for layer in self.layers))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm and stretch."""
        return tuple(
            (panel.arm, step, *ratios)
            for panel in self.panels
            for step, ratios in zip(self.steps, zip(*panel.ratios, strict=True), strict=True)
        )

    def shown(self) -> Shown:
        """Return the first, the middle and the last stretch of each arm."""
        count = len(self.steps)
        chosen = sorted({0, count // 2, count - 1})
        rows = [self.rows()[arm * count + index] for arm in range(len(self.panels)) for index in chosen]
        return Shown(self.headers, tuple(rows))


EXAMPLE = Table(
    "e", "Drift in nat", "drift", "e.a", 3, ("1", "2"), (10, 20, 30),
    (Panel("e.b", ((0.5, 0.2, 0.1), (1.5, 2.5, 9.0))), Panel("e.c", ((1.1, float("nan"), 0.9), (1.0, 3.0, 1.2)))),
)  # fmt: skip
