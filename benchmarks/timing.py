"""What the benchmarks of waiting share: seconds of several rounds, how they are printed, and that they are kept."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from benchmarks.machine import keep, machine

ROUNDS = 5


def computing(call: Callable[[], object]) -> float:
    """Return the CPU seconds of a call, which neighbours disturb least."""
    start = time.process_time()
    call()
    return time.process_time() - start


def waiting(*words: str) -> float:
    """Return how long `bnreport WORDS` takes in a process of its own."""
    start = time.perf_counter()
    code = "from bnreport.cli.main import main; main()"
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - start


def measure(name: str, rows: Mapping[str, Callable[[], float]]) -> Path:
    """Take the seconds of every row in turn, print their medians, and keep all of them.

    A turn before the first fills caches and counts for nothing.
    """
    about = machine("cpu")
    for call in rows.values():
        call()
    taken = [{what: call() for what, call in rows.items()} for _ in range(ROUNDS)]
    seconds = {what: [turn[what] for turn in taken] for what in rows}
    for what, held in seconds.items():
        print(f"{what}: {median(held):.2f} s ({min(held):.2f} to {max(held):.2f})", flush=True)
    return keep(name, {"machine": about, "seconds": seconds})
