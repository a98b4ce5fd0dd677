"""What is planned and not there is the work: hand it to an executor, look by look, and tell how it goes."""

import os
from contextlib import closing
from fnmatch import fnmatchcase
from importlib.util import find_spec
from itertools import product, starmap
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bnreport.errors import MachineError
from bnreport.executors.invocation import invocation
from bnreport.executors.job import Failed, Job, Progress, Stored, Waiting
from bnreport.executors.local import PER_GPU, execute
from bnreport.judge.registered import registered
from bnreport.judge.verdicts import judge
from bnreport.runs.status import gather
from bnreport.study.bind import bind
from bnreport.study.profiles import cuda_devices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bnreport.results import RunResult
    from bnreport.runs.folders import Folders
    from bnreport.runs.plan import Run
    from bnreport.runs.status import Status
    from bnreport.runs.store import Store
    from bnreport.study import Study, StudyFile


class Watcher(Protocol):
    """Is told how the training goes."""

    def look(self, number: int, undecided: "Sequence[str]") -> None:
        """Another declared look begins, after so many: hypotheses are undecided."""

    def start(self, todo: "Sequence[Run]") -> None:
        """Training of these runs begins."""

    def step(self, run: "Run", step: int) -> None:
        """A run has taken so many steps."""

    def stored(self, run: "Run", result: "RunResult") -> None:
        """A run's result is in the store."""

    def failed(self, run: "Run", why: str, *, again: bool) -> None:
        """A run was not trained to its end, and is perhaps tried again."""

    def waiting(self, count: int) -> None:
        """So many runs are left, and other processes train them."""


class Trained(NamedTuple):
    """What there is in the end."""

    found: "tuple[Status, ...]"
    failures: tuple[str, ...]
    """A line for each run that failed: which, why, how to mend it."""


class Look(NamedTuple):
    """What one declared look needs."""

    runs: "tuple[Run, ...]"
    """After the first look, only those that an undecided hypothesis reads."""
    number: int
    """Counted from 0."""
    undecided: tuple[str, ...]
    """Hypotheses, at the look before; none at the first."""


def train_missing(  # noqa: PLR0913  (what is there, where it lies, who is told)
    file: "StudyFile",
    found: "Sequence[Status]",
    folders: "Folders",
    store: "Store",
    watcher: Watcher,
    *,
    workers: int | None = None,
    only: "Sequence[str]" = (),
) -> Trained:
    """Train what each declared look needs and nobody has, and return what is there then.

    A run that fails leaves the others alone. Checkpoints of runs that are stored are removed. A look that leaves arms
    out is the last: what is undecided without them says nothing about who needs more seeds.

    Args:
        file: the study.
        found: its runs, see `bnreport.runs.status.find_runs`.
        folders: where workers read and write.
        store: where results are kept.
        watcher: told how it goes.
        workers: processes; by default `PER_GPU` for each GPU, or without one a process per CPU core.
        only: arms to train now, with `*` for any text; all of them if empty.

    Raises:
        BnreportError: what is trained so far is stored.
    """
    now = {status.run.key: status for status in found}
    for status in found:
        if status.state == "stored":
            store.clear(status.run.key, status.run.probes)
    failures = []
    for runs, number, undecided in looks(file, now):
        if undecided:
            watcher.look(number, undecided)
        missing = [run for run in runs if not now[run.key].result]
        chosen = [run for run in missing if not only or any(starmap(fnmatchcase, product(run.arms, only)))]
        for run, got in train_runs(chosen, folders, store, watcher, workers):
            if isinstance(got, Failed):
                failures.append(got.line(run))
            else:
                now[run.key] = now[run.key]._replace(state="stored", result=got)
        if len(chosen) < len(missing):
            break
    return Trained(tuple(now.values()), tuple(failures))


def looks(file: "StudyFile", now: "Mapping[str, Status]") -> "Iterator[Look]":
    """Yield what each declared look needs, once the look before it is there.

    Args:
        file: the study.
        now: its runs by key; read again after every look.
    """
    undecided: tuple[str, ...] = ()
    read: set[str] = set()
    for number in range(len(file.study.seeds.looks)):
        new = [status.run for status in now.values() if status.run.look == number]
        if not new:
            continue
        if number:
            results = gather(now.values())
            verdicts = judge(file.study, results, scale=file.scale, registration=file.registration)
            undecided = tuple(sorted(verdict.hypothesis for verdict in verdicts if verdict.open))
            read = _arms(registered(file.study, file.registration, results).study, undecided)
        needed = tuple(run for run in new if not number or read & {*run.arms})
        if needed:
            yield Look(needed, number, undecided)


def _arms(study: "Study", names: "Iterable[str]") -> set[str]:
    """Return the arms that some claims of a study read."""
    return {need.arm for name in names for need in bind(study, study.hypotheses[name].test).needs()}


def train_runs(
    todo: "Sequence[Run]", folders: "Folders", store: "Store", watcher: Watcher, workers: int | None
) -> "Iterator[tuple[Run, RunResult | Failed]]":
    """Train runs, and yield each when it is stored or has failed for good.

    Raises:
        MachineError: PyTorch is not installed.
    """
    if not todo:
        return
    if find_spec("torch") is None:
        raise MachineError(
            f"{len(todo)} runs are to be trained, and PyTorch is not installed. pip install 'bnreport[train]', or train"
            " elsewhere: `bnreport cache import` takes over the runs."
        )
    gpus = cuda_devices()
    asked = invocation()
    jobs = [Job(joint, folders, asked) for joint in stacks(todo)]
    workers = min(len(jobs), workers or gpus * PER_GPU or _cores())
    watcher.start(todo)
    runs = {run.key: run for run in todo}
    with closing(execute(jobs, store, workers=workers, gpus=gpus)) as events:
        for event in events:
            match event:
                case Progress(key, step):
                    watcher.step(runs[key], step)
                case Stored(key) if result := store.get(key, runs[key].probes):
                    watcher.stored(runs[key], result)
                    yield runs[key], result
                case Failed(key, why, again):
                    watcher.failed(runs[key], why, again=again)
                    if not again:
                        yield runs[key], event
                case Waiting(left):
                    watcher.waiting(left)


def _cores() -> int:
    """Count the cores that this process may use; macOS does not say which."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def stacks(runs: "Iterable[Run]") -> "list[tuple[Run, ...]]":
    """Put stackable runs that are alike but for the seed together; every other one stays alone, in the order given."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(str((run.condition, run.probes)) if run.stackable else run.key, []).append(run)
    return [tuple(group) for group in groups.values()]
