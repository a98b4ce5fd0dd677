"""What fails, alone: workers, files, disks, and two processes at once."""

import sys
from pathlib import Path

import pytest

from bnreport.files import bundle_path
from bnreport.runs.bundle import read_bundle
from tests.faults.place import TOY, Place, same

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at open files under /proc")


def test_a_worker_killed_while_it_writes_takes_nobody_along(place: Place, done: Place) -> None:
    """Its run is tried twice and named in the last line; the other is stored, and reported."""
    run = done.find_runs()[0].run
    failed = place.call("run", DIE_AT=f"runs/{run.key[:2]}/.{run.key[:30]}")
    said = failed.stderr.splitlines()
    assert failed.returncode == 1, failed.stderr
    assert sum(line.startswith("net.a seed 0: tried again: a worker process was killed") for line in said) == 1
    assert said[-1].startswith("net.a seed 0: not trained: a worker process was killed, perhaps for want of memory.")
    assert [each.state for each in place.find_runs()] == ["resume", "stored"]
    assert (place.report / "report.html").exists()
    assert [*read_bundle(bundle_path(place.report)).results.runs] == ["net.b"]
    assert same(place.find_runs()[1].result, done.find_runs()[1].result)


def test_two_processes_share_the_work(tmp_path: Path, done: Place) -> None:
    """Started at once on one store, both end well, with every run trained once, and the same report."""
    place = Place(tmp_path, TOY.replace("looks: [1]", "looks: [2]"))
    told = [tmp_path / "one", tmp_path / "other"]
    started = [place.start("run", TELL=str(path)) for path in told]
    for process in started:
        _, said = process.communicate()
        assert process.returncode == 0, said
        assert "[4/4]" in said
    trained = [line for path in told if path.exists() for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted(trained) == ["net.a seed 0", "net.a seed 1", "net.b seed 0", "net.b seed 1"]
    firsts = [each for each in place.find_runs() if each.run.index == 0]
    assert all(same(one.result, other.result) for one, other in zip(firsts, done.find_runs(), strict=True))
