"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""

from dataclasses import dataclass

from bnreport.figures.shared.arm_values import ArmProfile, ArmsTable, ArmValues
from bnreport.figures.shared.effect import Effect
from bnreport.figures.shared.table import Cell, brief
from bnreport.judge.metric_in_words import say_metric
from bnreport.stats.region import Interval, Region


@dataclass(frozen=True)
class Table(ArmsTable):
    """Four arms: one and what it is compared with here, then both elsewhere."""

    log: bool = False
    """Whether means are geometric, the axis logarithmic and the effect a ratio of ratios."""
    turned: bool = False
    """Whether a lower metric is better, so that the effect is turned round."""

    @property
    def profile(self) -> ArmProfile:
        """All four arms."""
        return ArmProfile(self.arms, self.metric_unit, self.log)

    @property
    def caption(self) -> str:
        """What is drawn."""
        kind, sign = ("ratio of ratios", "/") if self.log else ("difference of differences", "\N{MINUS SIGN}")
        here, versus, there, compared = (arm.name for arm in self.arms)
        turned = ", turned round, as lower is better" if self.turned else ""
        return (
            f"First: {say_metric(self.metric)} here and elsewhere, of {here} and {there}, of {versus} and {compared}. "
            f"{self.profile.say(len(self.effect.seeds))} Parallel thick lines mean no interaction. "
            f"Then: {kind}, ({here} {sign} {versus}) {sign} ({there} {sign} {compared}){turned}: {self.effect.caption}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        said = [*map(self.profile.say_mean, self.arms)]
        means = (f"here {', '.join(said[:2])}", f"elsewhere {', '.join(said[2:])}")
        return brief(f"{self.effect.alt} {self.profile.mean.capitalize()}s of {say_metric(self.metric)}: ", means)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        where = ("here", "here", "elsewhere", "elsewhere")
        arms = (f"{at}: {arm.name} ({self.metric_unit})" for at, arm in zip(where, self.arms, strict=True))
        return ("seed", *arms, f"effect ({self.effect.unit})")

    def rows(self, means: tuple[tuple[Cell, ...], ...] = ()) -> tuple[tuple[Cell, ...], ...]:
        """Return the numbers."""
        return super().rows(means or self.profile.rows())


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction",
    arms=(
        ArmValues("e.a", (0.71,), (False,)), ArmValues("e.b", (0.68,), (True,)),
        ArmValues("f.a", (0.74,), (False,)), ArmValues("f.b", (0.735,), (False,)),
    ),
    effect=Effect(
        "fraction", "inconclusive", (0,), (0.025,), 0.026, Interval(0.01, 0.05), Interval(-0.02, 0.08),
        Region(low=0.02),
    ),
)  # fmt: skip
