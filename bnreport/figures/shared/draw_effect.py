"""The panel that every claim's figure ends in: the effect of each seed, the estimate, and where the claim is true."""

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures.shared.axes import horizontal, log_ticks, say_tick, vertical
from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.style import INK, QUIET, REGION, VERDICTS
from bnreport.formatting import effect_unit, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bnreport.figures.shared.effect import Effect


def draw_effect(axes: "Axes", effect: "Effect") -> None:
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


def _ends(effect: "Effect", *, log: bool) -> tuple[float, float]:
    """Return the ends of the axis: all that is drawn, no effect, and the bounds of the claim, with room beside them."""
    drawn = [*effect.values, effect.estimate, *effect.interval, *effect.verdict_interval, *effect.region, effect.paper]
    kept = [value for value in (*drawn, effect.none) if has_place(value, log=log)]
    low, high = min(kept, default=float(log)), max(kept, default=float(log))
    if log:
        room = max((high / low) ** 0.08, 1.01)
        return low / room, high * room
    room = 0.08 * (high - low) or 1.0
    return low - room, high + room


def _ground(axes: "Axes", effect: "Effect", ends: tuple[float, float], factor: float) -> None:
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
