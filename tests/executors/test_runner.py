"""From a plan to stored runs, by worker processes; each test starts some, so there are few."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import MachineError, SpecError
from bnreport.executors import local
from bnreport.executors.runner import fill, stacks
from bnreport.results import RunResult
from bnreport.runs.plan import THREADS, Run, plan
from bnreport.runs.status import Workspace, data_digest, gather, statuses
from bnreport.runs.store import Store
from bnreport.study.profiles import cuda_devices
from bnreport.study.schema import Recipe, Study

LONG = 1_000_000
SCRIPT = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
sys.path.insert(0, sys.argv[2])
from test_runner import *

class Tells(Watch):
    def step(self, run, step):
        print(run.arms[0], step, *(child.pid for child in local.multiprocessing.active_children()), flush=True)

space = workspace(Path(sys.argv[1]))
try:
    fill(runs(space, long=LONG), space, Store(space.store, print), Tells(), workers=2)
except KeyboardInterrupt:
    sys.exit(130)
"""


class Watch:
    """Counts what it is told."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.todo: list[Run] = []
        self.done: list[str] = []

    def start(self, todo: Any) -> None:  # noqa: ANN401
        """Note the work."""
        self.todo = list(todo)

    def step(self, run: Run, step: int) -> None:
        """Ignore."""

    def stored(self, run: Run, result: RunResult) -> None:
        """Note a finished run."""
        self.done.append(f"{run.arms[0]} {result.stopped_at}")


def workspace(root: Path) -> Workspace:
    """Return folders below one."""
    return Workspace(root / "store", root / "data", root / "reports")


def runs(space: Workspace, *, long: int = 2, norm: Any = "none") -> tuple[Run, ...]:  # noqa: ANN401
    """Plan two arms that are one training, and a third."""
    arms = {"a": {"norm": "batch"}, "twin": {"norm": {"batch": {}}}, "b": {"norm": norm, "set": {"steps": long}}}
    recipe = {
        "dataset": "digits",
        "model": {"vgg": {"depth": 11, "width": 2, "hidden": 4}},
        "optimizer": {"sgd": {"lr": 0.05, "momentum": 0.9}},
        "steps": 2,
        "batch_size": 32,
    }
    test = {"metric": "train_accuracy", "arm": "e.a", "versus": "e.b", "margin": 0.1}
    study = Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "seeds": {"looks": [1], "alpha": [0.05]},
            "experiments": {"e": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 1_000_000}}}},
            "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )
    return plan(study, data_digest(space))


def alive(pid: int) -> bool:
    """Say whether a process runs; one that waits for its parent to read its end does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def started(root: Path, enough: Callable[[str, int], bool]) -> tuple[subprocess.Popen[str], list[int], int]:
    """Start a training and wait for a message; return the process, its workers and the step of that message."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", SCRIPT, str(root), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        arm, step, *pids = line.split()
        if enough(arm, int(step)):
            return process, [int(pid) for pid in pids], int(step)
    raise AssertionError(process.wait())


def test_runs_with_other_probes_are_not_stacked(tmp_path: Path) -> None:
    """One stack has one list of measurements: what would be read off all its members is asked for by each."""
    few, many = ({"objective": {"options": {"every": every}, "code": "c"}} for every in (1, 2))
    [run, *_] = runs(workspace(tmp_path))
    maps = {"dataset": "gaussian_linear", "model": "deep_linear", "loss": "squared_error"}
    condition = run.condition._replace(recipe=Recipe.model_validate(run.condition.recipe.model_dump() | maps))
    made = [
        replace(run, key=key, condition=condition, seed=seed, probes=probes)
        for seed, (key, probes) in enumerate([("a", few), ("b", many), ("c", few), ("d", {**few}), ("e", {})])
    ]
    assert all(each.stackable for each in made)
    assert [[each.key for each in group] for group in stacks(made)] == [["a", "c", "d"], ["b"], ["e"]]


def test_trains_each_run_once(tmp_path: Path) -> None:
    """Arms that resolve to the same run share it, and a second call trains nothing."""
    space, watch = workspace(tmp_path), Watch()
    planned = runs(space)
    store = Store(space.store, pytest.fail)
    found = fill(planned, space, store, watch, workers=2)
    assert sorted(watch.done) == ["e.a 2", "e.b 2"]
    assert all({"command", "packages_sha256", "device"} <= {*run.environment} for run in found.values())
    if not cuda_devices():
        assert {run.environment["threads"] for run in found.values()} == {str(THREADS)}
    assert [status.state for status in statuses(planned, store)] == ["stored", "stored"]
    results = gather(planned, found)
    assert results.runs["e.a"] == results.runs["e.twin"]
    again = Watch()
    assert fill(planned, space, store, again).keys() == found.keys()
    assert again.todo == []
    assert all("2" < run.started_at <= run.finished_at for run in found.values())
    assert not list((space.store / "unfinished").glob("*")) if (space.store / "unfinished").exists() else True


def test_a_dead_parent_leaves_no_orphan_and_ctrl_c_can_go_on(tmp_path: Path) -> None:
    """Killed, the workers go too and finished runs stay; interrupted, a checkpoint is kept, from which it goes on."""
    space = workspace(tmp_path)
    process, workers, _ = started(tmp_path, lambda arm, step: arm == "e.b" and step >= 40)
    assert len(workers) == 2
    process.kill()
    process.communicate(timeout=30)  # it ends when the last worker has let go of the pipe
    states = [status.state for status in statuses(runs(space, long=LONG), Store(space.store, pytest.fail))]
    assert states == ["stored", "missing"]
    process, workers, reached = started(tmp_path, lambda arm, step: arm == "e.b" and step >= 40)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert not any(alive(pid) for pid in workers)
    states = [status.state for status in statuses(runs(space, long=LONG), Store(space.store, pytest.fail))]
    assert states == ["stored", "resume"]
    process, _, first = started(tmp_path, lambda _arm, _step: True)
    process.kill()
    process.communicate()
    assert first > reached


def test_a_killed_worker_is_one_line(tmp_path: Path) -> None:
    """What the kernel does for want of memory ends in a message that says how to go on."""

    class Kills(Watch):
        def step(self, run: Run, step: int) -> None:  # noqa: ARG002
            for child in local.multiprocessing.active_children():
                if child.pid:
                    os.kill(child.pid, signal.SIGKILL)

    space = workspace(tmp_path)
    with pytest.raises(MachineError, match="a worker process was killed, perhaps for want of memory"):
        fill(runs(space, long=LONG), space, Store(space.store, pytest.fail), Kills(), workers=1)


@pytest.mark.parametrize("norm", [{"group": {"groups": 3}}])
def test_an_impossible_network_fails_before_any_training(tmp_path: Path, norm: Any) -> None:  # noqa: ANN401
    """One line names the arm, and nothing was trained."""
    space, watch = workspace(tmp_path), Watch()
    with pytest.raises(SpecError, match=r"^e\.b: .*3") as caught:
        fill(runs(space, norm=norm), space, Store(space.store, pytest.fail), watch, workers=1)
    assert len(str(caught.value).splitlines()) == 1
    assert watch.done == []
    assert not (space.store / "runs").exists()
