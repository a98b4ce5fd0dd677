"""The mean of each arm, and every seed."""

from dataclasses import dataclass

from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.table import Cell, FigureTable
from bnreport.formatting import say_value


@dataclass(frozen=True)
class Table(FigureTable):
    """Arms from top to bottom."""

    metric: str
    unit: str
    seeds: tuple[int, ...]
    arms: tuple[ArmValues, ...]

    @property
    def caption(self) -> str:
        """What is drawn."""
        seeds = f"Dots: every seed (n = {len(self.seeds)}). Stroke: their mean, if every run has a number."
        return f"{self.metric} ({self.unit}) of each arm. {seeds}"

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        means = [f"{arm.name} {say_value(arm.mean, self.unit)}" for arm in self.arms]
        return f"Means of {self.metric} over n = {len(self.seeds)} seeds: {', '.join(means)}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", *(f"seed {seed} ({self.unit})" for seed in self.seeds))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per arm."""
        return tuple((arm.name, *arm.values) for arm in self.arms)


_LOSSES = {"e.a": 1.1, "e.b": 1.2, "e.c": 1.3, "e.d": 1.4, "e.e": 1.5}
EXAMPLE = Table("loss", "nat", (0,), tuple(ArmValues(name, (loss,), (False,)) for name, loss in _LOSSES.items()))
