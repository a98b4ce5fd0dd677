"""This machine: one process per GPU, or per CPU core with one thread each."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.datasets._cache import load
from bnreport.errors import MachineError, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Event as Flag

    from bnreport.datasets._arrays import Dataset
    from bnreport.plan import Run
    from bnreport.training.data import Resident


@dataclass(frozen=True)
class Places:
    """Folders that workers read and write."""

    store: Path
    data: Path
    cache: Path


class Job(NamedTuple):
    """A run to train."""

    run: "Run"
    places: Places


class Progress(NamedTuple):
    """A run has taken some steps; all of them when it is in the store."""

    key: str
    step: int
    stored: bool = False


class Stopped(Exception):  # noqa: N818  (not an error)
    """The user interrupted; the worker has saved its run."""


def execute(jobs: "Sequence[Job]", *, workers: int, gpus: int) -> "Iterator[Progress]":
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
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(news, slots, stop))
    try:
        ready = [pool.submit(_build, jobs[start::workers]) for start in range(workers)]
        for future in ready:
            future.result()
        yield from _watch({pool.submit(_train, job) for job in jobs}, news)
        yield from _drain(news)
    except BrokenProcessPool:
        raise MachineError(
            "a worker process was killed, perhaps for want of memory. What it had finished is stored; "
            "run again to go on, with fewer --workers if memory is short."
        ) from None
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def _watch(futures: "set[Future[None]]", news: "SimpleQueue[Progress]") -> "Iterator[Progress]":
    while futures:
        done, futures = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
        yield from _drain(news)
        for future in done:
            future.result()


def _drain(news: "SimpleQueue[Progress]") -> "Iterator[Progress]":
    while not news.empty():
        yield news.get()


_worker: dict[str, Any] = {}
"""What a worker process was given at its start."""


def _start(news: "SimpleQueue[Progress]", slots: "SimpleQueue[int]", stop: "Flag") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sets `stop`
    threading.Thread(target=_die_with_parent, daemon=True).start()
    slot = slots.get()
    if slot >= 0:
        os.environ["CUDA_VISIBLE_DEVICES"] = _visible()[slot]
    _keep_memory()
    import torch  # noqa: PLC0415  (after the environment is set, and only in workers)

    if slot < 0:
        torch.set_num_threads(1)  # also so that sums, and so results, do not depend on the number of cores
    _worker.update(news=news, stop=stop, device="cpu" if slot < 0 else "cuda")


def _visible() -> list[str]:
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES")
    return chosen.split(",") if chosen else [str(index) for index in range(64)]


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _keep_memory() -> None:
    """Keep glibc from handing activations back to the kernel at every step: 1.25 times the speed on a CPU."""
    import ctypes  # noqa: PLC0415  (here alone)

    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return  # not glibc
    trim_threshold, top_pad, mmap_threshold = -1, -2, -3
    mallopt(mmap_threshold, 1 << 30)
    mallopt(trim_threshold, 1 << 30)
    mallopt(top_pad, 1 << 26)


def _build(jobs: "Sequence[Job]") -> None:
    """Build each different network once, without memory for its weights."""
    import torch  # noqa: PLC0415

    from bnreport.training.loop import build  # noqa: PLC0415

    for job in {str(job.run.condition): job for job in jobs}.values():
        arrays = _dataset(job).arrays
        shape = arrays.train_images.shape[1], arrays.train_images.shape[2]
        try:
            with torch.device("meta"):
                build(job.run.condition, shape, len(arrays.classes))
        except SpecError as error:
            raise SpecError([f"{job.run.arms[0]}: {problem}" for problem in error.problems]) from None


def _train(job: Job) -> None:
    from bnreport.store import Store  # noqa: PLC0415
    from bnreport.training.loop import train  # noqa: PLC0415

    run, news, stop = job.run, _worker["news"], _worker["stop"]
    store = Store(job.places.store, report=lambda _: None)

    def progress(step: int) -> None:
        news.put(Progress(run.key, step))
        if stop.is_set():
            raise Stopped

    saved = store.checkpoint(run.key)
    result = train(run, _resident(job), progress=progress, saved=saved)
    store.put(result)
    saved.unlink(missing_ok=True)
    news.put(Progress(run.key, result.stopped_at, stored=True))


def _dataset(job: Job) -> "Dataset":
    chosen = job.run.condition.recipe.dataset
    return load(chosen.name, chosen.options, job.places.data, job.places.cache)


def _resident(job: Job) -> "Resident":
    """Return the job's data on the worker's device; the last one is kept for the next job."""
    from bnreport.training.data import Resident  # noqa: PLC0415
    from bnreport.training.environment import device  # noqa: PLC0415

    if _worker.get("digest") != job.run.data:
        _worker["resident"] = Resident(_dataset(job), device(_worker["device"]))
        _worker["digest"] = job.run.data
    resident: Resident = _worker["resident"]
    return resident
