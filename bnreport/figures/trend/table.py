"""A metric over arms in their order, seed by seed, and the slope, or smallest step, of each seed."""

from dataclasses import dataclass
from math import isfinite, log2

from bnreport.figures.shared.arm_values import ArmProfile, ArmsTable, ArmValues
from bnreport.figures.shared.effect import Effect
from bnreport.figures.shared.table import Cell, brief
from bnreport.judge.metric_in_words import say_metric
from bnreport.stats.region import Interval, Region


@dataclass(frozen=True)
class Table(ArmsTable):
    """Seeds in rows, arms from left to right and their effect in columns."""

    levels: tuple[float, ...]
    """Of the factor, one per arm; none where the arms have an order and no more."""
    factor: str
    """log or linear: what equal distances mean; empty without levels."""
    estimand: str
    """What the effect is of a seed: `rise per doubling of the factor`, `smallest fall from one arm to the next`."""
    log: bool = False
    """Whether means are geometric, the axis logarithmic and effects ratios."""
    turned: bool = False
    """Whether the metric is claimed to fall, so that effects are turned round."""

    @property
    def profile(self) -> ArmProfile:
        """All arms."""
        return ArmProfile(self.arms, self.metric_unit, self.log)

    @property
    def positions(self) -> tuple[float, ...]:
        """Where each arm stands: evenly spaced where levels say nothing else."""
        usable = all(map(isfinite, self.levels)) and len(set(self.levels)) == len(self.levels) == len(self.arms)
        if not usable or (self.factor == "log" and min(self.levels) <= 0):
            return tuple(map(float, range(len(self.arms))))
        return tuple(map(log2, self.levels)) if self.factor == "log" else self.levels

    @property
    def order(self) -> str:
        """What the horizontal axis is."""
        said = {"log": "level of the factor, equal distances for equal ratios", "linear": "level of the factor, linear"}
        return said.get(self.factor, "arms in the order of the claim, evenly spaced")

    @property
    def caption(self) -> str:
        """What is drawn."""
        turned = ""
        if self.turned:
            none = "above 1" if self.log else "positive"
            turned = f" Effects are turned round, as the claim is a fall: a fall is {none}."
        return (
            f"First: {say_metric(self.metric)} ({self.order}). {self.profile.say(len(self.effect.seeds))} "
            f"Then: {self.estimand}: {self.effect.caption}{turned}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        at = [f"at {level:g} " for level in self.levels] or [""] * len(self.arms)
        means = (f"{of}{self.profile.say_mean(arm)}" for of, arm in zip(at, self.arms, strict=True))
        what = f"{self.profile.mean.capitalize()}s of {say_metric(self.metric)}"
        return brief(f"{self.effect.alt} The effect is the {self.estimand}. {what}: ", means)

    def rows(self, means: tuple[tuple[Cell, ...], ...] = ()) -> tuple[tuple[Cell, ...], ...]:
        """Return the levels, then the numbers."""
        levels: tuple[Cell, ...] = ("level of the factor", *self.levels, "")
        return (*[levels] * bool(self.levels), *super().rows(means or self.profile.rows()))


EXAMPLE = Table(
    metric="loss", metric_unit="nat",
    arms=(
        ArmValues("e.a", (2.1,), (False,)), ArmValues("e.b", (1.7,), (False,)), ArmValues("e.c", (2.3,), (True,)),
    ),
    levels=(1.0, 2.5, 8.0), factor="log",
    effect=Effect(
        "nat per doubling", "inconclusive", (0,), (0.05,), 0.06, Interval(0.01, 0.11), Interval(-0.02, 0.14),
        Region(low=0.02),
    ),
    estimand="rise per doubling of the factor",
)  # fmt: skip
