"""Ratios of two layers."""

from math import inf, nan

from bnreport.figures.heatmap.table import Panel, Table

HEAT = Table(
    "e", "Shift", "l2", "e.a", 3, ("1", "2"), (10, 20),
    (Panel("e.b", ((1.0, 0.1), (10.0, nan))), Panel("e.c", ((inf, 0.0), (1.0, 1.0)))),
)  # fmt: skip
