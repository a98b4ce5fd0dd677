"""One metric of an experiment over training, whoever measured it."""

from typing import TYPE_CHECKING

from bnreport.figures.curves.table import Table
from bnreport.figures.shared.curves_of_runs import curves_of, runs_of

if TYPE_CHECKING:
    from bnreport.results import Metric, Results


def table(results: "Results", experiment: str, metric: "Metric", points: int) -> Table:
    """Return the runs of every arm, of about so many points a curve, layers averaged."""
    [curves] = curves_of(runs_of(results, experiment, {metric.name}), [(metric.name, None)], points)
    return Table(experiment, metric.name, metric.unit, metric.failure, curves)
