"""From a table to a picture: one SVG, the same bytes in every process."""

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.figures.shared.minify import minify
from bnreport.figures.shared.style import INK, QUIET, RULE, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.shared.table import FigureTable

STYLE: dict[Any, Any] = {
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.labelsize": 8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 8.5,
    "axes.titley": 1.0,  # else every title is set twice, to find out whether it touches the axis
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "bnreport",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelsize": 7.5,
    "ytick.color": QUIET,
    "ytick.labelsize": 7.5,
}


class Picture(NamedTuple):
    """A drawn figure."""

    svg: bytes
    width: int
    """CSS pixels."""
    height: int


def picture(kind: str, table: "FigureTable", places: "Mapping[str, int] | None" = None) -> Picture:
    """Draw a table with the figure file of that name; no clock, no random identifiers, no user fonts.

    Args:
        kind: the file's.
        table: what is drawn.
        places: of arms, by what people read of them, among all that share their styles; None for the figure's own.
    """
    from matplotlib import rc_context  # noqa: PLC0415  (only who draws pays for it)
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    module = import_module(f"bnreport.figures.{kind}.draw")
    width, height = module.size(table)
    with rc_context(STYLE), places_of(places or {}):
        figure: Figure = Figure(figsize=(width, height))
        module.draw(figure, table)
        for axes in figure.axes:
            for part in (axes.patch, axes.xaxis, axes.yaxis):  # ticks are drawn by shared/axes.py
                part.set_visible(False)
        out = BytesIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return Picture(minify(out.getvalue()), round(96 * width), round(96 * height))
