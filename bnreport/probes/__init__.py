"""Measurements, one file each: they read a run and leave it bit for bit as it was."""

from collections.abc import Iterable
from typing import Any

from bnreport.registry import MetricName, Registry

registry = Registry(__name__, "probe")


def metrics_of(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return every metric that these probes measure, with what their files say of it."""
    return {metric: facts for name in names for metric, facts in registry[name].constants["METRICS"].items()}


def measuring(metric: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of these probes measure a metric, be it named with a column or not."""
    return tuple(name for name in names if MetricName(metric).name in metrics_of([name]))
