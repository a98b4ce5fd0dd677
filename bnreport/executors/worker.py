"""What a worker process does with its jobs."""

import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.datasets.shared.cache import Form, load
from bnreport.errors import SpecError
from bnreport.executors.trial import trial
from bnreport.files import begun_path, write_whole
from bnreport.runs import keys
from bnreport.runs.folders import Folders
from bnreport.runs.plan import THREADS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Event as Flag

    from bnreport.datasets.shared.arrays import Dataset
    from bnreport.runs.plan import Run
    from bnreport.training.data import Resident


class Job(NamedTuple):
    """A run to train, or several of one condition to train as one network."""

    runs: "tuple[Run, ...]"
    folders: Folders
    invocation: "Mapping[str, str]"
    """Recorded with every result."""

    @property
    def first(self) -> "Run":
        """The run that speaks for all: they differ in their seeds alone."""
        return self.runs[0]


class Progress(NamedTuple):
    """A run has taken some steps; all of them when it is in the store."""

    key: str
    step: int
    stored: bool = False


class Stopped(Exception):  # noqa: N818  (not an error)
    """The user interrupted; the worker has saved its run."""


_worker: dict[str, Any] = {}
"""What a worker process was given at its start."""


def start(news: "SimpleQueue[Progress]", slots: "SimpleQueue[int]", stop: "Flag") -> None:
    """Set a new process up: deaf to Ctrl-C, mortal with its parent, on its own GPU or few CPU threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sets `stop`
    threading.Thread(target=_die_with_parent, daemon=True).start()
    slot = slots.get()
    if slot >= 0:
        os.environ["CUDA_VISIBLE_DEVICES"] = _visible()[slot]
    _keep_memory()
    import torch  # noqa: PLC0415  (after the environment is set, and only in workers)

    if slot < 0:
        torch.set_num_threads(THREADS)
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


def train(job: Job) -> None:
    """Train a job's runs from their checkpoint, if any, and store them."""
    from bnreport.runs.store import Store  # noqa: PLC0415
    from bnreport.training import loop, stack  # noqa: PLC0415

    news, stop = _worker["news"], _worker["stop"]
    store = Store(job.folders.store, report=lambda _: None)

    def progress(step: int) -> None:
        for run in job.runs:
            news.put(Progress(run.key, step))
        if stop.is_set():
            raise Stopped

    if stop.is_set():
        raise Stopped
    saved = store.checkpoint(keys.joint_key(run.key for run in job.runs), job.first.probes)
    begun = begun_path(saved)
    if not begun.exists():
        write_whole(begun, datetime.now(UTC).isoformat(timespec="seconds").encode())
    how: dict[str, Any] = {"progress": progress, "saved": saved}
    # a stackable run goes that way even alone: the order of its sums must not depend on what was missing beside it
    stacked, data = job.first.stackable, _resident(job)
    results = stack.train(job.runs, data, **how) if stacked else (loop.train(job.first, data, **how),)
    for result in results:
        facts = {**result.environment, **job.invocation}
        store.put(replace(result, environment=facts, started_at=begun.read_text(encoding="utf-8")))
    saved.unlink(missing_ok=True)
    begun.unlink(missing_ok=True)
    for result in results:
        news.put(Progress(result.key, result.stopped_at, stored=True))


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
