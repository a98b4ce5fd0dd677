"""From a table to its pictures: an SVG for each panel, the same bytes in every process."""

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.figures.shared.minify import minify
from bnreport.figures.shared.style import INK, QUIET, RULE, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from bnreport.figures.shared.panel import Panel
    from bnreport.figures.shared.style import Place
    from bnreport.figures.shared.table import FigureTable

STYLE: dict[Any, Any] = {
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.labelsize": 7.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 8,
    "axes.titley": 1.0,  # else every title is set twice, to find out whether it touches the axis
    "font.family": "DejaVu Sans",
    "font.size": 7.5,
    "lines.solid_capstyle": "butt",
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
    """A drawn panel."""

    name: str
    """What tells it from the others of its figure."""
    svg: bytes
    width: int
    """CSS pixels."""
    height: int


def pictures(kind: str, table: "FigureTable", places: "Mapping[str, Place] | None" = None) -> tuple[Picture, ...]:
    """Draw a table with the figure file of that name; no clock, no random identifiers, no user fonts.

    Args:
        kind: the file's.
        table: what is drawn.
        places: of arms, by what people read of them, among all that share their styles; None for the figure's own.
    """
    from matplotlib import rc_context  # noqa: PLC0415  (only who draws pays for it)

    module = import_module(f"bnreport.figures.{kind}.draw")
    with rc_context(STYLE), places_of(places or {}):
        return tuple(map(_picture, module.panels(table)))


def _picture(panel: "Panel") -> Picture:
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415

    figure = drawn(panel)
    out = BytesIO()
    FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return Picture(panel.name, minify(out.getvalue()), round(96 * panel.width), round(96 * panel.height))


def drawn(panel: "Panel") -> "Figure":
    """Return a panel as matplotlib has it."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure: Figure = Figure(figsize=(panel.width, panel.height), frameon=False)
    panel.draw(figure)
    for axes in figure.axes:
        for part in (axes.patch, axes.xaxis, axes.yaxis):  # ticks are drawn by shared/axes.py
            part.set_visible(False)
        for spine in axes.spines.values():
            spine.set_joinstyle("round")
            spine.set_capstyle("butt")
    return figure
