"""Steps between neighbouring arms, a row for each: every seed, the mean and its interval."""

from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures._axes import horizontal, log_ticks, say_tick
from bnreport.figures._ink import COLOURS, QUIET, REGION
from bnreport.figures._margins import say_brief
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import effect_unit, say_effect, say_region, say_span, times
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _LEFT, _WIDE, _ABOVE, _BELOW, _ROW, _LINE, _OFF = 7.0, 2.2, 2.9, 0.28, 0.25, 0.18, 0.125, 0.04
"""Of the figure, of the names and of the panel; room above and below it; of a row without its names, and of a line of
them; by which an estimate stands above the middle of its row, and its seeds below: in inches."""
_LETTERS = 38
"""Of a name that fit beside each other."""
_MOST = 1e140
"""Beyond it, and of a ratio below its inverse, a number has no place."""


class Step(NamedTuple):
    """From one arm to the next."""

    before: str
    after: str
    values: tuple[float, ...]
    """One per seed, NaN where a run has no number."""
    diverged: tuple[bool, ...]
    """Whether either run did."""
    estimate: float
    """NaN where some run has no number."""
    interval: Interval
    """95 %; NaN where the seeds do not vary, or there are too few."""

    @property
    def name(self) -> str:
        """Both arms."""
        return f"{self.before} to {self.after}"


@dataclass(frozen=True)
class Table:
    """Steps from top to bottom."""

    metric: str
    unit: str
    """Of a step; `ratio` where it is one."""
    seeds: tuple[int, ...]
    steps: tuple[Step, ...]
    turned: bool = False
    """Whether the metric is claimed to fall, so that steps are turned round."""
    region: Region | None = None
    """Steps for which the claim is true, where it is about each of them."""

    @property
    def log(self) -> bool:
        """Whether steps are ratios."""
        return self.unit == "ratio"

    @property
    def turning(self) -> str:
        """What a step is."""
        sign, none = ("/", "above 1") if self.log else ("\N{MINUS SIGN}", "positive")
        if self.turned:
            return f"before {sign} after, turned round, as the claim is a fall: a fall is {none}"
        return f"after {sign} before: a rise is {none}"

    @property
    def caption(self) -> str:
        """What is drawn."""
        lost = "; cross: a run diverged" if any(any(step.diverged) for step in self.steps) else ""
        claim = "The claim is about the slope, not about single steps."
        if self.region is not None:
            true = say_region(self.region, self.unit)
            claim = f"Shaded: where the claim is true of every step ({true}); the verdict is on all steps together."
        return (
            f"Steps of {self.metric} from each arm to the next ({self.turning}). Strokes: every seed "
            f"(n = {len(self.seeds)}{lost}). Diamond: {'geometric ' * self.log}mean over seeds. Line: its 95 % t "
            f"interval, seeds paired, step by step without correction, so that it does not decide. {claim}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        unit, region = self.unit, self.region or Region(low=float(self.log))
        held, beyond = (sum(map(each, (s.interval for s in self.steps))) for each in (region.holds, region.excludes))
        said = "; ".join(f"{s.name} {say_effect(s.estimate, unit)} {say_span(s.interval, unit)}" for s in self.steps)
        tally = f"{held} of {len(self.steps)} 95 % intervals wholly {say_region(region, unit)}, {beyond} wholly below"
        return f"{tally}. Steps of {self.metric} ({self.turning}), n = {len(self.seeds)} seeds: {said}."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("step", f"estimate ({self.unit})", "95 % low", "95 % high", *(f"seed {seed}" for seed in self.seeds))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per step, and the claim region."""
        rows: list[tuple[Cell, ...]] = [(s.name, s.estimate, *s.interval, *s.values) for s in self.steps]
        rows += [("claim region", "", *self.region, *[""] * len(self.seeds))] if self.region else []
        return tuple(rows)

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    return _WIDTH, _ABOVE + _BELOW + (sum(map(_high, table.steps)) or _ROW)


def _high(step: Step) -> float:
    return _ROW + _LINE * _named(step).count("\n")


def _named(step: Step) -> str:
    ends = (wrap(end.replace("/", "/ "), _LETTERS, break_on_hyphens=False) for end in (step.before, f"to {step.after}"))
    return "\n".join(line.replace("/ ", "/") for lines in ends for line in lines)


def draw(figure: "Figure", table: Table) -> None:
    """Draw one row per step, its names on the left and its numbers on the right."""
    height, factor = size(table)[1], times(table.unit)
    axes = figure.add_axes((_LEFT / _WIDTH, _BELOW / height, _WIDE / _WIDTH, 1 - (_ABOVE + _BELOW) / height))
    _frame(axes, table, factor)
    down, (low, high) = 0.0, axes.get_xlim()
    marks: dict[str, list[tuple[float, float]]] = {"|": [], "x": [], "D": []}
    bars = []
    for step in table.steps:
        place, down = down + _high(step) / 2, down + _high(step)
        for value, lost in zip(step.values, step.diverged, strict=True):
            marks["x" if lost else "|"].append((factor * value, place + _OFF))
        marks["D"].append((factor * step.estimate, place - _OFF))
        ends = max(factor * step.interval.low, low), min(factor * step.interval.high, high)
        bars += [[(end, place - _OFF) for end in ends]] if ends[0] <= ends[1] else []
        _beside(axes, place, step, table.unit)
    axes.add_collection(LineCollection(bars, colors=COLOURS[0], linewidths=1.8, zorder=3), autolim=False)
    for shape, colour, length in (("|", QUIET, 5), ("x", QUIET, 5), ("D", COLOURS[0], 5)):
        seen = [(x, y) for x, y in marks[shape] if low <= x <= high]
        if seen:
            axes.plot(*zip(*seen, strict=True), shape, color=colour, markersize=length, zorder=4)
    kind = "ratio" if table.log else effect_unit(table.unit) or "no unit"
    axes.set_title(f"{'fall' if table.turned else 'rise'} in {table.metric.replace('_', ' ')} from arm to arm ({kind})")


def _beside(axes: "Axes", place: float, step: Step, unit: str) -> None:
    """Write the names on the left and the numbers on the right."""
    gone = sum(not isfinite(value) for value in step.values)
    said = f"no number in {gone} of {len(step.values)} seeds" if gone else say_brief(step.estimate, step.interval, unit)
    along = axes.get_yaxis_transform()
    for at, word, side in ((-0.03, _named(step), "right"), (1.03, said, "left")):
        axes.text(at, place, word, transform=along, ha=side, va="center", fontsize=7, linespacing=1.15)


def _frame(axes: "Axes", table: Table, factor: float) -> None:
    """Set up the axes: no change, where the claim is true, ticks."""
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    low, high = _ends(table)
    axes.set_xscale("log" if table.log else "linear")
    axes.set_xlim(factor * low, factor * high)
    axes.set_ylim(sum(map(_high, table.steps)) or 1.0, 0)
    start, end = (max(low, table.region.low), min(high, table.region.high)) if table.region else (0.0, 0.0)
    if start < end:
        axes.axvspan(factor * start, factor * end, color=REGION, zorder=0, linewidth=0)
    for bound in table.region or ():
        if low < bound < high:
            axes.axvline(factor * bound, color=COLOURS[0], linestyle=":", linewidth=1, zorder=1)
    axes.axvline(factor * table.log, color=QUIET, linewidth=0.8, zorder=1)
    left, right = axes.get_xlim()
    ticks = log_ticks(left, right, 7) if table.log else MaxNLocator(7, steps=[1, 2, 5, 10]).tick_values(left, right)
    horizontal(axes, [(float(tick), say_tick(float(tick))) for tick in ticks if left <= tick <= right])


def _ends(table: Table) -> tuple[float, float]:
    """Return the ends of the axis: every seed and interval, no change and the claim's bounds, with room beside them."""
    drawn = [end for step in table.steps for end in (*step.values, step.estimate, *step.interval)]
    drawn += [float(table.log), *(table.region or ())]
    kept = [value for value in drawn if abs(value) < _MOST and (value > 1 / _MOST or not table.log)]
    low, high = min(kept), max(kept)
    if table.log:
        room = max((high / low) ** 0.06, 1.01)
        return low / room, high * room
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


_FIRST = Step("e.a", "e.b", (0.031,), (False,), 0.03, Interval(0.01, 0.05))
_SECOND = Step("e.b", "e.c", (-0.012,), (True,), -0.011, Interval(-0.02, 0.006))
EXAMPLE = Table("accuracy", "fraction", (0,), (_FIRST, _SECOND), region=Region(low=0.015))
