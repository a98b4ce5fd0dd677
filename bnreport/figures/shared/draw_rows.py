"""Rows of words with a bar below each: nothing stands beside them, so that they are as wide as a telephone."""

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.shared.panel import WIDE, Margins
from bnreport.figures.shared.style import INK, QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_LINE, _BAR = 0.122, 0.2
"""Height of a line of words, and of a bar with what parts it from the words, in inches."""
_LETTERS = 53
"""Of a line."""
ROOM = Margins(left=0.1, right=0.1, top=0.3, bottom=0.42)


class Row(NamedTuple):
    """What is written above a bar."""

    label: str
    said: str
    """Its numbers."""

    @property
    def lines(self) -> list[str]:
        """The label in lines that fit."""
        return wrap(self.label, _LETTERS, break_on_hyphens=False)

    @property
    def height(self) -> float:
        """Of the words, in inches."""
        return _LINE * (len(self.lines) + 1)


def row_height(rows: "Sequence[Row]") -> float:
    """Return the distance of two bars, in inches: all rows are as high as the highest."""
    return _BAR + max((row.height for row in rows), default=_LINE)


def set_rows(axes: "Axes", rows: "Sequence[Row]") -> None:
    """Set up the vertical axis, a bar at each whole number, and write what each row is above its bar."""
    high = row_height(rows)
    last = max(len(rows) - 1, 0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(last + 0.6 * _BAR / high, -1 + 0.6 * _BAR / high)
    start = (0.03 - ROOM.left) / (WIDE - ROOM.beside)
    for y, row in enumerate(rows):
        at = y - 0.5 * _BAR / high
        for text, up, colour in (("\n".join(row.lines), _LINE, INK), (row.said, 0.0, QUIET)):
            axes.text(
                start, at - up / high, text, transform=axes.get_yaxis_transform(), va="bottom", fontsize=7,
                linespacing=1.1, color=colour,
            )  # fmt: skip


def height_of(rows: "Sequence[Row]") -> float:
    """Return the height of a panel of rows, in inches."""
    return ROOM.above + row_height(rows) * max(len(rows), 1)


def half(rows: "Sequence[Row]") -> float:
    """Return half the height of a bar's ground, in rows."""
    return 0.4 * _BAR / row_height(rows)
