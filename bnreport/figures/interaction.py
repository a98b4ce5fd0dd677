"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from bnreport.figures._axes import horizontal
from bnreport.figures._course import Course, draw_course, draw_frame
from bnreport.figures._effect import Effect, draw_effect
from bnreport.figures._ink import ink
from bnreport.figures._svg import Cell, Shown
from bnreport.figures.paired import Arm
from bnreport.formatting import unit_of
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ABOVE, _BELOW, _SEED = 0.30, 0.62, 0.14
"""Room above and below the panels, and for each seed, in inches."""
_APART = 0.04
"""Of the way from here to elsewhere, by which a side stands off the middle: bars do not hide each other."""


@dataclass(frozen=True)
class Table:
    """Seeds in rows, the four arms and their effect in columns."""

    metric: str
    metric_unit: str
    arms: tuple[Arm, ...]
    """Four: the arm and what it is compared with here, then both elsewhere."""
    effect: Effect
    log: bool = False
    """Whether means are geometric, the axis logarithmic and the effect a ratio of ratios."""
    turned: bool = False
    """Whether a lower metric is better, so that the effect is turned round."""

    @property
    def course(self) -> Course:
        """All four arms."""
        return Course(self.arms, self.metric_unit, self.log)

    @property
    def caption(self) -> str:
        """What is drawn."""
        kind, sign = ("ratio of ratios", "/") if self.log else ("difference of differences", "\N{MINUS SIGN}")
        here, versus, there, compared = (arm.name for arm in self.arms)
        turned = ", turned round, as lower is better" if self.turned else ""
        return (
            f"Left: {self.metric} here and elsewhere, of {here} and {there} (solid), {versus} and {compared} (dashed). "
            f"{self.course.say(len(self.effect.seeds))} Parallel thick lines mean no interaction. "
            f"Right: {kind}, ({here} {sign} {versus}) {sign} ({there} {sign} {compared}){turned}: {self.effect.caption}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        said = [*map(self.course.say_mean, self.arms)]
        means = f"here {', '.join(said[:2])}; elsewhere {', '.join(said[2:])}"
        return f"{self.effect.alt} {self.course.mean.capitalize()}s of {self.metric}: {means}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        where = ("here", "here", "elsewhere", "elsewhere")
        arms = (f"{at}: {arm.name} ({self.metric_unit})" for at, arm in zip(where, self.arms, strict=True))
        return ("seed", *arms, f"effect ({self.effect.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per seed, the means, then every other number on the axis of effects."""
        columns = zip(self.effect.seeds, *(arm.values for arm in self.arms), self.effect.values, strict=True)
        return (*columns, *self.course.rows(), *self.effect.rows(len(self.arms) + 1))

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _ABOVE + _BELOW + min(max(1.5, _SEED * (len(table.effect.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels, and below them who is who."""
    height = size(table)[1]
    below, panel = _BELOW / height, 1 - (_ABOVE + _BELOW) / height
    axes = figure.add_axes((0.085, below, 0.40, panel))
    draw_frame(axes, table.course, (-0.25, 1.25))
    horizontal(axes, [(0.0, "here"), (1.0, "elsewhere")])
    handles, names = [], []
    for side in (0, 1):
        look, shift, arms = ink(side), _APART * (2 * side - 1), table.arms[side::2]
        draw_course(axes, table.course._replace(arms=arms), [shift, 1 + shift], look)
        handles.append(
            Line2D([], [], color=look.colour, linestyle=look.dash, marker=look.marker, linewidth=1.7, markersize=4)
        )
        names.append(f"{arms[0].name} here, {arms[1].name} elsewhere")
    axes.set_title(f"{table.metric.replace('_', ' ')} ({unit_of(table.metric_unit) or 'no unit'})")
    figure.legend(handles, names, loc="lower left", fontsize=7, handlelength=6, borderpad=0.1, labelspacing=0.3)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)


EXAMPLE = Table(
    metric="test_accuracy", metric_unit="fraction",
    arms=(
        Arm("e.a", (0.71,), (False,)), Arm("e.b", (0.68,), (True,)),
        Arm("f.a", (0.74,), (False,)), Arm("f.b", (0.735,), (False,)),
    ),
    effect=Effect(
        "fraction", "inconclusive", (0,), (0.025,), 0.026, Interval(0.01, 0.05), Interval(-0.02, 0.08),
        Region(low=0.02),
    ),
)  # fmt: skip
