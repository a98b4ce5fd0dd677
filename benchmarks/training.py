"""Training images a second: ours beside the usual loop and the prototype of known means, in one run.

Run `python -m benchmarks.training`, some twelve minutes on an idle machine. The contestants take turns, A B C A B C;
ratios are taken within a round, and their median, least and greatest are printed. The usual loop is one process with
all cores and the loader's workers, always in fp32; the others are one process a core with one thread each, on a GPU so
many processes as asked. Only ratios of one run mean anything; the JSON says on what machine.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import IO, Any

from benchmarks.machine import RESULTS, keep, machine
from benchmarks.networks import GFLOP, NETS
from benchmarks.pixels import BATCH, Turn

ROOT = Path(__file__).parent.parent


class Contestant:
    """So many processes that train the same at once."""

    def __init__(self, turn: Turn, processes: int, stack: ExitStack) -> None:
        """Start them; they end with the stack."""
        command = [sys.executable, "-m", "benchmarks.contestant", json.dumps(turn)]
        self.processes = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            )
            for _ in range(processes)
        ]

    def wait(self) -> None:
        """Return once they are ready."""
        for process in self.processes:
            self._line(process.stdout)

    def rate(self, seconds: float) -> float:
        """Train for so long, and return images a second, of all processes together."""
        for process in self.processes:
            print(seconds, file=process.stdin, flush=True)
        told = [json.loads(self._line(process.stdout)) for process in self.processes]
        return sum(BATCH * each["steps"] / each["seconds"] for each in told)

    def _line(self, told: IO[str] | None) -> str:
        line = told.readline() if told else ""
        if not line:
            raise RuntimeError("a contestant has ended before its time; its own words are above")
        return line


def race(net: str, precision: str, asked: argparse.Namespace) -> dict[str, list[float]]:
    """Return each contestant's images a second, round by round."""
    cores = len(os.sched_getaffinity(0))
    processes = asked.processes or (1 if asked.device == "cuda" else cores)
    shared = {"net": net, "device": asked.device, "images": asked.images}
    with ExitStack() as stack:
        field = {
            f"usual loop, {loaders} loaders": Contestant(
                Turn("usual_loop", precision="fp32", threads=cores, loaders=loaders, **shared), 1, stack
            )
            for loaders in asked.loaders
        }
        for who in ("prototype", "ours"):
            turn = Turn(who, precision=precision, threads=1, loaders=0, **shared)
            field[who] = Contestant(turn, processes, stack)
        for each in field.values():
            each.wait()
        rounds = [{name: each.rate(asked.seconds) for name, each in field.items()} for _ in range(asked.rounds)]
    return {name: [each[name] for each in rounds] for name in field}


def ratios(rates: dict[str, list[float]], versus: str) -> list[float]:
    """Return ours over another's, round by round."""
    return [ours / theirs for ours, theirs in zip(rates["ours"], rates[versus], strict=True)]


def spread(values: list[float]) -> str:
    """Write median, least and greatest."""
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def ask(words: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("--nets", nargs="+", choices=NETS, default=NETS)
    parser.add_argument("--precisions", nargs="+", choices=("fp32", "bf16"), default=("fp32", "bf16"))
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--processes", type=int, help="of prototype and ours; one a core, or one on a GPU")
    parser.add_argument("--loaders", type=int, nargs="+", default=[2], help="workers of the usual loop's loader")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each turn")
    parser.add_argument("--images", type=int, default=390 * BATCH, help="of the training set")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the JSON")
    return parser.parse_args(words)


def main() -> None:
    """Print a table, and keep all of it."""
    asked = ask()
    about = machine(asked.device)
    print(json.dumps(about))
    rows: list[dict[str, Any]] = []
    for net in asked.nets:
        for precision in asked.precisions:
            rates = race(net, precision, asked)
            rows.append({"net": net, "precision": precision, "images_per_second": rates})
            ours = median(rates["ours"])
            tell(net, precision, f"{ours:,.0f} images/s", f"{ours * GFLOP[net] / 1e3:.2f} TFLOP/s")
            for versus in others(rates):
                tell(net, precision, f"over {versus}", spread(ratios(rates, versus)))
    for precision in asked.precisions:
        held = [row["images_per_second"] for row in rows if row["precision"] == precision]
        for versus in others(held[0]):
            tell("all nets", precision, f"over {versus}", spread([median(ratios(rates, versus)) for rates in held]))
    settings = {name: value for name, value in vars(asked).items() if name != "out"}
    name = f"training-{asked.device}" + (f"-{asked.processes}" if asked.processes else "")
    print(keep(name, {"machine": about, "settings": settings, "rows": rows}, asked.out))


def others(rates: dict[str, list[float]]) -> list[str]:
    """Return all contestants but ours."""
    return [name for name in rates if name != "ours"]


def tell(net: str, precision: str, what: str, value: str) -> None:
    """Print a row."""
    print(f"{net:<10} {precision:<5} {what:<28} {value:>24}", flush=True)


if __name__ == "__main__":
    main()
