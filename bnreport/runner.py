"""Plan minus store is the work: hand it to an executor, tell how it goes, gather what is stored."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from bnreport.datasets._cache import load
from bnreport.executors.local import Job, Places, execute
from bnreport.results import Results, RunResult
from bnreport.spec.profiles import cuda_devices
from bnreport.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bnreport.plan import Run
    from bnreport.spec import Choice


@dataclass(frozen=True)
class Workspace:
    """The folders of one invocation."""

    store: Path
    data: Path
    reports: Path

    @property
    def places(self) -> Places:
        """What workers need to know; decoded data lies in the store's folder, beside the runs."""
        return Places(self.store, self.data, self.store / "data")


class Status(NamedTuple):
    """A planned run and how far it is."""

    run: "Run"
    state: Literal["stored", "resume", "missing"]
    result: RunResult | None


class Watcher(Protocol):
    """Is told how the training goes."""

    def start(self, todo: "Sequence[Run]") -> None:
        """Training of these runs begins."""

    def step(self, run: "Run", step: int) -> None:
        """A run has taken so many steps."""

    def stored(self, run: "Run", result: RunResult) -> None:
        """A run's result is in the store."""


def data_digest(workspace: Workspace) -> "Callable[[Choice], str]":
    """Return a function that digests data sets, each once, decoding them into the cache where needed."""
    known: dict[str, str] = {}
    places = workspace.places

    def digest(choice: "Choice") -> str:
        name = str(choice)
        if name not in known:
            known[name] = load(choice.name, choice.options, places.data, places.cache).digest
        return known[name]

    return digest


def statuses(runs: "Iterable[Run]", store: Store) -> tuple[Status, ...]:
    """Look up every run."""
    found = []
    for run in runs:
        result = store.get(run.key, run.probes)
        begun = store.checkpoint(run.key).exists()
        found.append(Status(run, "stored" if result else "resume" if begun else "missing", result))
    return tuple(found)


def fill(
    runs: "Sequence[Run]", workspace: Workspace, store: Store, watcher: Watcher, *, workers: int | None = None
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
    workers = min(len(todo), workers or gpus or len(os.sched_getaffinity(0)))
    jobs = [Job(run, workspace.places) for run in todo.values()]
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


def gather(runs: "Iterable[Run]", found: "Mapping[str, RunResult]") -> Results:
    """Arrange results by arm and seed."""
    arms: dict[str, dict[int, RunResult]] = {}
    for run in runs:
        if run.key in found:
            for arm in run.arms:
                arms.setdefault(arm, {})[run.seed] = found[run.key]
    return Results(arms)
