"""Arms from left to right: every seed, their mean with its pointwise interval, and marks for runs without a number."""

from math import nan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection

from bnreport.figures.shared.axes import value_axis
from bnreport.figures.shared.bounds import too_small
from bnreport.figures.shared.off_axis_marks import draw_off_axis_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from bnreport.figures.shared.arm_profile import ArmProfile
    from bnreport.figures.shared.style import ArmStyle


def draw_frame(axes: "Axes", profile: "ArmProfile", across: tuple[float, float]) -> None:
    """Set up both axes, with ticks on the vertical one."""
    axes.xaxis.set_visible(False)
    axes.set_xlim(*across)
    low, high = profile.ends
    value_axis(axes, (profile.factor * low, profile.factor * high), log=profile.log)


def draw_profile(axes: "Axes", profile: "ArmProfile", places: "Sequence[float]", look: "ArmStyle") -> None:
    """Draw each seed, the means with their bars, and marks for runs that diverged or have no place."""
    at = np.array(places)
    fitting = [[profile.factor * value if profile.fits(value) else nan for value in arm.values] for arm in profile.arms]
    values, lost = np.array(fitting), np.array([arm.diverged for arm in profile.arms])  # (arms, seeds)
    lines = [np.column_stack((at, column)) for column in values.T]
    axes.add_collection(LineCollection(lines, colors=look.colour, linewidths=0.7, alpha=0.45, zorder=2), autolim=False)
    spots, seen = np.broadcast_to(at[:, None], values.shape), np.isfinite(values)
    dots, crosses = seen & ~lost, seen & lost
    if dots.any():
        axes.plot(spots[dots], values[dots], look.marker, color=look.colour, markersize=3, alpha=0.6, zorder=3)
    if crosses.any():
        axes.plot(spots[crosses], values[crosses], "x", color=look.colour, markersize=6, markeredgewidth=1.3, zorder=6)
    _draw_off_axis_marks(axes, profile, at, look.colour)
    _draw_means(axes, profile, at, look)


def _draw_means(axes: "Axes", profile: "ArmProfile", at: "NDArray[np.float64]", look: "ArmStyle") -> None:
    """Draw the means and their bars; an arrowhead where a bar leaves the axis."""
    low, high = axes.get_ylim()
    means = [profile.mean_of(arm) for arm in profile.arms]
    axes.plot(
        at, [profile.factor * mean for mean, _ in means], color=look.colour, linestyle=look.dash, linewidth=2,
        marker=look.marker, markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, zorder=5,
    )  # fmt: skip
    bars = [(x, profile.factor * bar.low, profile.factor * bar.high) for x, (_, bar) in zip(at, means, strict=True)]
    drawn = [((x, max(first, low)), (x, min(last, high))) for x, first, last in bars if first <= last]
    axes.add_collection(LineCollection(drawn, colors=look.colour, linewidths=1.6, zorder=4), autolim=False)
    above, below = [x for x, _, last in bars if last > high], [x for x, first, _ in bars if first < low]
    for shape, edge, gone in (("^", high, above), ("v", low, below)):
        if gone:
            axes.plot(gone, [edge] * len(gone), shape, color=look.colour, markersize=4.5, clip_on=False, zorder=5)


def _draw_off_axis_marks(axes: "Axes", profile: "ArmProfile", places: "NDArray[np.float64]", colour: str) -> None:
    """Mark and count the runs without a place, below what is too small for the axis, above the others."""
    for x, arm in zip(places, profile.arms, strict=True):
        runs = zip(arm.values, arm.diverged, strict=True)
        gone = [(too_small(value, log=profile.log), lost) for value, lost in runs if not profile.fits(value)]
        draw_off_axis_marks(axes, float(x), gone, len(arm.values), colour)
