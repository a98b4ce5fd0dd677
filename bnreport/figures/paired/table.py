"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from bnreport.figures.shared.arm_values import ArmsTable, ArmValues
from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.effect import Effect
from bnreport.figures.shared.table import Cell, brief
from bnreport.formatting import say_count, say_value, say_which_seeds
from bnreport.judge.metric_in_words import say_metric
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Table(ArmsTable):
    """Seeds in rows, arms and their effect in columns."""

    left_out: tuple[int, ...] = ()
    """Seeds that are not here because they diverged in an arm."""

    @property
    def caption(self) -> str:
        """What is drawn."""
        left = f"First: {say_metric(self.metric)} of every run, one line per seed"
        if self.of_shares:
            left = "First: every run, at 1 if it trained, at 0 if not"
        n = f"n = {say_count(len(self.effect.seeds), 'seed')}"
        if len({arm.runs for arm in self.arms}) > 1:
            n = f"n = {' and '.join(f'{arm.runs} of {arm.name}' for arm in self.arms)}"
        return f"{'; '.join([left, *self._marks])} ({n}). Then: {self.effect.caption}"

    @property
    def _marks(self) -> "Iterator[str]":
        """Yield what the marks are that there are, and who has none."""
        runs = [run for arm in self.arms for run in zip(arm.values, arm.diverged, arm.late, strict=True)]
        if any(lost and has_place(value, log=False) for value, lost, _ in runs):
            counts = "" if self.of_shares else " and counts as its failure value"
            yield f"a cross marks a run that diverged{counts}"
        if any(late > lost for _, lost, late in runs):
            yield "a hollow mark, one that did not get there within the budget and counts as the budget"
        if any(arm.unread() for arm in self.arms):
            crossed = " (a cross: it diverged)" * any(lost for arm in self.arms for _, lost in arm.unread())
            what = "share" if self.of_shares else "mean"
            yield f"at the edge, counted: runs without a number that fits the axis{crossed}, which leave no {what}"
        if self.left_out:
            yield f"left out: {say_which_seeds(self.left_out)}, which diverged in an arm"

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
        means = (
            f"{arm.name} {say_value(arm.mean, unit)}{f' of {arm.runs}' * apart}"
            + f" ({len(arm.unread())} of {arm.runs} runs without a number)" * bool(arm.unread())
            for arm in self.arms
        )
        late = ", ".join(f"{arm.late.sum()} of {len(arm.late)} of {arm.name}" for arm in self.arms if arm.late.any())
        cut = f" Not within the budget: {late}." if late else ""
        return brief(f"{self.effect.alt} {of} of {say_metric(self.metric)}: ", means, cut)

    def rows(self, means: tuple[tuple[Cell, ...], ...] = ()) -> tuple[tuple[Cell, ...], ...]:
        """Return the numbers, and which seeds are censored or left out."""
        rows = super().rows(means)
        late = [" ".join(map(str, np.array(self.effect.seeds)[arm.late])) for arm in self.arms]
        rows = (*rows, ("seeds that count as the budget", *late, "")) if any(late) else rows
        left = " ".join(map(str, self.left_out))
        return (*rows, ("seeds left out", left, *[""] * len(self.arms))) if left else rows


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction",
    arms=(ArmValues("e.a", (0.71,), (False,)), ArmValues("e.b", (0.68,), (True,))),
    effect=Effect(
        "fraction", "inconclusive", (0,), (0.031,), 0.03, Interval(0.01, 0.05), Interval(-0.02, 0.08),
        Region(low=0.02), 0.04,
    ),
)  # fmt: skip
