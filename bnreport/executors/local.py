"""This machine: one process per GPU, or per CPU core with one thread each."""

import multiprocessing
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bnreport.errors import MachineError
from bnreport.executors import worker

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from multiprocessing.queues import SimpleQueue

    from bnreport.executors.worker import Job, Progress


def execute(jobs: "Sequence[Job]", *, workers: int, gpus: int) -> "Generator[Progress, None, None]":
    """Train the jobs, in order, as many at once as there are workers; yield what happens as it happens.

    Every network is built once before the first is trained: a width that does not fit its groups fails at once.
    On Ctrl-C each worker saves a checkpoint; when this process dies, its workers die with it.

    Raises:
        BnreportError: from a worker, or when one was killed.
    """
    context = multiprocessing.get_context("spawn")
    news: SimpleQueue[Progress] = context.SimpleQueue()
    slots: SimpleQueue[int] = context.SimpleQueue()
    stop = context.Event()
    for index in range(workers):
        slots.put(index % gpus if gpus else -1)
    pool = ProcessPoolExecutor(workers, context, initializer=worker.start, initargs=(news, slots, stop))
    try:
        with _deaf():
            ready = [pool.submit(worker.build, jobs[start::workers]) for start in range(workers)]
        for future in ready:
            future.result()
        yield from _watch({pool.submit(worker.train, job) for job in jobs}, news)
        yield from _drain(news)
    except BrokenProcessPool:
        raise MachineError(
            "a worker process was killed, perhaps for want of memory. What it had finished is stored; "
            "run again to go on, with fewer --workers if memory is short."
        ) from None
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> "Iterator[None]":
    """Let processes started now be born deaf to Ctrl-C, which a terminal sends to them all; ours waits until after."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _watch(futures: "set[Future[None]]", news: "SimpleQueue[Progress]") -> "Iterator[Progress]":
    while futures:
        done, futures = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
        yield from _drain(news)
        for future in done:
            future.result()


def _drain(news: "SimpleQueue[Progress]") -> "Iterator[Progress]":
    while not news.empty():
        yield news.get()
