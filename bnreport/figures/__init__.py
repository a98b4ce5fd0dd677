"""Figures: one kind a file; each holds `Table`, an `EXAMPLE`, `size(table)` and `draw(figure, table)`.

`draw` sees only its table.
"""

from bnreport.figures._density import Ridge
from bnreport.figures._effect import Effect
from bnreport.figures._runs import Curve
from bnreport.figures._svg import Picture, Shown, Table, picture

__all__ = ["Curve", "Effect", "Picture", "Ridge", "Shown", "Table", "picture"]
