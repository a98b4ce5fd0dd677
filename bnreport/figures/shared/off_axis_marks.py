"""Marks at the edge of a panel, counted: runs without a number that fits the axis."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


def draw_off_axis_marks(axes: "Axes", x: float, gone: "Sequence[tuple[bool, bool]]", runs: int, colour: str) -> None:
    """Mark and count the runs of one arm that have no place, a cross if one diverged.

    Args:
        axes: the panel.
        x: where the arm stands.
        gone: of each such run, whether it is too small for the axis, and whether it diverged.
        runs: how many the arm has in all.
        colour: the arm's.
    """
    along = axes.get_xaxis_transform()
    for below in sorted({under for under, _ in gone}):
        lost, edge = [each for under, each in gone if under == below], 0.04 if below else 0.96
        for shape in sorted({"x" if each else "D" for each in lost}):
            axes.plot(
                [x], [edge], shape, color=colour, markerfacecolor="white", markersize=6, markeredgewidth=1.3,
                transform=along, clip_on=False, zorder=6,
            )  # fmt: skip
        axes.annotate(
            f"{len(lost)} of {runs}", (x, edge), (5, 0), xycoords=along, textcoords="offset points",
            va="center", fontsize=6.5, color=colour,
        )  # fmt: skip
