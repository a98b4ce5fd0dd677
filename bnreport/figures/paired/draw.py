"""One claim, every seed visible: paired arms on the left, the effect of each seed and its intervals on the right."""

from typing import TYPE_CHECKING

from bnreport.figures.paired.arms import draw_shares, draw_slopes
from bnreport.figures.shared.axes import horizontal
from bnreport.figures.shared.draw_effect import draw_effect
from bnreport.figures.shared.names import parted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.paired.table import Table

_FRAME = 0.74
_ABREAST = 4
"""Arms whose names fit side by side."""


def size(table: "Table") -> tuple[float, float]:
    """Return width and height in inches: no seed stands closer to the next than its number is high."""
    return 7.0, _FRAME + min(max(1.3, 0.14 * (len(table.effect.seeds) + 1.7)), 6.0)


def draw(figure: "Figure", table: "Table") -> None:
    """Draw both panels."""
    height = size(table)[1]
    below, panel = 0.44 / height, 1 - _FRAME / height
    slopes = figure.add_axes((0.085, below, 0.40, panel))
    (draw_shares if table.of_shares else draw_slopes)(slopes, table)
    slopes.set_xlim(-0.35, len(table.arms) - 0.65)
    slopes.xaxis.set_visible(False)
    horizontal(slopes, [(place, _short(arm.name)) for place, arm in enumerate(table.arms)])
    if len(table.arms) > _ABREAST:
        for name in slopes.texts[-len(table.arms) :]:
            name.set(fontsize=5.5, rotation=15)
    draw_effect(figure.add_axes((0.575, below, 0.405, panel)), table.effect)


def _short(name: str) -> str:
    experiment, condition = parted(name)
    return f"{condition}\n{experiment}" if experiment else name
