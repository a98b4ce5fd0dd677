"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""

from dataclasses import dataclass
from math import ceil
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.figures._effect import Effect, draw_effect
from bnreport.figures._ink import INK, Ink, ink
from bnreport.figures._points import Cloud, draw_key, draw_lines, draw_marks, less, mean_of, set_axes, slope_of, usable
from bnreport.figures._runs import called
from bnreport.figures._strands import wrapped
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import say_value, times, unit_of
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures._points import Points

_LEFT, _WIDE, _HIGH, _ABOVE, _BELOW, _EFFECT, _LINE = 0.6, 2.72, 1.9, 0.36, 0.56, 0.4, 0.165
"""Of panels in inches: from the left, width, height, what stands above and below; the last panel, a line of names."""
_ABREAST = 3


class Arm(NamedTuple):
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
class Table:
    """Two metrics of every run, and their correlation within arms (over seeds) or between arms."""

    metrics: tuple[str, str]
    units: tuple[str, str]
    within: bool
    """Whether each arm's mean is removed; otherwise the arms' means are correlated."""
    turned: bool
    """Whether the effect is minus the correlation."""
    arms: tuple[Arm, ...]
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
            return tuple(less(arm.points, mean) for arm, mean in zip(self.arms, self.means, strict=True))
        return tuple(np.array([mean]) for mean in self.means)

    @property
    def common(self) -> float:
        """Least-squares slope of what is correlated."""
        return slope_of(np.concatenate(self.seen)) if self.arms else float("nan")

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
        lost = sum(sum(np.array(arm.diverged, dtype=bool) & usable(arm.points)) for arm in self.arms)
        return (
            f"{self.metrics[1]} against {self.metrics[0]}. Left: every run ({runs} in {arms} arms){lines}. "
            f"Right: {right}. "
            + f"Hollow with a cross: a run that diverged ({lost}), at the value that it counts as. " * bool(lost)
            + f"Hollow, at an edge: a run without a number ({unread}), in no mean and no line. " * bool(unread)
            + f"Below, {'minus ' * self.turned}Pearson's correlation of the points on the right: {self.effect.caption}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        said = "; ".join(
            f"{name} {say_value(x, self.units[0])} and {say_value(y, self.units[1])}"
            + f" (over {arm.counted} runs)" * bool(arm.unread)
            for name, arm, (x, y) in zip(called([arm.name for arm in self.arms]), self.arms, self.means, strict=True)
        )
        arms = f"{'within' if self.within else 'between'} {len(self.arms)} arm{'s' * (len(self.arms) > 1)}"
        r = f"{'minus ' * self.turned}the correlation {arms}"
        return f"{self.effect.alt} The effect is {r}. Means of {self.metrics[0]} and {self.metrics[1]}: {said}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        names = [f"{metric} ({unit})" for metric, unit in zip(self.metrics, self.units, strict=True)]
        return ("arm", "seed", *names, *(f"{name} less the arm's mean" for name in names))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per run, then means and slopes, then every number of the last panel."""
        runs: list[tuple[Cell, ...]] = []
        for arm, mean in zip(self.arms, self.means, strict=True):
            centred = less(arm.points, mean).tolist()
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


def _names(table: Table) -> int:
    """Return how many lines of names there are."""
    lines = [wrapped(name, 34).count("\n") + 1 for name in called([arm.name for arm in table.arms])]
    return max(lines, default=1) * ceil(len(lines) / _ABREAST)


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    return 7.0, _ABOVE + _HIGH + _BELOW + _LINE * _names(table) + 0.35 + _EFFECT + 0.3


def draw(figure: "Figure", table: Table) -> None:
    """Draw runs, what of them is correlated, the names of the arms, and the correlation."""
    width, height = size(table)
    bottom = height - _ABOVE - _HIGH
    looks = [ink(place) for place in range(len(table.arms))]
    drawn: tuple[list[Points], list[Points]] = ([arm.points for arm in table.arms], list(table.seen))
    words = [f"{name}{{}}, {unit_of(unit) or 'no unit'}" for name, unit in zip(table.metrics, table.units, strict=True)]
    factors = [times(unit) for unit in table.units]
    added = ("", " less arm's mean" if table.within else ", arms' means")
    for at, points, more in zip((_LEFT, width - _WIDE - 0.12), drawn, added, strict=True):
        axes = figure.add_axes((at / width, bottom / height, _WIDE / width, _HIGH / height))
        scaled = [np.multiply(factors, each) for each in points]
        set_axes(axes, np.concatenate([*scaled, np.empty((0, 2))]))
        x, y = (fill(word.format(more), 44) for word in words)
        axes.set_title(y, fontsize=8)
        figure.text((at + _WIDE / 2) / width, (bottom - 0.22) / height, x, ha="center", va="top")
        runs = table.within or not more
        lost = [np.array(arm.diverged, dtype=bool) if runs else np.zeros(1, dtype=bool) for arm in table.arms]
        draw_marks(axes, list(map(Cloud, scaled, lost, looks)), 5 if runs else 7)
        if more:
            draw_lines(axes, [(np.concatenate([*scaled, np.empty((0, 2))]), Ink(INK, (0, (4, 2)), ""))])
        elif table.within:
            draw_lines(axes, list(zip(scaled, looks, strict=True)))
    names = [wrapped(name, 34) for name in called([arm.name for arm in table.arms])]
    draw_key(figure, names, [look if table.within else look._replace(dash="") for look in looks],
             ((bottom - _BELOW) / height, _ABREAST))  # fmt: skip
    last = figure.add_axes((_LEFT / width, 0.3 / height, (width - _LEFT - 0.12) / width, _EFFECT / height))
    draw_effect(last, table.effect)
    last.set_title(f"{'minus ' * table.turned}correlation {'within' if table.within else 'between'} arms (no unit)")


EXAMPLE = Table(
    metrics=("loss (final)", "accuracy (final)"), units=("nat", "fraction"), within=True, turned=True,
    arms=(
        Arm("e.a", (0, 1, 2), (0.9, 0.7, 0.8), (0.61, 0.68, 0.66), (False, False, False)),
        Arm("e.b", (0, 1, 2), (1.2, 1.1, 2.3), (0.52, 0.55, 0.1), (False, False, True)),
    ),
    effect=Effect(
        "1", "inconclusive", (0, 1, 2), (), 0.95, Interval(-0.4, 0.99), Interval(-0.6, 0.995), Region(low=0.3),
    ),
)  # fmt: skip
