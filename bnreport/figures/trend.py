"""A metric over arms in their order, seed by seed, and the slope, or smallest step, of each seed."""

from dataclasses import dataclass
from math import isfinite, log2
from textwrap import wrap
from typing import TYPE_CHECKING

from bnreport.figures._axes import horizontal, say_tick
from bnreport.figures._course import Course, draw_course, draw_frame
from bnreport.figures._effect import Effect, draw_effect
from bnreport.figures._ink import QUIET, ink
from bnreport.figures._svg import Cell, Shown
from bnreport.figures.paired import Arm
from bnreport.formatting import unit_of
from bnreport.results import ArmName
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH, _WIDE, _ABOVE, _LINE, _SEED = 7.0, 2.835, 0.30, 0.125, 0.14
"""Of the figure and of its left panel; room above the panels, for a line of text and for each seed: in inches."""
_LETTER = 4.7
"""Points that a letter of a tick's label takes."""
_LINES = 3
"""Of an arm's name below the axis, at most."""
_ACROSS = 118
"""Letters of the key that fit beside each other."""


@dataclass(frozen=True)
class Table:
    """Seeds in rows, arms from left to right and their effect in columns."""

    metric: str
    metric_unit: str
    arms: tuple[Arm, ...]
    levels: tuple[float, ...]
    """Of the factor, one per arm; none where the arms have an order and no more."""
    factor: str
    """log or linear: what equal distances mean; empty without levels."""
    effect: Effect
    estimand: str
    """What the effect is of a seed: `rise per doubling of the factor`, `smallest fall from one arm to the next`."""
    log: bool = False
    """Whether means are geometric, the axis logarithmic and effects ratios."""
    turned: bool = False
    """Whether the metric is claimed to fall, so that effects are turned round."""

    @property
    def course(self) -> Course:
        """All arms."""
        return Course(self.arms, self.metric_unit, self.log)

    @property
    def places(self) -> tuple[float, ...]:
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
            f"Left: {self.metric} ({self.order}). {self.course.say(len(self.effect.seeds))} "
            f"Right: {self.estimand}: {self.effect.caption}{turned}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        at = [f"at {level:g} " for level in self.levels] or [""] * len(self.arms)
        means = ", ".join(f"{of}{self.course.say_mean(arm)}" for of, arm in zip(at, self.arms, strict=True))
        kind = self.course.mean.capitalize()
        return f"{self.effect.alt} The effect is the {self.estimand}. {kind}s of {self.metric}: {means}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("seed", *(f"{arm.name} ({self.metric_unit})" for arm in self.arms), f"effect ({self.effect.unit})")

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the levels, one row per seed, the means, then every other number on the axis of effects."""
        levels = [("level of the factor", *self.levels, "")] if self.levels else []
        columns = zip(self.effect.seeds, *(arm.values for arm in self.arms), self.effect.values, strict=True)
        return (*levels, *columns, *self.course.rows(), *self.effect.rows(len(self.arms) + 1))

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return _WIDTH, _ABOVE + _below(table) + min(max(1.5, _SEED * (len(table.effect.seeds) + 1.7)), 6.0)


def _below(table: Table) -> float:
    """Return the room below the panels: labels, what the axis is, and the key."""
    lines = max(word.count("\n") for _, word in _ticks(table)) + 1 if table.arms else 1
    return 0.12 + _LINE * (lines + 1) + (_LINE * len(_key(table)) + 0.06) * bool(_key(table))


def draw(figure: "Figure", table: Table) -> None:
    """Draw both panels, and below them which arm stands where."""
    height = size(table)[1]
    below, panel = _below(table) / height, 1 - (_ABOVE + _below(table)) / height
    axes = figure.add_axes((0.085, below, _WIDE / _WIDTH, panel))
    draw_frame(axes, table.course, _across(table))
    horizontal(axes, _ticks(table))
    draw_course(axes, table.course, table.places, ink(0))
    axes.set_title(f"{table.metric.replace('_', ' ')} ({unit_of(table.metric_unit) or 'no unit'})")
    key = "\n".join(_key(table))
    lines = len(_key(table))
    at = (0.04 + (_LINE * lines + 0.06) * bool(lines)) / height
    figure.text(0.085 + _WIDE / _WIDTH / 2, at, table.order, ha="center", va="bottom", fontsize=7, color=QUIET)
    if key:
        figure.text(0.012, 0.04 / height, key, ha="left", va="bottom", fontsize=7, linespacing=1.15)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)


def _across(table: Table) -> tuple[float, float]:
    """Return the ends of the horizontal axis."""
    low, high = min(table.places, default=0.0), max(table.places, default=1.0)
    room = 0.35 * (high - low) / max(len(table.arms) - 1, 1) or 0.5
    return low - room, high + room


def _ticks(table: Table) -> list[tuple[float, str]]:
    """Return where each arm stands and what is written there: its level, its name, or its number in the key."""
    if not table.levels:
        return [*zip(table.places, _names(table) or _words(table), strict=True)]
    low, high = _across(table)
    points = 72 * _WIDE / (high - low)
    ticks, free = [], -1.0
    for place, word in zip(table.places, _words(table), strict=True):
        at, half = points * (place - low), _LETTER * len(word) / 2
        ticks.append((place, word if at - half > free else ""))
        free = at + half + _LETTER if ticks[-1][1] else free
    return ticks


def _words(table: Table) -> list[str]:
    """Return the level of each arm, or its number in the order."""
    words = [say_tick(level) if isfinite(level) else f"{level:g}" for level in table.levels]
    return words or [str(number) for number in range(1, len(table.arms) + 1)]


def _names(table: Table) -> list[str]:
    """Return the arms' names in lines that fit side by side; nothing if they do not."""
    names = [arm.name for arm in table.arms]
    if len({ArmName(name).experiment for name in names}) == 1:
        names = [ArmName(name).condition or name for name in names]
    most = int(72 * _WIDE / (len(names) - 0.3) / _LETTER - 1)
    broken = [wrap(name.replace("_", "_ ").replace("/", "/ ").replace(".", ". "), most, break_long_words=False,
                   break_on_hyphens=False) for name in names]  # fmt: skip
    if any(len(lines) > _LINES or max(map(len, lines)) > most for lines in broken):
        return []
    return ["\n".join(line.replace(" ", "") for line in lines) for lines in broken]


def _key(table: Table) -> list[str]:
    """Return which arm is which, in lines; nothing where the names stand on the axis."""
    if not table.levels and _names(table):
        return []
    named = zip(_words(table), table.arms, strict=True)
    entries = [f"{word}:\N{NO-BREAK SPACE}{arm.name}" for word, arm in named]
    return wrap("; ".join(entries), _ACROSS, break_long_words=False, break_on_hyphens=False)


EXAMPLE = Table(
    metric="loss", metric_unit="nat",
    arms=(
        Arm("e.a", (2.1,), (False,)), Arm("e.b", (1.7,), (False,)), Arm("e.c", (2.3,), (True,)),
    ),
    levels=(1.0, 2.5, 8.0), factor="log",
    effect=Effect(
        "nat per doubling", "inconclusive", (0,), (0.05,), 0.06, Interval(0.01, 0.11), Interval(-0.02, 0.14),
        Region(low=0.02),
    ),
    estimand="rise per doubling of the factor",
)  # fmt: skip
