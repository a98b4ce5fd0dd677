"""A range over training, of two arms."""

from bnreport.figures.ribbon.table import Table
from tests.figures.shared.conftest import runs_of

LOWS = (*runs_of("e.a", (1.0, 2.0, 3.0), (3.0, 1.0, 2.0), (2.0, 3.0, 9.0)), *runs_of("e.b", (4.0, 4.0, 4.0)))
HIGHS = (*runs_of("e.a", (10.0, 20.0, 30.0), (30.0, 10.0, 20.0), (20.0, 30.0, 90.0)), *runs_of("e.b", (5.0, 5.0, 5.0)))
RIBBON = Table("e", "Loss along the gradient", "nat", log=True, metrics=("lo", "hi"), lows=LOWS, highs=HIGHS)
