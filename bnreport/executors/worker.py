"""What a worker process does with its jobs."""

import multiprocessing
import os
import signal
import threading
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bnreport.datasets.shared.cache import Form, load
from bnreport.errors import BnreportError, SpecError, StoreError
from bnreport.executors.job import Failure, Job, Progress, Stored
from bnreport.executors.trial import trial
from bnreport.runs.plan import THREADS
from bnreport.runs.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ctypes import c_byte
    from multiprocessing.queues import SimpleQueue

    from bnreport.datasets.shared.arrays import Dataset
    from bnreport.executors.job import Event
    from bnreport.runs.plan import Run
    from bnreport.training.data import Resident


class Stopped(Exception):  # noqa: N818  (not an error)
    """The user interrupted; the worker has saved its run."""


DEAF_TO = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that reach every process of a terminal, a container or a cluster's job."""
_worker: dict[str, Any] = {}
"""What a worker process was given at its start."""


def start(news: "SimpleQueue[Event]", gpu: int, stop: "c_byte") -> None:
    """Set a new process up: deaf to Ctrl-C, mortal with its parent, on its own GPU or few CPU threads."""
    for number in DEAF_TO:
        signal.signal(number, signal.SIG_IGN)  # the parent hears them and sets `stop`
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if gpu >= 0:
        os.environ["CUDA_VISIBLE_DEVICES"] = _visible()[gpu]
    _keep_memory()
    import torch  # noqa: PLC0415  (after the environment is set, and only in workers)

    torch.set_num_threads(THREADS)
    _worker.update(news=news, stop=stop, device="cpu" if gpu < 0 else "cuda")


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


def build(jobs: "Sequence[Job]") -> None:
    """Build each different network once and show it its batches, without memory for either.

    Raises:
        SpecError: what does not fit.
    """
    from bnreport.executors.build import faults  # noqa: PLC0415  (imports PyTorch)

    found = []
    for job in {str(job.first.condition): job for job in jobs}.values():
        arrays = _dataset(job).arrays
        chosen = {name: probe["options"] for name, probe in job.first.probes.items()}
        asked = trial(job.first.condition, chosen, Form(arrays.sample, arrays.outputs, arrays.samples))
        found += [f"{job.first.arms[0]}: {fault.what}" for fault in faults(asked)]
    if found:
        raise SpecError(found)


def begin(job: Job) -> tuple[str, ...]:
    """Take the first steps of a job's runs, measured, and return each one's fingerprint."""
    from bnreport.training import drive, loop, stack  # noqa: PLC0415

    data = _resident(job)
    training = stack.Stack(job.runs, data) if job.first.stackable else loop.Trainer(job.first, data)
    return drive.begin(training, job.first.condition.recipe.steps)


def train(job: Job) -> Failure | None:
    """Train a job's runs from their checkpoints, if any, and store them; return what kept it from that.

    Raises:
        StoreError: the store cannot be written.
    """
    try:
        for runs in _abreast(job):
            _train(job._replace(runs=runs))
    except (Stopped, StoreError):
        raise
    except BnreportError as error:
        return Failure(str(error), chance=False)
    except Exception as error:  # noqa: BLE001  (whatever a plug-in raises, in words: it need not survive the way)
        _store(job).note(traceback.format_exc())
        return Failure(_why(error), chance=True)
    return None


def _abreast(job: Job) -> "list[tuple[Run, ...]]":
    """Put those runs together that have come as far."""
    from bnreport.training import checkpoint, environment  # noqa: PLC0415

    groups: dict[int, list[Run]] = {}
    where = environment.device(_worker["device"])
    for run in job.runs:
        groups.setdefault(checkpoint.step(_store(job).checkpoint(run.key, run.probes), where), []).append(run)
    return [tuple(group) for group in groups.values()]


def _train(job: Job) -> None:
    from bnreport.training import loop, stack  # noqa: PLC0415

    news, stop, store = _worker["news"], _worker["stop"], _store(job)

    def progress(step: int) -> None:
        for run in job.runs:
            news.put(Progress(run.key, step))
        if stop.value:
            raise Stopped

    if stop.value:
        raise Stopped
    saved = [store.checkpoint(run.key, run.probes) for run in job.runs]
    how: dict[str, Any] = {"progress": progress, "saved": saved, "save_every": job.save_every}
    # a stackable run goes that way even alone: the order of its sums must not depend on what was missing beside it
    stacked, data = job.first.stackable, _resident(job)
    results = stack.train(job.runs, data, **how) if stacked else (loop.train(job.first, data, **how),)
    for run, result in zip(job.runs, results, strict=True):
        store.put(replace(result, environment={**result.environment, **job.invocation}))
        store.clear(run.key, run.probes)
        news.put(Stored(run.key))


def _store(job: Job) -> Store:
    return Store(job.folders.store, report=lambda _: None)


def _why(error: Exception) -> str:
    """Say what went wrong, where, and what to do about it."""
    first = (str(error).strip() or "no message").splitlines()[0].rstrip(".")
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or "out of memory" in first:
        return f"out of memory: {first}. Run again with fewer --workers, or give it a smaller batch_size."
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {place.filename}:{place.lineno}: {first}. Mend that, and run again."


def _dataset(job: Job) -> "Dataset":
    chosen = job.first.condition.recipe.dataset
    return load(chosen.name, chosen.options, job.folders.data, job.folders.decoded)


def _resident(job: Job) -> "Resident":
    """Return the job's data on the worker's device; the last one is kept for the next job."""
    from bnreport.training.data import Resident  # noqa: PLC0415
    from bnreport.training.environment import device  # noqa: PLC0415

    if _worker.get("digest") != job.first.data:
        _worker["resident"] = Resident(_dataset(job), device(_worker["device"]))
        _worker["digest"] = job.first.data
    resident: Resident = _worker["resident"]
    return resident
