"""A panel: a picture of its own, narrow enough for a telephone, and two or three of which stand side by side."""

from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.shared.style import INK

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 3.25, 2.25
"""Widths in inches: two or three of them fill a line of paper, whose text is then as large as it is drawn."""
_LETTER, _LINE, _EDGE = 0.062, 0.128, 0.03
"""Width and height of a letter of a title, and what parts words from the edge of a panel, in inches."""


class Panel(NamedTuple):
    """One picture of a figure."""

    name: str
    """What tells it from the others, for those who do not see it."""
    draw: "Callable[[Figure], None]"
    height: float
    """Inches."""
    width: float = WIDE


class Margins(NamedTuple):
    """Room around the axes of a panel, in inches."""

    left: float = 0.46
    right: float = 0.12
    top: float = 0.26
    bottom: float = 0.4

    @property
    def beside(self) -> float:
        """Left and right."""
        return self.left + self.right

    @property
    def above(self) -> float:
        """Above and below."""
        return self.top + self.bottom


def framed(figure: "Figure", room: Margins) -> "Axes":
    """Return axes that leave such room in the figure."""
    width, height = figure.get_size_inches()
    across, up = width - room.beside, height - room.above
    return figure.add_axes((room.left / width, room.bottom / height, across / width, up / height))


def folded(title: str, width: float) -> str:
    """Return a title in lines that fit above a panel of a width, in inches."""
    return fill(title, int((width - 2 * _EDGE) / _LETTER), break_on_hyphens=False)


def room_above(title: str, width: float) -> float:
    """Return how high a title stands, in inches."""
    return 0.13 + _LINE * (folded(title, width).count("\n") + 1)


def titled(axes: "Axes", title: str, colour: str = INK) -> None:
    """Write a title above axes, from the left edge of their panel."""
    width, box = axes.figure.get_figwidth(), axes.get_position()  # type: ignore[union-attr]
    axes.set_title(folded(title, width), x=(_EDGE / width - box.x0) / box.width, color=colour)


def below(axes: "Axes", word: str) -> None:
    """Write what the horizontal axis is, centred below it at the foot of the panel."""
    figure, box = axes.figure, axes.get_position()
    figure.text((box.x0 + box.x1) / 2, _EDGE / figure.get_figheight(), word, ha="center", va="bottom")  # type: ignore[union-attr]
