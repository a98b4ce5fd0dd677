"""This machine: some processes per GPU, or one per CPU core, with one thread each."""

import time
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

from bnreport.errors import MachineError
from bnreport.executors import worker
from bnreport.executors.job import Failed, Stored, Waiting
from bnreport.executors.queue import Queue
from bnreport.executors.slot import KILLED, Slot
from bnreport.runs.claims import Claims

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from bnreport.executors.job import Event, Job
    from bnreport.runs.store import Store

PER_GPU = 6
"""Processes that share a GPU by default: of small networks one sends work more slowly than the GPU does it.

Measured on one H100, VGG-13 in bf16 at batch 128, images/s, operator by operator: 18,000 to 24,000 in one process,
56,000 in four or more that take turns, 96,000 in six under NVIDIA's MPS daemon; 76,500 in one with the step as a graph.
"""
TRIES = 2
"""Of a run whose process is killed, or that fails for another reason that may not come again."""
_POLL = 0.2
"""Seconds between looks at what workers, and other processes, have done."""


def execute(jobs: "Sequence[Job]", store: "Store", *, workers: int, gpus: int) -> "Generator[Event, None, None]":
    """Train the jobs, in order, as many at once as there are workers; yield what happens as it happens.

    Every network is built once before the first is trained: a width that does not fit its groups fails at once. What
    another process trains in the same store is waited for. A run that fails leaves the others alone; a killed worker is
    replaced. On Ctrl-C each worker saves a checkpoint; when this process dies, its workers die with it.

    Raises:
        SpecError: a network cannot be built.
        StoreError: the store cannot be written.
        MachineError: no worker can be started.
    """
    stop = get_context("spawn").RawValue("b", 0)
    team = [Slot(index % gpus if gpus else -1, stop) for index in range(workers)]
    with Claims(store.root) as claims:
        try:
            _build(jobs, team)
            yield from _watch(team, Queue(jobs, store, claims))
        finally:
            stop.value = 1
            for slot in team:
                slot.close()


def _build(jobs: "Sequence[Job]", team: "Sequence[Slot]") -> None:
    try:
        for future in [slot.submit(worker.build, jobs[index :: len(team)]) for index, slot in enumerate(team)]:
            future.result()
    except BrokenProcessPool:
        raise MachineError(KILLED) from None


def _watch(team: "Sequence[Slot]", queue: Queue) -> "Iterator[Event]":
    waited = 0
    while True:
        for slot in team:
            if not slot.job and (job := queue.next()):
                slot.begin(job)
        yield from (Stored(run.key) for run in queue.found())
        busy = [slot for slot in team if slot.job]
        if not busy:
            if not len(queue):
                return
            if len(queue) != waited:
                yield Waiting(waited := len(queue))
            time.sleep(_POLL)
        wait([slot.training for slot in busy], timeout=_POLL, return_when=FIRST_COMPLETED)
        for slot in busy:
            yield from _settle(slot, queue)


def _settle(slot: Slot, queue: Queue) -> "Iterator[Event]":
    """Pass on what a worker has said; where it has ended, free its place, and try what failed again."""
    ended, job = slot.training.done(), slot.job
    if job is None:
        return
    yield from slot.news()
    if not ended:
        return
    failure, left = slot.end()
    for run in job.runs:
        queue.release(run)
    if failure is None:
        return
    again = failure.chance and job.tries + 1 < TRIES
    queue.store.note(f"{', '.join(run.name for run in left)}: {failure.why}")
    yield from (Failed(run.key, failure.why, again) for run in left)
    if again:
        queue.put_back(job._replace(runs=left, tries=job.tries + 1))
