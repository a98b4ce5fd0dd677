"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures._axes import horizontal
from bnreport.figures._effect import Effect, draw_effect
from bnreport.figures._pairs import draw_shares, draw_slopes
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import say_value
from bnreport.results import ArmName
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure
    from numpy.typing import NDArray


_FRAME = 0.74
_MOST = 1e290
"""Beyond it a number has no place on an axis."""
_ABREAST = 4
"""Arms whose names fit side by side."""


class Arm(NamedTuple):
    """One number per seed."""

    name: str
    values: tuple[float, ...]
    """NaN where the run has no such number."""
    diverged: tuple[bool, ...]
    censored: tuple[bool, ...] = ()
    """Whether the number is the budget, because the run did not get there within it; empty where there is none."""
    absent: tuple[bool, ...] = ()
    """Whether the arm has no run of the seed; empty where it has all."""

    @property
    def runs(self) -> int:
        """How many it has."""
        return len(self.values) - sum(self.absent)

    @property
    def unread(self) -> list[tuple[bool, bool]]:
        """Of each run without a number that fits an axis: whether it is too small for one, and whether it diverged."""
        absent = self.absent or (False,) * len(self.values)
        runs = zip(self.values, self.diverged, absent, strict=True)
        return [(value <= -_MOST, lost) for value, lost, gone in runs if not (gone or abs(value) < _MOST)]

    @property
    def mean(self) -> float:
        """Over its runs; NaN where some run has no number: that of the others would favour the arm that fails more."""
        kept = [value for value in self.values if isfinite(value)]
        return sum(kept) / len(kept) if kept and not self.unread else nan

    @property
    def late(self) -> "NDArray[np.bool_]":
        """Of every seed, whether it is censored."""
        return np.array(self.censored or (False,) * len(self.values), dtype=bool)


@dataclass(frozen=True)
class Table:
    """Seeds in rows, arms and their effect in columns."""

    metric: str
    metric_unit: str
    arms: tuple[Arm, ...]
    effect: Effect
    left_out: tuple[int, ...] = ()
    """Seeds that are not here because they diverged in an arm."""

    @property
    def caption(self) -> str:
        """What is drawn."""
        left = f"Left: {self.metric} of every run, one line per seed"
        if self.of_shares:
            left = "Left: every run, at 1 if it trained, at 0 if not"
        n = f"n = {len(self.effect.seeds)} seed{'s' * (len(self.effect.seeds) != 1)}"
        if len({arm.runs for arm in self.arms}) > 1:
            n = f"n = {' and '.join(f'{arm.runs} of {arm.name}' for arm in self.arms)}"
        return f"{'; '.join([left, *self._marks])} ({n}). Right: {self.effect.caption}"

    @property
    def _marks(self) -> "Iterator[str]":
        """Yield what the marks are that there are, and who has none."""
        runs = [run for arm in self.arms for run in zip(arm.values, arm.diverged, arm.late, strict=True)]
        if any(lost and abs(value) < _MOST for value, lost, _ in runs):
            counts = "" if self.of_shares else " and counts as its failure value"
            yield f"a cross marks a run that diverged{counts}"
        if any(late > lost for _, lost, late in runs):
            yield "a hollow mark, one that did not get there within the budget and counts as the budget"
        if any(arm.unread for arm in self.arms):
            crossed = " (a cross: it diverged)" * any(lost for arm in self.arms for _, lost in arm.unread)
            what = "share" if self.of_shares else "mean"
            yield f"at the edge, counted: runs without a number that fits the axis{crossed}, which leave no {what}"
        if self.left_out:
            said = f"seed{'s' * (len(self.left_out) > 1)} {', '.join(map(str, self.left_out))}"
            yield f"left out: {said}, which diverged in an arm"

    @property
    def of_shares(self) -> bool:
        """Whether runs have only succeeded or failed: arms are then independent samples, with nothing to pair."""
        values = {value for arm in self.arms for value in arm.values if isfinite(value)}
        return self.metric == "trained" and self.metric_unit == "1" and values <= {0.0, 1.0}

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        unit, of = ("fraction", "Shares") if self.of_shares else (self.metric_unit, "Means")
        apart = len({arm.runs for arm in self.arms}) > 1
        means = ", ".join(
            f"{arm.name} {say_value(arm.mean, unit)}{f' of {arm.runs}' * apart}"
            + f" ({len(arm.unread)} of {arm.runs} runs without a number)" * bool(arm.unread)
            for arm in self.arms
        )
        late = ", ".join(f"{arm.late.sum()} of {len(arm.late)} of {arm.name}" for arm in self.arms if arm.late.any())
        return f"{self.effect.alt} {of} of {self.metric}: {means}.{f' Not within the budget: {late}.' if late else ''}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("seed", *(f"{arm.name} ({self.metric_unit})" for arm in self.arms), f"effect ({self.effect.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per seed, then every other number on the axis of effects."""
        columns = zip(self.effect.seeds, *(arm.values for arm in self.arms), self.effect.values, strict=True)
        rows = (*columns, *self.effect.rows(len(self.arms) + 1))
        late = [" ".join(map(str, np.array(self.effect.seeds)[arm.late])) for arm in self.arms]
        rows = (*rows, ("seeds that count as the budget", *late, "")) if any(late) else rows
        left = " ".join(map(str, self.left_out))
        return (*rows, ("seeds left out", left, *[""] * len(self.arms))) if left else rows

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _FRAME + min(max(1.3, 0.14 * (len(table.effect.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels."""
    height = size(table)[1]
    below, panel = 0.44 / height, 1 - _FRAME / height
    slopes = figure.add_axes((0.085, below, 0.40, panel))
    (draw_shares if table.of_shares else draw_slopes)(slopes, table)
    slopes.set_xlim(-0.35, len(table.arms) - 0.65)
    slopes.xaxis.set_visible(False)
    horizontal(slopes, [(place, _short(arm.name)) for place, arm in enumerate(table.arms)])
    if len(table.arms) > _ABREAST:
        for name in slopes.texts[-len(table.arms) :]:
            name.set(fontsize=5.5, rotation=15)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)


def _short(name: str) -> str:
    arm = ArmName(name)
    return f"{arm.condition}\n{arm.experiment}" if arm.condition else name


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction",
    arms=(Arm("e.a", (0.71,), (False,)), Arm("e.b", (0.68,), (True,))),
    effect=Effect(
        "fraction", "inconclusive", (0,), (0.031,), 0.03, Interval(0.01, 0.05), Interval(-0.02, 0.08),
        Region(low=0.02), 0.04,
    ),
)  # fmt: skip
