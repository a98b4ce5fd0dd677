"""One metric of an experiment over training, whoever measured it."""

from typing import TYPE_CHECKING

from bnreport.figures.curves.table import Table
from bnreport.figures.shared.curves_of_runs import curves_of, runs_of

if TYPE_CHECKING:
    from bnreport.results import Metric, Results
    from bnreport.study.schema import Study


def table(study: "Study", results: "Results", experiment: str, metric: "Metric", points: int) -> Table:
    """Return the runs of every arm, of about so many points a curve, layers averaged."""
    runs = {study.label(arm): held for arm, held in runs_of(results, experiment, {metric.name}).items()}
    [curves] = curves_of(runs, [(metric.name, None)], points)
    failures = {
        run.lost(metric) for arm in results.runs if arm.experiment == experiment for run in results.of(arm).values()
    }
    failure = metric.failure if len(failures) == 1 else None  # one line cannot be every run's own
    return Table(study.experiment_label(experiment), metric.name, metric.unit, failure, curves)
