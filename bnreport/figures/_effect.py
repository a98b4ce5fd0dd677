"""The panel that every claim's figure ends in: the effect of each seed, the estimate, and where the claim is true."""

from math import isfinite, nan
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures._axes import horizontal, log_ticks, say_tick, vertical
from bnreport.figures._ink import INK, QUIET, REGION, VERDICTS
from bnreport.formatting import effect_unit, say_effect, say_region, say_span, times
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bnreport.figures._svg import Cell

_MOST = 1e290
"""Beyond it, and a ratio below its inverse, a number has no place on an axis."""


class Effect(NamedTuple):
    """What a verdict is about."""

    unit: str
    verdict: str
    """supported, refuted, inconclusive, exploratory or not_run."""
    seeds: tuple[int, ...]
    values: tuple[float, ...]
    """One per seed, NaN where an arm is missing; none where the effect is not one of seeds."""
    estimate: float
    interval: Interval
    verdict_interval: Interval
    region: Region
    paper: float = nan
    """The paper's own number, NaN where it prints none or scales differ."""
    null: float | None = None
    """The effect that means no difference; None for the usual one, 0 or of a ratio 1."""
    n: str = ""
    """What the estimate is over, where that is not as many seeds."""

    @property
    def none(self) -> float:
        """The effect that means no difference."""
        return float(self.unit == "ratio") if self.null is None else self.null

    @property
    def alt(self) -> str:
        """The conclusion with its numbers, as far as there are any."""
        found = f"effect {say_effect(self.estimate, self.unit)}" if isfinite(self.estimate) else "no estimate"
        spans = (("95 % interval", self.interval), ("verdict interval", self.verdict_interval))
        said = [found, *(f"{name} {say_span(span, self.unit)}" for name, span in spans if span.low <= span.high)]
        over = self.n or f"{len(self.seeds)} seed{'s' * (len(self.seeds) != 1)}"
        paper = f" The paper's number is {say_effect(self.paper, self.unit)}." if isfinite(self.paper) else ""
        return (
            f"{self.verdict.replace('_', ' ').capitalize()}: {', '.join(said)}, over {over}; the claim is true "
            f"{say_region(self.region, self.unit)}.{paper}"
        )

    @property
    def caption(self) -> str:
        """What the panel shows, as far as it is there."""
        which = "every seed" if all(map(isfinite, self.values)) else "every seed that has one"
        seen = [f"effect of {which} (dots)"] if any(map(isfinite, self.values)) else []
        seen += ["the estimate (large marker)"] if isfinite(self.estimate) else ["no estimate"]
        seen += ["its 95 % interval (thin line)"] if self.interval.low <= self.interval.high else []
        if self.verdict_interval.low <= self.verdict_interval.high:
            seen.append("the verdict interval, which alone decides (thick bar)")
        paper = "; hollow diamond: the paper's number" if isfinite(self.paper) else ""
        line = f"; grey line: no difference ({say_effect(self.none, self.unit)})" if self.null is not None else ""
        return (
            f"{', '.join(seen)}; shaded, where the claim is true ({say_region(self.region, self.unit)}){line}{paper}."
        )

    def rows(self, width: int) -> "tuple[tuple[Cell, ...], ...]":
        """Return every other number of the panel, each behind so many cells: what it is, and empty ones."""
        ends = [f"{of} {end}" for of in ("95 %", "verdict", "claim region") for end in ("low", "high")]
        numbers = (self.estimate, *self.interval, *self.verdict_interval, *self.region, self.paper)
        names = ("estimate", *ends, "paper")
        found = (*zip(names, numbers, strict=True), *([] if self.null is None else [("no difference", self.null)]))
        return tuple((name, *[""] * (width - 1), number) for name, number in found)


def draw_effect(axes: "Axes", effect: Effect) -> None:
    """Draw seeds from top to bottom, and below them the estimate in the colour and shape of the verdict."""
    factor = times(effect.unit)
    colour, marker = VERDICTS[effect.verdict]
    log, count = effect.unit == "ratio", len(effect.values)
    place = count + 0.5 if count else 0.0
    low, high = _ends(effect, log=log)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    if log:
        axes.set_xscale("log")
    axes.set_xlim(factor * low, factor * high)
    axes.set_ylim(place + 0.6, -0.6)
    _ground(axes, effect, (low, high), factor)
    seen = [(factor * value, row) for row, value in enumerate(effect.values) if low <= value <= high]
    if seen:
        axes.plot(*zip(*seen, strict=True), "o", color=INK, markersize=4.5, zorder=3, linestyle="none")
    for ends, width, alpha in ((effect.verdict_interval, 10.0, 0.5), (effect.interval, 1.8, 1.0)):
        left, right = max(ends.low, low), min(ends.high, high)
        if left <= right:
            line = [((factor * left, place), (factor * right, place))]
            drawn = LineCollection(line, colors=colour, linewidths=width, alpha=alpha, zorder=2)
            axes.add_collection(drawn, autolim=False)
    for at, shape, fill, edge in ((effect.paper, "D", "none", INK), (effect.estimate, marker, colour, "white")):
        if low <= at <= high:
            axes.plot([factor * at], [place], shape, color=fill, markeredgecolor=edge, markersize=9, zorder=4)
    if not (seen or low <= effect.estimate <= high):
        axes.text(0.5, 0.5, "no estimate", transform=axes.transAxes, ha="center", va="center", color=QUIET)
    vertical(axes, [*((float(row), str(seed)) for row, seed in enumerate(effect.seeds[:count])), (place, "all")])
    axes.set_title(f"effect{' by seed' * bool(count)} ({'ratio' if log else effect_unit(effect.unit) or 'no unit'})")


def _ends(effect: Effect, *, log: bool) -> tuple[float, float]:
    """Return the ends of the axis: all that is drawn, no effect, and the bounds of the claim, with room beside them."""
    drawn = [*effect.values, effect.estimate, *effect.interval, *effect.verdict_interval, *effect.region, effect.paper]
    kept = [value for value in (*drawn, effect.none) if (value > 1 / _MOST or not log) and abs(value) < _MOST]
    low, high = min(kept, default=float(log)), max(kept, default=float(log))
    if log:
        room = max((high / low) ** 0.08, 1.01)
        return low / room, high * room
    room = 0.08 * (high - low) or 1.0
    return low - room, high + room


def _ground(axes: "Axes", effect: Effect, ends: tuple[float, float], factor: float) -> None:
    """Draw what lies behind: where the claim is true, its bounds, no effect, and the axis."""
    low, high = ends
    log = effect.unit == "ratio"
    shade = (max(low, effect.region.low), min(high, effect.region.high))
    if shade[0] < shade[1]:
        axes.axvspan(factor * shade[0], factor * shade[1], color=REGION, zorder=0, linewidth=0)
    lines = [(effect.none, QUIET, "-", 0.8)] if low < effect.none < high else []
    lines += [(bound, VERDICTS[effect.verdict][0], ":", 1.0) for bound in effect.region if low < bound < high]
    for at, colour, dash, width in lines:
        axes.axvline(factor * at, color=colour, linestyle=dash, linewidth=width, zorder=1)
    left, right = factor * low, factor * high
    ticks = log_ticks(left, right, 6) if log else MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(left, right)
    horizontal(axes, [(float(tick), say_tick(float(tick))) for tick in ticks if left <= tick <= right])
