"""Two metrics of two arms."""

from bnreport.figures.scatter.table import ArmPoints, Table
from bnreport.figures.shared.effect import Effect
from bnreport.stats.region import Interval, Region
from tests.figures.conftest import FINE

X = {"e.a": (1.0, 2.0, 3.0), "e.b": (4.0, 5.0, 6.0)}
Y = {"e.a": (0.2, 0.4, 0.6), "e.b": (0.9, 0.8, 0.7)}
SCATTER = Table(
    metrics=("loss (final)", "accuracy (final)"),
    units=("nat", "fraction"),
    within=True,
    turned=False,
    arms=tuple(ArmPoints(name, (0, 1, 2), X[name], Y[name], FINE) for name in X),
    effect=Effect("1", "supported", (0, 1, 2), (), 0.8, Interval(0.3, 0.95), Interval(0.2, 0.97), Region(low=0.1)),
)
