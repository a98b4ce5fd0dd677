"""What people read of a metric: its label, as its probe's file has it in `LABELS`, and which column.

It stands here and not with the probes, since what runs import is part of their keys, and words are not.
"""

from functools import cache

from bnreport.probes import metrics_of, registry
from bnreport.registry import MetricName


@cache
def labels() -> dict[str, str]:
    """Return what people read of each metric that has a label, by its name."""
    return {
        name: label for probe in registry.names for name, label in registry[probe].constants.get("LABELS", {}).items()
    }


def say_metric(metric: str) -> str:
    """Return what people read of a metric: its label, else its name, and which column or what over columns."""
    name, column = MetricName(metric).name, MetricName(metric).column
    said = labels().get(name, name.replace("_", " "))
    if column is None:
        return said
    over = metrics_of(registry.names).get(name, {}).get("columns", "columns")
    return f"{said} in {over.removesuffix('s')} {column}" if column.isdigit() else f"{said}, {column} over {over}"
