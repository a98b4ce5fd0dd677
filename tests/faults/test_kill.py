"""Killed and stopped: what is finished stays, what is begun goes on, and the numbers are the same."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.runs.plan import THREADS
from bnreport.training import checkpoint, stack
from bnreport.training.data import Resident
from tests.faults.place import TOY, Place, flipped, same, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at open files under /proc")

NUMBERS = {"SIGKILL": -9, "SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130}


def _step(path: Path) -> int:
    """Return how far a checkpoint is; to this process it is a worker's own."""
    torch.set_num_threads(THREADS)
    return checkpoint.step(path, torch.device("cpu"))


def saves(place: Place, count: int) -> Callable[[], bool]:
    """Return whether checkpoints were written so often since now."""
    seen, before = set[int](), {*place.checkpoints().values()}

    def enough() -> bool:
        seen.update({*place.checkpoints().values()} - before)
        return len(seen) >= count

    return enough


def unfinished(place: Place) -> set[str]:
    """Return the checkpoints of runs that are not stored."""
    return {name.removesuffix(".npz") for name in place.checkpoints()} - {
        name.removesuffix(".json") for name in place.stored()
    }


def ended(place: Place, name: str, happened: Callable[[], object]) -> str:
    """Start a run, end it by a signal at a moment; return what it said. What was finished before is as it was."""
    before = place.stored()
    process = place.start("run", PAUSE="0.1")
    until(process, happened)
    process.send_signal(signal.Signals[name])
    _, said = process.communicate()
    assert process.returncode == NUMBERS[name], said
    assert before.items() <= place.stored().items()
    return said


def test_stopped_at_any_moment_it_goes_on(place: Place, done: Place) -> None:
    """Killed before and between checkpoints, told to end, a checkpoint damaged: the numbers of an undisturbed run."""
    claims = place.folders.store / "unfinished"
    ended(place, "SIGKILL", lambda: [*claims.glob("*.claim")])
    ended(place, "SIGKILL", saves(place, 1))
    assert [each.state for each in place.find_runs()] == ["resume", "missing"]
    for _ in range(5):
        ended(place, "SIGKILL", saves(place, 1))
    for name in ("SIGTERM", "SIGHUP"):
        before = place.checkpoints()
        said = ended(place, name, saves(place, 1))
        assert place.checkpoints() != before or place.stored()
        assert said.endswith("Interrupted. What is finished is kept; the same command goes on from there.\n")
    ended(place, "SIGKILL", lambda: place.stored() and unfinished(place))
    [left] = unfinished(place)
    flipped(claims / f"{left}.npz")
    last = place.call("run")
    assert last.returncode == 0, last.stderr
    assert last.stderr.count("fails its checksum") == 1
    assert all(same(one.result, other.result) for one, other in zip(place.find_runs(), done.find_runs(), strict=True))
    assert [path.name for path in claims.iterdir()] == [".lock"]


STACKED = TOY.replace("a: {norm: layer}, b: {norm: {group: {groups: 2}}}", "a: {norm: none}, b: {norm: batch}")


def test_runs_trained_as_one_network_go_on_in_other_company(tmp_path: Path) -> None:
    """Two seeds stopped on their way; with three declared, they go on from there, and the third begins."""
    place = Place(tmp_path, STACKED.replace("looks: [1]", "looks: [2]"))
    ended(place, "SIGTERM", saves(place, 2))
    assert [each.state for each in place.find_runs()] == ["resume", "missing"] * 2
    place.spec.write_text(place.spec.read_text().replace("looks: [2]", "looks: [3]"))
    found = place.find_runs()
    assert [each.state for each in found] == ["resume", "missing"] * 2 + ["missing"] * 2
    taken = {_step(path) for path in place.folders.store.glob("unfinished/*.npz")}
    assert len(taken) == 1
    assert min(taken) > 0
    last = place.call("run")
    assert last.returncode == 0, last.stderr
    arm = [each.run for each in found if each.run.arms == ("net.a",)]
    choice = arm[0].condition.recipe.dataset
    data = Resident(load(choice.name, choice.options, tmp_path, place.folders.decoded), torch.device("cpu"))
    threads = torch.get_num_threads()
    torch.set_num_threads(THREADS)
    whole = {result.key: result for result in stack.train(arm, data)}
    torch.set_num_threads(threads)
    ends = {each.run.key: each.result for each in place.find_runs()}
    assert all(same(ends[key], result) for key, result in whole.items())
