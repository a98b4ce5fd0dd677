"""Plan minus store is the work: hand it to an executor, tell how it goes, gather what is stored."""

import os
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from bnreport.executors.invocation import origin
from bnreport.executors.local import execute
from bnreport.executors.worker import Job
from bnreport.runs.status import statuses
from bnreport.study.profiles import cuda_devices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnreport.results import RunResult
    from bnreport.runs.plan import Run
    from bnreport.runs.status import Workspace
    from bnreport.runs.store import Store


class Watcher(Protocol):
    """Is told how the training goes."""

    def start(self, todo: "Sequence[Run]") -> None:
        """Training of these runs begins."""

    def step(self, run: "Run", step: int) -> None:
        """A run has taken so many steps."""

    def stored(self, run: "Run", result: "RunResult") -> None:
        """A run's result is in the store."""


def fill(
    runs: "Sequence[Run]", workspace: "Workspace", store: "Store", watcher: Watcher, *, workers: int | None = None
) -> "dict[str, RunResult]":
    """Train what the store lacks, and return every run's result by key.

    Args:
        runs: the plan.
        workspace: folders.
        store: where results are kept.
        watcher: told how it goes.
        workers: processes; one per GPU, or per CPU core without one, by default.

    Raises:
        BnreportError: what is trained so far is stored.
    """
    found = {status.run.key: status.result for status in statuses(runs, store) if status.result}
    todo = {run.key: run for run in runs if run.key not in found}
    if not todo:
        return found
    gpus = cuda_devices()
    asked = origin()
    jobs = [Job(together, workspace.places, asked) for together in stacks(todo.values())]
    workers = min(len(jobs), workers or gpus or len(os.sched_getaffinity(0)))
    watcher.start(list(todo.values()))
    with closing(execute(jobs, workers=workers, gpus=gpus)) as events:
        for event in events:
            run = todo[event.key]
            watcher.step(run, event.step)
            if event.stored:
                result = store.get(run.key, run.probes)
                if result is not None:
                    found[run.key] = result
                    watcher.stored(run, result)
    return found


def stacks(runs: "Iterable[Run]") -> "list[tuple[Run, ...]]":
    """Put stackable runs that are alike but for the seed together; every other one stays alone, in the order given."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(str((run.condition, run.probes)) if run.stackable else run.key, []).append(run)
    return [tuple(group) for group in groups.values()]
