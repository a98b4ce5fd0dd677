"""Distributions of two arms, the second lost."""

from math import nan

from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.table import Table

RIDGES = Table(
    "e", "Activations", "quantiles", "nat", 3, (0.1, 0.5, 0.9),
    (
        Ridge("e.a", "5", 0, (-1.0, 0.0, 1.0)), Ridge("e.a", "5", 9, (-2.0, 0.0, 0.5)),
        Ridge("e.b", "5", 0, (0.0, 1.0, 2.0)), Ridge("e.b", "5", 9, (nan, nan, nan)),
    ),
    lost=(),
)  # fmt: skip
