"""Arms from left to right: every seed, their mean with its pointwise interval, and marks for runs without a number."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.shared.axes import value_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from bnreport.figures.shared.arm_values import ArmProfile, ArmValues
    from bnreport.figures.shared.style import ArmStyle


def draw_frame(axes: "Axes", profile: "ArmProfile", across: tuple[float, float]) -> None:
    """Set up both axes, with ticks on the vertical one."""
    axes.set_xlim(*across)
    value_axis(axes, profile.ends, profile.unit, log=profile.log)


def draw_profile(axes: "Axes", profile: "ArmProfile", positions: "Sequence[float]", style: "ArmStyle") -> None:
    """Draw each seed, the means with their bars, and marks for runs that diverged or have no place."""
    at = np.array(positions)
    fitting = [[profile.factor * value if profile.fits(value) else nan for value in arm.values] for arm in profile.arms]
    values, lost = np.array(fitting), np.array([arm.diverged for arm in profile.arms])  # (arms, seeds)
    lines = [np.column_stack((at, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=style.colour, linewidths=0.7, alpha=0.45, zorder=2), autolim=False)
    spots, seen = np.broadcast_to(at[:, None], values.shape), np.isfinite(values)
    dots, crosses = seen & ~lost, seen & lost
    if dots.any():
        axes.plot(spots[dots], values[dots], style.marker, color=style.colour, markersize=3, alpha=0.6, zorder=3)
    if crosses.any():
        axes.plot(spots[crosses], values[crosses], "x", color=style.colour, markersize=6, markeredgewidth=1.3, zorder=6)
    for x, arm in zip(positions, profile.arms, strict=True):
        draw_unread(axes, x, arm, style.colour, log=profile.log)
    _draw_means(axes, profile, at, style)


def _draw_means(axes: "Axes", profile: "ArmProfile", at: "NDArray[np.float64]", style: "ArmStyle") -> None:
    """Draw the means and their bars; an arrowhead where a bar leaves the axis."""
    low, high = axes.get_ylim()
    means = [profile.mean_of(arm) for arm in profile.arms]
    axes.plot(
        at, [profile.factor * mean for mean, _ in means], color=style.colour, linestyle=style.dash, linewidth=2,
        marker=style.marker, markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, zorder=5,
    )  # fmt: skip
    bars = [(x, profile.factor * bar.low, profile.factor * bar.high) for x, (_, bar) in zip(at, means, strict=True)]
    drawn = [((x, max(first, low)), (x, min(last, high))) for x, first, last in bars if first <= last]
    axes.add_collection(LineCollection(drawn, colors=style.colour, linewidths=1.6, zorder=4), autolim=False)
    above, below = [x for x, _, last in bars if last > high], [x for x, first, _ in bars if first < low]
    for shape, edge, gone in (("^", high, above), ("v", low, below)):
        if gone:
            axes.plot(gone, [edge] * len(gone), shape, color=style.colour, markersize=4.5, clip_on=False, zorder=5)


def draw_unread(axes: "Axes", x: float, arm: "ArmValues", colour: str, *, log: bool = False) -> None:
    """Count an arm's runs without a place at the edge: below what is too small for the axis; crosses diverged."""
    along, gone = axes.get_xaxis_transform(), arm.unread(log=log)
    for below in sorted({under for under, _ in gone}):
        lost, edge = [each for under, each in gone if under == below], 0.04 if below else 0.96
        for shape in sorted({"x" if each else "D" for each in lost}):
            axes.plot(
                [x], [edge], shape, color=colour, markerfacecolor="white", markersize=6, markeredgewidth=1.3,
                transform=along, clip_on=False, zorder=6,
            )  # fmt: skip
        axes.annotate(
            f"{len(lost)} of {arm.runs}", (x, edge), (5, 0), xycoords=along, textcoords="offset points",
            va="center", fontsize=7, color=colour,
        )  # fmt: skip
