"""What a run came to: finished or diverged, and what the probes read."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from bnreport import probes
from bnreport.results import Metric, RunResult, Series
from bnreport.training import environment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor

    from bnreport.runs.plan import Run

WINDOWS = 20
"""A run's losses are averaged over so many windows to tell divergence from a bad batch."""
LATE_WINDOWS = 5
DIVERGED_FACTOR = 1.5
"""The last windows all above this multiple of the first loss: diverged. At chance is not training, not divergence."""
EXPLODED_FACTOR = 10
"""The last window above this multiple of the first loss: diverged too, however late it began."""


def now() -> str:
    """Return the time as results have it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Log:
    """What a run has written down so far."""

    readings: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    pending: "list[Tensor]" = field(default_factory=list)
    after: float | None = None
    """Loss of the last minibatch once the last step is taken; none before."""
    seconds: float = 0.0
    fingerprint: str = ""
    """See `bnreport.training.fingerprint`; empty before."""
    started_at: str = field(default_factory=now)

    def flush(self) -> None:
        """Fetch the losses that are still on the device, in one copy: each would wait for it."""
        if self.pending:
            self.losses.extend(torch.stack(self.pending).tolist())
        self.pending.clear()

    def finite(self, last: int) -> bool:
        """Tell whether the last losses all are."""
        return all(map(math.isfinite, self.losses[-last:]))

    def notes(self) -> dict[str, Any]:
        """Return all of it, for a checkpoint."""
        self.flush()
        noted = ("readings", "losses", "after", "seconds", "fingerprint")
        return {name: getattr(self, name) for name in noted}

    def resume(self, notes: dict[str, Any]) -> None:
        """Take up a checkpoint's notes."""
        self.readings = [(step, values) for step, values in notes["readings"]]
        self.losses, self.after, self.seconds = notes["losses"], notes["after"], notes["seconds"]
        self.fingerprint = notes["fingerprint"]


def result(run: "Run", log: Log, classes: int, where: "torch.device") -> RunResult:
    """Sum up a run that has ended."""
    metrics = _metrics(run.probes, classes, next(iter(log.losses), math.nan))
    series = {name: _series(name, log.readings) for name in metrics}
    cause = divergence(log.losses, log.after, run.condition.recipe.steps) or _broken(metrics, series)
    return RunResult(
        key=run.key,
        settings={**run.settings, "data": run.data},
        outcome="diverged" if cause else "finished",
        stopped_at=min(len(log.losses), run.condition.recipe.steps),
        cause=cause,
        metrics=metrics,
        series=series,
        probes=run.probes,
        environment=environment.describe(where, run.condition.recipe.precision),
        seconds=log.seconds,
        started_at=log.started_at,
        finished_at=now(),
        code=run.code,
        fingerprint=log.fingerprint,
    )


def divergence(losses: list[float], after: float | None, steps: int) -> str:
    """Say how and when training failed, or nothing.

    A loss that is not finite is a failure at its step. So is a loss whose means over each of the last five windows, of
    a twentieth of the steps each (at least one), all exceed 1.5 times the first loss; and one whose mean over the last
    window exceeds 10 times the first, `after` included, which is all that is seen of the last step.

    Args:
        losses: what was minimised, one per step taken.
        after: loss of the last minibatch after the last step; none where training ended before.
        steps: planned.
    """
    broken = next((step for step, loss in enumerate(losses) if not math.isfinite(loss)), None)
    if broken is not None:
        return f"loss was {losses[broken]} at step {broken}"
    if after is not None and not math.isfinite(after):
        return f"loss was {after} after step {len(losses) - 1}"
    window = max(1, steps // WINDOWS)
    late = np.array(losses[-LATE_WINDOWS * window :])
    means = [float(part.mean()) for part in np.array_split(late, LATE_WINDOWS) if len(part)]
    first = f"its first value ({losses[0]:.3g})"
    if min(means) > DIVERGED_FACTOR * losses[0]:
        return f"loss stayed above {DIVERGED_FACTOR:g} times {first} over the last {len(late)} of {len(losses)} steps"
    last = [*losses, *([] if after is None else [after])][-window:]
    if sum(last) / len(last) > EXPLODED_FACTOR * losses[0]:
        return f"loss rose above {EXPLODED_FACTOR} times {first} in the last {len(last)} of {len(losses)} steps"
    return ""


def _broken(metrics: dict[str, Metric], series: dict[str, Series]) -> str:
    """Say so where a network whose training loss is finite breaks when it is measured."""
    for name, metric in metrics.items():
        values, steps = series[name].values, series[name].steps
        if metric.failure is not None and len(values) and not np.isfinite(values[-1]).all():
            return f"{name} was {values[-1]} after step {steps[-1] - 1}"
    return ""


def _metrics(chosen: "Iterable[str]", classes: int, first: float) -> dict[str, Metric]:
    failures = {
        "chance": 1 / classes,
        "ln classes": math.log(classes),
        "first loss": first if math.isfinite(first) else None,
        None: None,
    }
    return {
        name: Metric(name, facts["unit"], facts["better"], failures[facts.get("failure")])
        for name, facts in probes.metrics_of(chosen).items()
    }


def _series(name: str, readings: list[tuple[int, dict[str, Any]]]) -> Series:
    points = [(step, values[name]) for step, values in readings if name in values]
    columns = tuple(points[0][1]) if points and isinstance(points[0][1], dict) else ()
    values = [[value[column] for column in columns] if columns else value for _, value in points]
    return Series(
        steps=np.array([step for step, _ in points], dtype=np.int64),
        values=np.array(values, dtype=np.float64),
        columns=columns,
    )
