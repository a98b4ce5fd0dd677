"""Measurements, one file each: they read a run and leave it bit for bit as it was."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from bnreport.registry import MetricName, Registry

registry = Registry(__name__, "probe")


def metrics_of(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return every metric that these probes measure, with what their files say of it."""
    return {metric: facts for name in names for metric, facts in registry[name].constants["METRICS"].items()}


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


def measuring(metric: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of these probes measure a metric, be it named with a column or not."""
    return tuple(name for name in names if MetricName(metric).name in metrics_of([name]))
