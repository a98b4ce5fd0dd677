"""Figures: one kind a file; each holds `Table`, `size(table)` and `draw(figure, table)`, which sees only its table."""

from bnreport.figures._svg import Picture, Shown, Table, picture
from bnreport.figures._units import NOTHING, say_effect, say_region, say_span, say_value, unit_of

__all__ = [
    "NOTHING",
    "Picture",
    "Shown",
    "Table",
    "picture",
    "say_effect",
    "say_region",
    "say_span",
    "say_value",
    "unit_of",
]
