"""Effects of any unit on one axis, in lengths of their margin."""

from math import inf, isfinite, isnan, log
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.ticker import MaxNLocator

from bnreport.figures._axes import horizontal
from bnreport.figures._ink import INK, QUIET, REGION, VERDICTS
from bnreport.formatting import effect_unit, say_effect, say_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from bnreport.stats.region import Interval

LINEAR = 6.0
"""Reach up to which the axis is linear throughout."""
BENT = " The axis is linear from \N{MINUS SIGN}2 to 2 and logarithmic beyond."
_MOST = 1000.0
_ROOM = 6


def say_brief(effect: float, interval: "Interval", unit: str) -> str:
    """Return an effect and its interval, with the unit once, and only if there is room for it beside the axis."""
    unit = unit if len(effect_unit(unit)) <= _ROOM else "1"
    return f"{say_effect(effect, unit, bare=True)} {say_span(interval, unit)}"


def in_margins(effect: float, unit: str, scale: float) -> float:
    """Return where an effect lies, in margins of length `scale`; of a ratio, its logarithm."""
    if unit == "ratio" and not isnan(effect):
        effect = log(effect) if effect > 0 else -inf
    return effect / scale


def reach_of(places: "Iterable[float]") -> float:
    """Return how far from 0 the axis must reach."""
    return min(max((abs(place) for place in places if isfinite(place)), default=2.0), _MOST)


def beyond(place: float) -> bool:
    """Tell whether a place lies farther out than any axis reaches."""
    return abs(place) > _MOST


def margin_axis(axes: "Axes", reach: float) -> float:
    """Set up the horizontal axis and return where it ends."""
    end = max(reach * 1.15, 2.0)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    if end > LINEAR:
        axes.set_xscale("symlog", linthresh=2, linscale=1.0)
    axes.set_xlim(-end, end)
    far = [tick for tick in (1, 2, 10, 100, 1000) if tick <= end]
    ticks = [*(-tick for tick in reversed(far)), 0, *far] if end > LINEAR else _even(end)
    horizontal(axes, [(tick, f"{tick:g}".replace("-", "\N{MINUS SIGN}")) for tick in ticks])
    axes.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
    inch = axes.figure.dpi / axes.bbox.height
    axes.text(0.5, -0.24 * inch, "effect, in margins", transform=axes.transAxes, ha="center", va="top")
    return end


def _even(end: float) -> list[float]:
    return [float(tick) for tick in MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(-end, end) if abs(tick) <= end]


def segments(
    axes: "Axes", rows: "Iterable[tuple[float, Interval]]", reach: float, ink: tuple[list[str], float, float]
) -> None:
    """Draw intervals, in margins, at their places, with an arrow at each end that lies beyond the axis.

    Args:
        axes: where to.
        rows: place and interval; NaN draws nothing.
        reach: where the axis ends.
        ink: one colour a row, line width, opacity.
    """
    lines, shades = [], []
    colours, width, alpha = ink
    for (place, ends), colour in zip(rows, colours, strict=True):
        low, high = max(ends.low, -reach), min(ends.high, reach)
        if not low <= high:  # NaN: no interval
            continue
        lines.append(((low, place), (high, place)))
        shades.append(colour)
        for end, arrow in ((ends.low, "<"), (ends.high, ">")):
            if abs(end) > reach or abs(end) == inf:
                at = reach if arrow == ">" else -reach
                axes.plot([at], [place], arrow, color=colour, markersize=4, clip_on=False)
    if lines:
        drawn = LineCollection(lines, colors=shades, linewidths=width, alpha=alpha, zorder=2)
        axes.add_collection(drawn, autolim=False)


def regions(axes: "Axes", rows: "Iterable[tuple[float, Interval]]", reach: float, height: float) -> None:
    """Shade where each row's claim is true, in margins, `height` on either side of its place."""
    boxes = []
    for place, ends in rows:
        low, high = (max(-reach, min(reach, end)) for end in ends)
        boxes.append(((low, place - height), (high, place - height), (high, place + height), (low, place + height)))
    axes.add_collection(PolyCollection(boxes, facecolors=REGION, linewidths=0, zorder=0), autolim=False)


def markers(axes: "Axes", rows: "Iterable[tuple[float, float, str]]", size: float) -> None:
    """Mark estimates, in margins, by what each row says: colour and shape together, one artist for each answer."""
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for place, at, answer in rows:
        groups.setdefault(VERDICTS.get(answer, VERDICTS["not_run"]), []).append((at, place))
    for (colour, marker), points in groups.items():
        axes.plot(
            *zip(*points, strict=True), marker, color=colour, markersize=size, markeredgecolor="white",
            markeredgewidth=0.6, zorder=4,
        )  # fmt: skip


def papers(axes: "Axes", rows: "Sequence[tuple[float, float]]", reach: float) -> None:
    """Mark the papers' numbers, in margins, by a hollow diamond; by an arrow at the end of the axis those beyond it."""
    for shape, points in (
        ("D", [(at, place) for place, at in rows if not beyond(at)]),
        ("<", [(-reach, place) for place, at in rows if beyond(at) and at < 0]),
        (">", [(reach, place) for place, at in rows if beyond(at) and at > 0]),
    ):
        if points:
            axes.plot(
                *zip(*points, strict=True), shape, markerfacecolor="none", markeredgecolor=INK, markersize=6,
                clip_on=shape == "D",
            )  # fmt: skip
