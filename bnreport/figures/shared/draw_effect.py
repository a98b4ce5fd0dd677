"""The panel that every claim's figure ends in: the effect of each seed, the estimate, and where the claim is true."""

from functools import partial
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures.shared.axes import horizontal, log_ticks, say_tick, vertical
from bnreport.figures.shared.bounds import has_place
from bnreport.figures.shared.panel import WIDE, Margins, Panel, framed, room_above, titled
from bnreport.figures.shared.style import INK, QUIET, REGION, VERDICTS
from bnreport.formatting import headed, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from bnreport.figures.shared.effect import Effect
    from bnreport.stats.region import Region


ROOM = Margins(left=0.46, right=0.14, top=room_above("", WIDE), bottom=0.26)
"""Around the panel."""


def under(title: str, effect: "Effect") -> Margins:
    """Return the room around the panel of an effect and one with such a title beside it, so that axes are level."""
    return ROOM._replace(top=max(room_above(each, WIDE) for each in (title, _title(effect))))


def _title(effect: "Effect") -> str:
    return headed(f"effect{' by seed' * bool(effect.values)}", effect.unit, effect=True)


def height_of(effect: "Effect", least: float = 1.5) -> float:
    """Return the height of the axes in inches: no seed stands closer to the next than its number is high."""
    return min(max(least, 0.14 * (len(effect.seeds) + 1.7)), 6.0)


def effect_panel(effect: "Effect", title: str = "", high: float | None = None, room: Margins = ROOM) -> Panel:
    """Return the panel, under a title of its own where the effect has one, and with axes of such a height."""
    return Panel("effect", partial(_draw, effect, title, room), room.above + (high or height_of(effect)))


def _draw(effect: "Effect", title: str, room: Margins, figure: "Figure") -> None:
    axes = framed(figure, room)
    draw_effect(axes, effect)
    titled(axes, title or _title(effect))


def draw_effect(axes: "Axes", effect: "Effect") -> None:
    """Draw seeds from top to bottom, and below them the estimate in the colour and shape of the verdict."""
    factor = times(effect.unit)
    colour, marker = VERDICTS[effect.verdict]
    count = len(effect.values)
    last = count + 0.5 if count else 0.0
    shown = [*effect.values, effect.estimate, *effect.interval, *effect.verdict_interval, *effect.region, effect.paper]
    lines = [(effect.none, QUIET, "-", 0.8), *((bound, colour, ":", 1.0) for bound in effect.region)]
    low, high = effect_axis(axes, [*shown, effect.none], effect.unit, effect.region, lines)
    axes.set_ylim(last + 0.6, -0.6)
    seen = [(factor * value, row) for row, value in enumerate(effect.values) if low <= value <= high]
    if seen:
        axes.plot(*zip(*seen, strict=True), "o", color=INK, markersize=4.5, zorder=3, linestyle="none")
    for ends, width, alpha in ((effect.verdict_interval, 10.0, 0.5), (effect.interval, 1.8, 1.0)):
        left, right = max(ends.low, low), min(ends.high, high)
        if left <= right:
            line = [((factor * left, last), (factor * right, last))]
            drawn = LineCollection(line, colors=colour, linewidths=width, alpha=alpha, zorder=2)
            axes.add_collection(drawn, autolim=False)
    for at, shape, fill, edge in ((effect.paper, "D", "none", INK), (effect.estimate, marker, colour, "white")):
        if low <= at <= high:
            axes.plot([factor * at], [last], shape, color=fill, markeredgecolor=edge, markersize=9, zorder=4)
    if not (seen or low <= effect.estimate <= high):
        axes.text(0.5, 0.5, "no estimate", transform=axes.transAxes, ha="center", va="center", color=QUIET)
    vertical(axes, [*((float(row), str(seed)) for row, seed in enumerate(effect.seeds[:count])), (last, "all")])


def effect_axis(  # noqa: PLR0913  (an axis and all that lies behind it)
    axes: "Axes",
    drawn: "Iterable[float]",
    unit: str,
    region: "Region | None",
    lines: "Sequence[tuple[float, str, str, float]]",
    *,
    room: float = 0.08,
    most: int = 6,
) -> tuple[float, float]:
    """Set up the horizontal axis of effects and what lies behind them, and return its ends.

    Args:
        axes: where to.
        drawn: all that must lie between its ends.
        unit: of the effects.
        region: where the claim is true.
        lines: where, colour, dash and width.
        room: beside all that is drawn, as a share of the axis.
        most: about how many ticks.
    """
    log, factor = unit == "ratio", times(unit)
    kept = [value for value in drawn if has_place(value, log=log)]
    low, high = min(kept, default=float(log)), max(kept, default=float(log))
    if log:
        axes.set_xscale("log")
        share = max((high / low) ** room, 1.01)
        low, high = low / share, high * share
    else:
        beside = room * (high - low) or 1.0
        low, high = low - beside, high + beside
    left, right = factor * low, factor * high
    axes.set_xlim(left, right)
    start, end = (max(low, region.low), min(high, region.high)) if region else (0.0, 0.0)
    if start < end:
        axes.axvspan(factor * start, factor * end, color=REGION, zorder=0, linewidth=0)
    for at, colour, dash, width in lines:
        if low < at < high:
            axes.axvline(factor * at, color=colour, linestyle=dash, linewidth=width, zorder=1)
    ticks = log_ticks(left, right, most) if log else MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(left, right)
    horizontal(axes, [(float(tick), say_tick(float(tick))) for tick in ticks if left <= tick <= right])
    return low, high
