"""Runs over steps on axes that are set up: seeds, bands, medians, and marks for what has no place there."""

from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.path import Path

from bnreport.figures.shared.axes import step_axis
from bnreport.figures.shared.curve import SEEDS, grid, of_arm, off_axis
from bnreport.figures.shared.labels import End, beside, height_of, label_ends
from bnreport.figures.shared.panel import NARROW, WIDE, Margins, Panel, below, framed, room_above, titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from bnreport.figures.shared.curve import Curve
    from bnreport.figures.shared.style import ArmStyle
_HIGH = {WIDE: 2.0, NARROW: 1.7}
"""Of a panel, by its width, in inches."""


class ArmCurves(NamedTuple):
    """The runs of one arm, ready to draw: what lies beyond the axes is at their edge."""

    style: "ArmStyle"
    seeds: "list[NDArray[np.float64]]"
    """Points (t, 2) of each run."""
    median: "NDArray[np.float64]"
    """Over seeds (t, 2)."""
    band: "NDArray[np.float64]"
    """Outline from the least to the largest seed and back."""


def curves_panel(arms: "Sequence[str]", draw: "Callable[[Figure], None]", name: str = "", width: float = WIDE) -> Panel:
    """Return a panel of curves, high enough for the arms' names one above the other."""
    return Panel(name or ", ".join(arms), draw, max(_HIGH[width], 0.5 + height_of(arms, width)), width)


def framed_curves(
    figure: "Figure",
    title: str,
    arms: "Sequence[str]",
    steps: tuple[int, int],
    counted: tuple[int, int] | None = None,
) -> "Axes":
    """Return axes over optimiser steps, with a title, and on their right room for names of arms.

    Args:
        figure: empty.
        title: above the axes.
        arms: whose names stand on the right.
        steps: first and last on the horizontal axis.
        counted: first and last step that claims count.
    """
    width = float(figure.get_figwidth())
    axes = framed(figure, Margins(right=beside(arms, width), top=room_above(title, width)))
    step_axis(axes, steps, counted=counted)
    titled(axes, title)
    below(axes, "optimiser steps")
    return axes


def ring(low: "NDArray[np.float64]", high: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the outline of a band: along its lower edge (t, 2) and back along its upper one."""
    return np.concatenate((low, high[::-1]))


def arm_curves(axes: "Axes", curves: "Sequence[Curve]", style: "ArmStyle", factor: float) -> ArmCurves:
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


def draw_runs(  # noqa: PLR0913  (all that is drawn of runs)
    axes: "Axes",
    curves: "Sequence[Curve]",
    styles: "Mapping[str, ArmStyle]",
    ends: tuple[float, float],
    factor: float,
    *,
    each: bool = True,
) -> None:
    """Draw of each arm its seeds, the band between them, their median, and what lies beyond the ends of the axis.

    Its name stands at the end of its line.

    Args:
        axes: set up.
        curves: of all arms.
        styles: of the arms that are drawn.
        ends: of the vertical axis.
        factor: of values; fractions stand as percent.
        each: whether seeds are drawn one by one, where they are few.
    """
    found, names = [], []
    for arm, style in styles.items():
        runs = of_arm(curves, arm)
        if runs:
            found.append(arm_curves(axes, runs, style, factor))
            draw_line(axes, found[-1].median, style, 1.7)
            draw_off_axis(axes, off_axis(runs, ends), style.colour)
            names.append(end_of(arm, found[-1]))
    if each:
        draw_seeds(axes, found, 0.5)
    draw_bands(axes, [(arm.band, arm.style) for arm in found if len(arm.seeds) > 1], 0.13)
    label_ends(axes, names)


def end_of(arm: str, drawn: ArmCurves) -> End:
    """Return where the line of an arm ends."""
    if not len(drawn.median):
        return End(f"{arm} (no value)", nan, drawn.style.colour)
    return End(arm, float(drawn.median[-1, 1]), drawn.style.colour)


def draw_line(axes: "Axes", points: "NDArray[np.float64]", style: "ArmStyle", width: float) -> None:
    """Draw a line in an arm's colour and dash, with a few of its markers."""
    axes.plot(
        *points.T, color=style.colour, linestyle=style.dash, linewidth=width, marker=style.marker, markersize=4,
        markevery=max(1, len(points) // 3), zorder=4,
    )  # fmt: skip


def draw_seeds(axes: "Axes", held: "Iterable[ArmCurves]", alpha: float) -> None:
    """Draw every run of several, one artist for all and one path for each arm."""
    drawn = [each for each in held if 1 < len(each.seeds) <= SEEDS]
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


def draw_off_axis(axes: "Axes", lost: "Sequence[tuple[str, int, bool]]", colour: str) -> None:
    """Mark, as hollow triangles at the edges, readings of an arm that have no place between the ends.

    Args:
        axes: where to.
        lost: arm, step and whether above; see `bnreport.figures.shared.curve.off_axis`.
        colour: the arm's.
    """
    for above, marker, edge in ((True, "^", 1.0), (False, "v", 0.0)):
        steps = sorted({step for _, step, up in lost if up == above})
        if steps:
            axes.plot(
                steps, [edge] * len(steps), marker, color=colour, markerfacecolor="white", markersize=4,
                transform=axes.get_xaxis_transform(), clip_on=False, zorder=6,
            )  # fmt: skip
