"""One process of a contestant of `benchmarks.training`: it trains while it is told to, and says how far it came.

Its settings are the argument, as JSON; each line of stdin is a number of seconds; each line of stdout is JSON.
"""

import json
import sys
import time
from importlib import import_module

from benchmarks.pixels import Turn
from bnreport.executors.worker import _keep_memory

WARM_UP = 5
"""Steps before each turn that do not count: a loader has batches in store."""


def main() -> None:
    """Build, report, and train by turns."""
    turn = Turn(*json.loads(sys.argv[1]))
    if turn.who != "usual_loop":
        _keep_memory()  # before PyTorch allocates; the usual loop does not know of it
    import torch  # noqa: PLC0415

    torch.set_num_threads(turn.threads)
    step = import_module(f"benchmarks.{turn.who}").stepper(turn)
    for _ in range(WARM_UP):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(WARM_UP):
            step()
        if turn.device == "cuda":
            torch.cuda.synchronize()
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < float(line):
            step()
            steps += 1
        if turn.device == "cuda":
            torch.cuda.synchronize()
        print(json.dumps({"steps": steps, "seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()
