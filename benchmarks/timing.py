"""What all benchmarks share: seconds, and how they are printed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from statistics import median

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


def tell(what: str, seconds: Iterable[float]) -> None:
    """Print the median of several rounds, and the shortest and longest."""
    found = sorted(seconds)
    print(f"{what}: {median(found):.2f} s ({found[0]:.2f} to {found[-1]:.2f})", flush=True)
