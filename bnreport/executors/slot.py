"""A place for one worker process at a time; when one fails, another takes its place."""

import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bnreport.executors import worker
from bnreport.executors.job import Failure, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ctypes import c_byte
    from multiprocessing.queues import SimpleQueue

    from bnreport.executors.job import Event, Job
    from bnreport.runs.plan import Run

KILLED = (
    "a worker process was killed, perhaps for want of memory. Run again to go on, with fewer --workers if memory is "
    "short."
)


class Slot:
    """Whatever a worker process could leave locked when it is killed is its own: the way to it and back."""

    def __init__(self, gpu: int, stop: "c_byte") -> None:
        """Start no process yet.

        Args:
            gpu: that its workers use, counted from 0; -1 for none.
            stop: not 0 once workers are to save and leave; without a lock, which a killed worker might hold.
        """
        self._gpu, self._stop = gpu, stop
        self.job: Job | None = None
        self.training: Future[Failure | None] = Future()
        self._open()

    def _open(self) -> None:
        context = get_context("spawn")
        with _block_signals():
            self._news: SimpleQueue[Event] = context.SimpleQueue()
        given = (self._news, self._gpu, self._stop)
        self._pool = ProcessPoolExecutor(1, context, initializer=worker.start, initargs=given)

    def submit(self, call: "Callable[[Any], Any]", given: object) -> "Future[Any]":
        """Let the worker, started if need be, call something."""
        with _block_signals():
            return self._pool.submit(call, given)

    def begin(self, job: "Job") -> None:
        """Let the worker train a job."""
        self.job, self._stored = job, set[str]()
        self.training = self.submit(worker.train, job)

    def news(self) -> "Iterator[Event]":
        """Yield what the worker has said since it was last asked."""
        while not self._news.empty():
            event = self._news.get()
            if isinstance(event, Stored):
                self._stored.add(event.key)
            yield event

    def end(self) -> "tuple[Failure | None, tuple[Run, ...]]":
        """Take the job off; return why it failed, if it did, and what of it is not stored.

        Raises:
            StoreError: the store cannot be written.
        """
        job, self.job = self.job, None
        try:
            failure = self.training.result()
        except BrokenProcessPool:
            failure = Failure(KILLED, chance=True)
        if failure:
            # a new process: the last one may be dead, or hold what is left of a GPU
            self.close()
            self._open()
        return failure, tuple(run for run in (job.runs if job else ()) if run.key not in self._stored)

    def close(self) -> None:
        """Wait for the worker's end."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _block_signals() -> "Iterator[None]":
    """Let processes started now be born deaf to what ours hears for all: Ctrl-C, which a terminal sends to each."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, worker.DEAF_TO)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
