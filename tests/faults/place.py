"""A study small enough to be killed many times, and bnreport as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bnreport.results import RunResult
from bnreport.runs.folders import Folders
from bnreport.runs.status import Status, find_runs
from bnreport.runs.store import Store
from bnreport.study.load import load_study

SCRIPT = Path(__file__).with_name("often.py")
TOY = """\
study: toy
title: A toy
seeds: {looks: [1], alpha: [0.05]}
experiments:
  net:
    recipe:
      dataset: {gaussian_linear: {samples: 200, draws: 4}}
      model: {deep_linear: {depth: 4}}
      optimizer: {sgd: {lr: 1.0e-6, momentum: 0.9}}
      loss: squared_error
      batch_size: 200
      steps: 200
    arms: {a: {norm: layer}, b: {norm: {group: {groups: 2}}}}
    probes: {objective: {every: 20}}
hypotheses:
  better:
    claim: b is better.
    superiority: {metric: objective, arm: net.b, versus: net.a, margin: 0.01}
    why_this_margin: Ours.
profiles:
  smoke: {scale: toy}
"""


class Place:
    """A study with its folders, and bnreport called there."""

    def __init__(self, root: Path, text: str = TOY) -> None:
        """Write the study."""
        self.root, self.spec = root, root / "toy.yaml"
        self.folders = Folders(root / "store", root / "data", root / "reports")
        self.report = self.folders.reports / "toy" / "smoke"
        self.spec.write_text(text)

    def line(self, command: str, *words: str) -> list[str]:
        """Return a command line; training uses one worker."""
        folders = [f"--{name}={self.root / name}" for name in ("store", "data", "reports")]
        workers = ["--workers=1"] if command == "run" else []
        return [sys.executable, str(SCRIPT), command, str(self.spec), *folders, *workers, *words]

    def start(self, command: str, *words: str, **variables: str) -> "subprocess.Popen[str]":
        """Start a command, in a group of processes of its own."""
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # started by nohup it is ignored, here and so in every command
        return subprocess.Popen(  # noqa: S603
            self.line(command, *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )

    def call(self, command: str, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        process = self.start(command, *words, **variables)
        out, said = process.communicate()
        return subprocess.CompletedProcess([], process.returncode, out, said)

    def find_runs(self, report: Callable[[str], object] = pytest.fail, *, training: bool = False) -> tuple[Status, ...]:
        """Look up what is there, as for training or not."""
        file = load_study(self.spec, None, (), self.folders.data)
        return find_runs(file, self.folders, Store(self.folders.store, report), download=training)

    def stored(self) -> dict[str, bytes]:
        """Return the files of finished runs."""
        return {path.name: path.read_bytes() for path in self.folders.store.glob("runs/*/[!.]*.json")}

    def checkpoints(self) -> dict[str, int]:
        """Return unfinished runs, and when each was saved."""
        found = {}
        for path in self.folders.store.glob("unfinished/[!.]*.npz"):
            try:
                found[path.name] = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue  # finished meanwhile
        return found


def until(process: "subprocess.Popen[str]", happened: Callable[[], object]) -> None:
    """Wait for something; a process that ends without it has failed."""
    while not happened():
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)


def same(one: RunResult | None, other: RunResult | None) -> bool:
    """Tell whether two results hold the same numbers."""
    assert one is not None
    assert other is not None
    return one.series.keys() == other.series.keys() and all(
        np.array_equal(one.series[name].values, other.series[name].values, equal_nan=True) for name in one.series
    )


def flipped(path: Path, at: float = 0.5) -> None:
    """Flip a bit of a byte, at a fraction of the file's length."""
    content = bytearray(path.read_bytes())
    content[int(at * (len(content) - 1))] ^= 1
    path.write_bytes(content)
