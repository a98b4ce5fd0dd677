"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures.shared.bounds import LARGEST
from bnreport.figures.shared.effect import Effect
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import say_count, say_name, say_value
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """(n, 2)."""


def usable(points: "Points") -> "NDArray[np.bool_]":
    """Tell which points have both numbers."""
    return np.asarray((np.abs(points) < LARGEST).all(axis=1))


def mean_of(points: "Points") -> tuple[float, float]:
    """Return the mean of the points that have both numbers; NaN without any."""
    kept = points[usable(points)]
    x, y = kept.mean(axis=0).tolist() if len(kept) else (nan, nan)
    return x, y


def slope_of(points: "Points") -> float:
    """Return the least-squares slope; NaN where there is none."""
    x, y = (points[usable(points)] - mean_of(points)).T
    spread = float((x * x).sum())
    return float((x * y).sum()) / spread if spread > 0 else nan


class ArmPoints(NamedTuple):
    """The runs of one arm."""

    name: str
    seeds: tuple[int, ...]
    x: tuple[float, ...]
    """One per seed, NaN where the run has no such number."""
    y: tuple[float, ...]
    diverged: tuple[bool, ...]

    @property
    def points(self) -> "Points":
        """Both metrics of every run."""
        return np.array([self.x, self.y], dtype=np.float64).T

    @property
    def unread(self) -> int:
        """How many runs lack a number, and so are in no mean."""
        return int((~usable(self.points)).sum())

    @property
    def counted(self) -> str:
        """How many runs are in its mean: of all, where some lack a number."""
        return f"{len(self.seeds) - self.unread} of {len(self.seeds)}" if self.unread else str(len(self.seeds))


@dataclass(frozen=True)
class Table(FigureTable):
    """Two metrics of every run, and their correlation within arms (over seeds) or between arms."""

    metrics: tuple[str, str]
    units: tuple[str, str]
    within: bool
    """Whether each arm's mean is removed; otherwise the arms' means are correlated."""
    turned: bool
    """Whether the effect is minus the correlation."""
    arms: tuple[ArmPoints, ...]
    effect: Effect

    @property
    def slopes(self) -> tuple[float, ...]:
        """Least-squares slope of each arm; none where arms' means are correlated."""
        return tuple(slope_of(arm.points) for arm in self.arms) if self.within else ()

    @property
    def means(self) -> tuple[tuple[float, float], ...]:
        """Of each arm, over the runs that have both numbers."""
        return tuple(mean_of(arm.points) for arm in self.arms)

    @property
    def seen(self) -> "tuple[Points, ...]":
        """What is correlated: of each arm its runs less its mean, or its mean."""
        if self.within:
            return tuple(arm.points - mean for arm, mean in zip(self.arms, self.means, strict=True))
        return tuple(np.array([mean]) for mean in self.means)

    @property
    def common(self) -> float:
        """Least-squares slope of what is correlated."""
        return slope_of(np.concatenate(self.seen)) if self.arms else nan

    @property
    def caption(self) -> str:
        """What is drawn."""
        runs, arms = sum(len(arm.seeds) for arm in self.arms), len(self.arms)
        lines = ", with each arm's least-squares line" if self.within else ""
        right = (
            f"each arm's mean removed from both, and the common line of all arms; n = {len(self.effect.seeds)} seeds"
            if self.within
            else f"the arms' means over seeds, and their least-squares line; n = {arms} arms"
        )
        unread = sum(arm.unread for arm in self.arms)
        x, y = map(say_name, self.metrics)
        lost = sum(sum(np.array(arm.diverged, dtype=bool) & usable(arm.points)) for arm in self.arms)
        return (
            f"{y} against {x}. First: every run ({runs} in {arms} arms){lines}. "
            f"Then: {right}. "
            + f"Hollow with a cross: a run that diverged ({lost}), at the value that it counts as. " * bool(lost)
            + f"Hollow, at an edge: a run without a number ({unread}), in no mean and no line. " * bool(unread)
            + f"Last, {'minus ' * self.turned}Pearson's correlation of those points: {self.effect.caption}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        said = (
            f"{arm.name} {say_value(x, self.units[0])} and {say_value(y, self.units[1])}"
            + f" (over {arm.counted} runs)" * bool(arm.unread)
            for arm, (x, y) in zip(self.arms, self.means, strict=True)
        )
        arms = f"{'within' if self.within else 'between'} {say_count(len(self.arms), 'arm')}"
        r = f"{'minus ' * self.turned}the correlation {arms}"
        x, y = map(say_name, self.metrics)
        return brief(f"{self.effect.alt} The effect is {r}. Means of {x} and {y}: ", said)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        names = [f"{metric} ({unit})" for metric, unit in zip(self.metrics, self.units, strict=True)]
        return ("arm", "seed", *names, *(f"{name} less the arm's mean" for name in names))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per run, then means and slopes, then every number of the last panel."""
        runs: list[tuple[Cell, ...]] = []
        for arm, mean in zip(self.arms, self.means, strict=True):
            centred = (arm.points - mean).tolist()
            for seed, x, y, (left, up) in zip(arm.seeds, arm.x, arm.y, centred, strict=True):
                runs.append((arm.name, seed, x, y, float(left), float(up)))
        means = ((arm.name, f"mean over {arm.counted}", *mean, "", "")
                 for arm, mean in zip(self.arms, self.means, strict=True))  # fmt: skip
        slopes = ((arm.name, "slope", "", at, "", "") for arm, at in zip(self.arms, self.slopes, strict=False))
        common = ("all", "slope", "", self.common, "", "")
        return (*runs, *means, *slopes, common, *self.effect.rows(5))

    def shown(self) -> Shown:
        """Return mean and slope of each arm, and the correlation."""
        headers = ("arm", "runs", *(f"mean {name}" for name in self.headers[2:4]), "slope")
        slopes: tuple[Cell, ...] = self.slopes or ("",) * len(self.arms)
        rows = [(arm.name, arm.counted, *mean, at) for arm, mean, at in zip(self.arms, self.means, slopes, strict=True)]
        return Shown(headers, (*rows, ("all", "", "", "", self.common), *self.effect.rows(4)))


EXAMPLE = Table(
    metrics=("loss (final)", "accuracy (final)"), units=("nat", "fraction"), within=True, turned=True,
    arms=(
        ArmPoints("e.a", (0, 1, 2), (0.9, 0.7, 0.8), (0.61, 0.68, 0.66), (False, False, False)),
        ArmPoints("e.b", (0, 1, 2), (1.2, 1.1, 2.3), (0.52, 0.55, 0.1), (False, False, True)),
    ),
    effect=Effect(
        "1", "inconclusive", (0, 1, 2), (), 0.95, Interval(-0.4, 0.99), Interval(-0.6, 0.995), Region(low=0.3),
    ),
)  # fmt: skip
