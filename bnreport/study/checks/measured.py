"""Does a probe of an experiment measure a metric, and that column of it?"""

from typing import TYPE_CHECKING

from bnreport import probes
from bnreport.errors import unknown
from bnreport.registry import MetricName
from bnreport.results import OVER_COLUMNS

if TYPE_CHECKING:
    from bnreport.study.schema import Experiment


def unmeasured(name: str, experiment: "Experiment", *, counted: bool) -> str:
    """Say that no probe of an experiment measures a metric, or not that column of it; empty if one does."""
    metric, column = MetricName(name).name, MetricName(name).column
    measured = probes.metrics_of(experiment.probes)
    if metric not in measured:
        return f"{unknown('metric', metric, measured)} Add the probe that measures it to the experiment."
    columns = measured[metric].get("columns")
    if column is not None and not columns:
        return f"{metric} is a single number, and {name} names a part of it. Write {metric}."
    if columns and column is None and not counted:
        return f"{metric} has one value for each of its {columns}. Write {metric}.median, or one column."
    return "" if column is None else without(metric, column, experiment, OVER_COLUMNS)


def without(metric: str, column: str, experiment: "Experiment", others: tuple[str, ...] = ()) -> str:
    """Say that the probe was told which layers to measure, and not this one; a column is `layer` or `layer/...`."""
    for probe in probes.measuring(metric, experiment.probes):
        layers = [*map(str, experiment.probes[probe].options.get("layers") or ())]
        if layers and column.partition("/")[0] not in {*layers, *others}:
            return unknown(f"column of {metric}", column, [*layers, *others])
    return ""
