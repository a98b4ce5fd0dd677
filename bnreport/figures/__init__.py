"""Figures: one kind a file; each holds `Table`, `size(table)` and `draw(figure, table)`, which sees only its table."""

from bnreport.figures._svg import Picture, Shown, Table, picture

__all__ = ["Picture", "Shown", "Table", "picture"]
