"""Two arms on their way to a threshold."""

from bnreport.figures.curves.table import Table as CurvesTable
from bnreport.figures.shared.curve import Curve
from bnreport.figures.threshold.table import ArmTimes, Table
from tests.figures.conftest import FINE

RUNS = (
    *(Curve("e.a", seed, (0, 5, 10), (0.1, high, 0.8), diverged=False) for seed, high in enumerate((0.6, 0.6, 0.4))),
    *(Curve("e.b", seed, (0, 5, 10), (0.1, 0.3, high), diverged=False) for seed, high in enumerate((0.6, 0.4))),
    Curve("e.b", 2, (0, 5), (0.1, 9.0), diverged=True),
)
THRESHOLD = Table(
    CurvesTable("e", "accuracy", "fraction", None, RUNS), 0.5, "higher", 12,
    (
        ArmTimes("e.a", (0, 1, 2), (5.0, 5.0, 10.0), FINE, FINE),
        ArmTimes("e.b", (0, 1, 2), (10.0, 12.0, 12.0), (False, True, True), (False, False, True)),
    ),
)  # fmt: skip
