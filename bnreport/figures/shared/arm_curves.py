"""Runs over steps on axes that are set up: seeds, bands, medians, and marks for what has no place there."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path

from bnreport.figures.shared.curve import arms_of, banded, grid, of_arm, off_axis
from bnreport.figures.shared.names import wrapped
from bnreport.figures.shared.style import ArmStyle, arm_styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.shared.curve import Curve

_HANDLE, _LETTER = 0.52, 0.064
"""Widths in a legend, in inches: of a line with what parts it from its name, and of a letter."""


class ArmCurves(NamedTuple):
    """The runs of one arm, ready to draw: what lies beyond the axes is at their edge."""

    style: ArmStyle
    seeds: "list[NDArray[np.float64]]"
    """Points (t, 2) of each run."""
    median: "NDArray[np.float64]"
    """Over seeds (t, 2)."""
    band: "NDArray[np.float64]"
    """Outline from the least to the largest seed and back."""


def ring(low: "NDArray[np.float64]", high: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the outline of a band: along its lower edge (t, 2) and back along its upper one."""
    return np.concatenate((low, high[::-1]))


def arm_curves(axes: "Axes", curves: "Sequence[Curve]", style: ArmStyle, factor: float) -> ArmCurves:
    """Sort out what to draw of an arm, and cross where its diverged runs end."""
    steps, values = grid(curves)
    values = factor * values
    seen = ~np.isnan(values)
    known = seen.any(axis=0)
    with np.errstate(invalid="ignore"):
        median = (np.median if seen.all() else np.nanmedian)(values[:, known], axis=0)
    values, median = (np.clip(each, *axes.get_ylim()) for each in (values, median))
    seeds = [np.column_stack((steps, row))[held] for row, held in zip(values, seen, strict=True)]
    ends = [points[-1] for points, run in zip(seeds, curves, strict=True) if run.diverged and len(points)]
    if ends:
        axes.plot(
            *np.array(ends).T, "x", color=style.colour, markersize=6, markeredgewidth=1.6, zorder=5, clip_on=False
        )
    steps, values = steps[known], values[:, known]
    edges = (np.nanmin(values, axis=0), np.nanmax(values, axis=0)) if len(steps) else (median, median)
    low, high = (np.column_stack((steps, edge)) for edge in edges)
    return ArmCurves(style, seeds, np.column_stack((steps, median)), ring(low, high))


def draw_runs(
    axes: "Axes", curves: "Sequence[Curve]", arms: "Sequence[str]", ends: tuple[float, float], factor: float
) -> None:
    """Draw of each arm its seeds, the band between them, their median, and what lies beyond the ends of the axis."""
    found = []
    for arm, style in arm_styles(arms).items():
        runs = of_arm(curves, arm)
        if runs:
            found.append(arm_curves(axes, runs, style, factor))
            draw_line(axes, found[-1].median, style, 1.7)
            draw_off_axis(axes, runs, style.colour, ends)
    draw_seeds(axes, found, 0.5 if banded(arms) else 0.25)
    if banded(arms):
        draw_bands(axes, [(each.band, each.style) for each in found if len(each.seeds) > 1], 0.13)


def draw_line(axes: "Axes", points: "NDArray[np.float64]", style: ArmStyle, width: float) -> None:
    """Draw a line in an arm's colour and dash, with a few of its markers."""
    axes.plot(
        *points.T, color=style.colour, linestyle=style.dash, linewidth=width, marker=style.marker, markersize=4,
        markevery=max(1, len(points) // 3), zorder=4,
    )  # fmt: skip


def draw_seeds(axes: "Axes", held: "Iterable[ArmCurves]", alpha: float) -> None:
    """Draw every run of several, one artist for all and one path for each arm."""
    drawn = [each for each in held if len(each.seeds) > 1]
    paths = [Path.make_compound_path(*(Path(points) for points in each.seeds if len(points))) for each in drawn]
    colours = [each.style.colour for each in drawn]
    thin = PathCollection(paths, facecolors="none", edgecolors=colours, linewidths=0.6, alpha=alpha, zorder=2)
    axes.add_collection(thin, autolim=False)


def draw_bands(axes: "Axes", bands: "Sequence[tuple[NDArray[np.float64], ArmStyle]]", alpha: float) -> None:
    """Fill outlines in their arms' colours, one artist for all."""
    if bands:
        colours = [style.colour for _, style in bands]
        filled = PolyCollection([band for band, _ in bands], facecolors=colours, alpha=alpha, linewidths=0, zorder=1)
        axes.add_collection(filled, autolim=False)


def draw_off_axis(axes: "Axes", curves: "Sequence[Curve]", colour: str, ends: tuple[float, float]) -> None:
    """Mark, as hollow triangles at the edges, readings of an arm that have no place between the ends."""
    lost = off_axis(curves, ends)
    for above, marker, edge in ((True, "^", 1.0), (False, "v", 0.0)):
        steps = sorted({step for _, step, up in lost if up == above})
        if steps:
            axes.plot(
                steps, [edge] * len(steps), marker, color=colour, markerfacecolor="white", markersize=4,
                transform=axes.get_xaxis_transform(), clip_on=False, zorder=6,
            )  # fmt: skip


def handle(style: ArmStyle) -> Line2D:
    """Return what stands for an arm in a legend."""
    return Line2D([], [], color=style.colour, linestyle=style.dash, marker=style.marker, linewidth=1.7, markersize=4)


def legend(figure: "Figure", curves: "Sequence[Curve]", left: float, *others: Line2D) -> None:
    """List the arms, and other lines, beside the panels, from so far from the left; long names are broken."""
    arms = arms_of(curves)
    read = {curve.arm for curve in curves if curve.values}
    room = int(((1 - left) * figure.get_figwidth() - _HANDLE) / _LETTER)
    handles = list(map(handle, arm_styles(arms).values()))
    names = [wrapped(arm if arm in read else f"{arm} (no value)", room) for arm in arms]
    handles, names = [*handles, *others], [*names, *(str(line.get_label()) for line in others)]
    figure.legend(handles, names, loc="center left", bbox_to_anchor=(left, 0.5), handlelength=3.2)
