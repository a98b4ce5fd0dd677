"""Counts of runs that trained, in a grid: learning rates in columns, what else sets arms apart in rows."""

from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from bnreport.figures.shared.table import Cell, FigureTable
from bnreport.formatting import say_effect, say_span, say_value
from bnreport.stats.region import Interval


class ArmCounts(NamedTuple):
    """The runs of one arm."""

    name: str
    rest: str
    """What it has beside its learning rate."""
    rate: float
    """Learning rate; NaN where there is none."""
    trained: int
    runs: int
    """That have an outcome."""
    diverged: int
    unread: int
    """Finished runs that are no outcome, for want of a number."""

    @property
    def share(self) -> float:
        """Of its runs that trained; NaN without any."""
        return self.trained / self.runs if self.runs else float("nan")


@dataclass(frozen=True)
class Table(FigureTable):
    """All arms that ran, and of the compared ones how sure their shares are."""

    experiment: str
    success: str
    """What it means to have trained."""
    arms: tuple[ArmCounts, ...]
    compared: tuple[str, str]
    """Names of the arm and of the one it is compared with."""
    intervals: tuple[Interval, Interval]
    """Wilson's, of their shares."""
    difference: float
    newcombe: Interval

    @property
    def sides(self) -> tuple[ArmCounts | None, ...]:
        """The compared arms; None of one that did not run."""
        named = {arm.name: arm for arm in self.arms}
        return tuple(named.get(name) for name in self.compared)

    @property
    def caption(self) -> str:
        """What is drawn."""
        lost, unread = sum(arm.diverged for arm in self.arms), sum(arm.unread for arm in self.arms)
        one, other = self.compared
        runs = sum(arm.runs for arm in self.arms)
        return (
            f"Runs of {self.experiment} that trained: {self.success}. First: every arm that ran, by learning rate "
            f"and by what else sets it apart, the darker the larger the share of its runs ({runs} runs in all); "
            f"crosses count those that diverged ({lost}). "
            + f"Not counted: {unread} that finished without a number. "
            * bool(unread)
            + f"Outlined, and then as bars: {one} and {other}, with Wilson's 95 % interval of each share, of which "
            f"Newcombe's is made. {self._difference} The verdict's own interval is the exact one of the main figure."
        )

    @property
    def _difference(self) -> str:
        if not isfinite(self.difference):
            unread = any(arm and arm.unread for arm in self.sides) and all(arm and arm.runs for arm in self.sides)
            return f"Their difference is not known{', for want of these numbers' * unread}."
        said, span = say_effect(self.difference, "fraction"), say_span(self.newcombe, "fraction")
        return f"Their difference is {said}, Newcombe's 95 % interval {span}."

    @property
    def alt(self) -> str:
        """How often each compared arm trained, and the range of the others."""
        said = [
            f"{name}: {_said(arm)}, 95 % interval {' to '.join(say_value(end, 'fraction') for end in interval)}"
            + f", and {arm.unread} without a number" * bool(arm.unread)
            if arm
            else f"{name}: no run"
            for name, arm, interval in zip(self.compared, self.sides, self.intervals, strict=True)
        ]
        others = sorted(arm.share for arm in self.arms if arm.name not in self.compared and arm.runs)
        ends = " to ".join(say_value(share, "fraction") for share in dict.fromkeys((*others[:1], *others[-1:])))
        rest = f" Shares of the {len(others)} other arms: {ends}." if others else ""
        return f"Runs that trained. {'; '.join(said)}. {self._difference}{rest}"

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        ends = ("Wilson's 95 % interval, low", "high")
        return ("arm", "beside", "learning rate", "trained", "of runs", "share", "diverged", "without a number", *ends)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm, then the difference."""
        known = dict(zip(self.compared, self.intervals, strict=True))
        arms = ((*arm[:5], arm.share, *arm[5:], *known.get(arm.name, ("", ""))) for arm in self.arms)
        return (*arms, ("difference, Newcombe's interval", *[""] * 4, self.difference, "", "", *self.newcombe))


def _said(arm: ArmCounts) -> str:
    lost = f", {arm.diverged} diverged" if arm.diverged else ""
    return f"{arm.trained} of {arm.runs} ({say_value(arm.share, 'fraction')}{lost})"


EXAMPLE = Table(
    "e", "the loss stayed finite",
    (
        ArmCounts("e.a", "batch", 0.1, 1, 1, 0, 0),
        ArmCounts("e.b", "none", 0.1, 0, 1, 1, 0),
        ArmCounts("e.c", "none", 0.5, 1, 1, 0, 1),
    ),
    ("e.a", "e.b"), (Interval(0.2065, 1.0), Interval(0.0, 0.7935)), 0.98, Interval(-0.05, 0.97),
)  # fmt: skip
