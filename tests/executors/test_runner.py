"""From a plan to stored runs, by worker processes; each test starts some, so there are few."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.executors import runner
from bnreport.executors.runner import looks, stacks, train_missing
from bnreport.results import Metric, RunResult, Series
from bnreport.runs.folders import Folders
from bnreport.runs.plan import THREADS, Run, plan
from bnreport.runs.status import Status, find_runs, gather
from bnreport.runs.store import Store
from bnreport.study import StudyFile
from bnreport.study.definitions import definitions
from bnreport.study.load import load_study
from bnreport.study.profiles import cuda_devices
from bnreport.study.recipe import resolved
from bnreport.study.registration import Locked, Registration
from bnreport.study.schema import Recipe, Study
from tests.toy import TEXT

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
        print(run.arms[0], step, *(child.pid for child in multiprocessing.active_children()), flush=True)

try:
    train(Path(sys.argv[1]), Tells(), study(long=LONG), workers=2, report=print)
except KeyboardInterrupt:
    sys.exit(130)
"""


class Watch:
    """Counts what it is told."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.todo: list[Run] = []
        self.done: list[str] = []
        self.failures: list[tuple[str, str, bool]] = []

    def look(self, number: int, undecided: Any) -> None:  # noqa: ANN401
        """Ignore."""

    def start(self, todo: Any) -> None:  # noqa: ANN401
        """Note the work."""
        self.todo = list(todo)

    def step(self, run: Run, step: int) -> None:
        """Ignore."""

    def stored(self, run: Run, result: RunResult) -> None:
        """Note a finished run."""
        self.done.append(f"{run.arms[0]} {result.stopped_at}")

    def failed(self, run: Run, why: str, *, again: bool) -> None:
        """Note what went wrong."""
        self.failures.append((run.arms[0], why, again))

    def waiting(self, count: int) -> None:
        """Ignore."""


def study(*, long: int = 2, norm: Any = "none") -> StudyFile:  # noqa: ANN401
    """Make two arms that are one training, and a third."""
    arms = {"a": {"norm": "batch"}, "twin": {"norm": {"batch": {}}}, "b": {"norm": norm, "set": {"steps": long}}}
    recipe = {
        "dataset": "digits",
        "model": {"vgg": {"depth": 11, "width": 2, "hidden": 4}},
        "optimizer": {"sgd": {"lr": 0.05, "momentum": 0.9}},
        "steps": 2,
        "batch_size": 32,
    }
    test = {"metric": "train_accuracy", "arm": "e.a", "versus": "e.b", "margin": 0.1}
    made = Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "seeds": {"looks": [1], "alpha": [0.05]},
            "experiments": {"e": {"recipe": recipe, "arms": arms, "probes": {"accuracy": {"every": 1_000_000}}}},
            "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )
    return StudyFile(Path("s.yaml"), "", "p", "asked", (), made)


def found(root: Path, file: StudyFile) -> tuple[Status, ...]:
    """Look its runs up."""
    return find_runs(file, folders(root), Store(folders(root).store, pytest.fail))


def folders(root: Path) -> Folders:
    """Return folders below one."""
    return Folders(root / "store", root / "data", root / "reports")


def train(
    root: Path,
    watch: Watch,
    file: StudyFile,
    *,
    workers: int | None = None,
    report: Callable[[str], object] = pytest.fail,
) -> tuple[Status, ...]:
    """Train what is missing; nothing fails."""
    store = Store(folders(root).store, report)
    trained = train_missing(file, find_runs(file, folders(root), store), folders(root), store, watch, workers=workers)
    assert trained.failures == ()
    return trained.found


FOUR_CLAIMS = (
    TEXT.replace("looks: [2], alpha: [0.05]", "looks: [3, 5, 6], alpha: [0.01, 0.03, 0.01]")
    .replace("b: {norm: batch}", "b: {norm: batch}, c: {norm: layer}, drawn: {norm: l2}")
    .replace(
        "profiles:",
        """\
  open:
    claim: c is better still.
    superiority: {metric: test_accuracy, arm: net.c, versus: net.b, margin: 0.01}
    why_this_margin: Ours.
  wrong:
    claim: a is better than b, which is not so.
    superiority: {metric: test_accuracy, arm: net.a, versus: net.b, margin: 0.01}
    why_this_margin: Ours.
  glance:
    claim: What else there is.
    superiority: {metric: test_accuracy, arm: net.drawn, versus: net.c, margin: 0.01}
    why_this_margin: Ours.
    primary: false
profiles:""",
    )
)


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


def test_without_a_word_of_which_cores_are_ours_all_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """MacOS has no `sched_getaffinity`."""
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert runner._cores() == 7
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3}, raising=False)
    assert runner._cores() == 2


def test_runs_with_other_probes_are_not_stacked(tmp_path: Path) -> None:
    """One stack has one list of measurements: what would be read off all its members is asked for by each."""
    few, many = ({"objective": {"options": {"every": every}, "code": "c"}} for every in (1, 2))
    [(run, _, _), *_] = found(tmp_path, study())
    maps = {"dataset": "gaussian_linear", "model": "deep_linear", "loss": "squared_error"}
    condition = run.condition._replace(recipe=resolved(Recipe.model_validate(run.condition.recipe.model_dump() | maps)))
    made = [
        replace(run, key=key, condition=condition, seed=seed, probes=probes)
        for seed, (key, probes) in enumerate([("a", few), ("b", many), ("c", few), ("d", {**few}), ("e", {})])
    ]
    assert all(each.stackable for each in made)
    assert [[each.key for each in group] for group in stacks(made)] == [["a", "c", "d"], ["b"], ["e"]]


def test_trains_each_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arms that resolve to the same run share it, and a second call trains nothing."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)  # how many threads is the worker's own choice
    watch, again = Watch(), Watch()
    trained = train(tmp_path, watch, study(), workers=2)
    assert sorted(watch.done) == ["e.a 2", "e.b 2"]
    results = [result for _, _, result in trained if result]
    assert all({"command", "packages_sha256", "device"} <= {*result.environment} for result in results)
    if not cuda_devices():
        assert {result.environment["threads"] for result in results} == {str(THREADS)}
    assert [status.state for status in trained] == ["stored", "stored"]
    assert [(run.key, state) for run, state, _ in found(tmp_path, study())] == [
        (run.key, "stored") for run, _, _ in trained
    ]
    by_arm = gather(trained).runs
    assert by_arm["e.a"] == by_arm["e.twin"]
    assert [run.key for run, _, _ in train(tmp_path, again, study())] == [run.key for run, _, _ in trained]
    assert again.todo == []
    assert all("2" < result.started_at <= result.finished_at for result in results)
    assert [*(tmp_path / "store").glob("unfinished/[!.]*")] == []


def test_of_some_arms_it_trains_those_and_begins_no_other_look(tmp_path: Path) -> None:
    """A run serves two arms and is asked for by either; without the others nobody knows who needs more seeds."""
    made = study()
    seeds = made.study.seeds.model_copy(update={"looks": (1, 2), "alpha": (0.02, 0.03)})
    file = replace(made, study=made.study.model_copy(update={"seeds": seeds}))
    watch, store = Watch(), Store(folders(tmp_path).store, pytest.fail)
    trained = train_missing(
        file, found(tmp_path, file), folders(tmp_path), store, watch, workers=1, only=["x", "*.twin"]
    )
    there = [(status.run.arms, status.run.index) for status in trained.found if status.result]
    assert there == [(("e.a", "e.twin"), 0)]


def test_a_dead_parent_leaves_no_orphan_and_ctrl_c_can_go_on(tmp_path: Path) -> None:
    """Killed, the workers go too and finished runs stay; interrupted, a checkpoint is kept, from which it goes on."""

    def underway(arm: str, step: int) -> bool:
        return arm == "e.b" and step >= 40 and any(folders(tmp_path).store.glob("runs/*/*.json"))

    process, workers, _ = started(tmp_path, underway)
    assert len(workers) == 2
    process.kill()
    process.communicate(timeout=30)  # it ends when the last worker has let go of the pipe
    states = [status.state for status in found(tmp_path, study(long=LONG))]
    assert states == ["stored", "missing"]
    process, workers, reached = started(tmp_path, underway)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert not any(alive(pid) for pid in workers)
    states = [status.state for status in found(tmp_path, study(long=LONG))]
    assert states == ["stored", "resume"]
    process, _, first = started(tmp_path, lambda _arm, _step: True)
    process.kill()
    process.communicate()
    assert first > reached


class Kills(Watch):
    """Kills the worker that trains b, every time or once."""

    def __init__(self, *, times: int) -> None:
        """Kill so often."""
        super().__init__()
        self.times = times

    def step(self, run: Run, step: int) -> None:  # noqa: ARG002
        """Kill, once b is on its way."""
        if run.arms[0] == "e.b" and self.times:
            self.times -= 1
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)


def test_a_killed_worker_takes_nobody_along(tmp_path: Path) -> None:
    """Its run is tried again by a new one, from where it was, and ends as if nothing had happened."""
    kills = Kills(times=1)
    trained = train(tmp_path, kills, study(long=400), workers=1)
    assert sorted(kills.done) == ["e.a 2", "e.b 400"]
    [(arm, why, again)] = kills.failures
    assert (arm, again) == ("e.b", True)
    assert why.startswith("a worker process was killed, perhaps for want of memory.")
    assert why in (tmp_path / "store" / "failures.log").read_text(encoding="utf-8")
    whole = train(tmp_path / "again", Watch(), study(long=400), workers=1)
    for one, other in zip(trained, whole, strict=True):
        assert one.result is not None
        assert other.result is not None
        assert np.array_equal(one.result.series["train_accuracy"].values, other.result.series["train_accuracy"].values)


def test_a_run_that_always_fails_leaves_the_others_alone(tmp_path: Path) -> None:
    """After two tries it is given up, with one line; the other is stored."""
    kills, store = Kills(times=10), Store(folders(tmp_path).store, pytest.fail)
    file = study(long=LONG)
    trained = train_missing(file, found(tmp_path, file), folders(tmp_path), store, kills, workers=1)
    assert [again for _, _, again in kills.failures] == [True, False]
    assert kills.done == ["e.a 2"]
    [line] = trained.failures
    assert line.startswith("e.b seed 0: not trained: a worker process was killed")
    assert [status.state for status in trained.found] == ["stored", "missing"]


@pytest.mark.parametrize("norm", [{"group": {"groups": 3}}])
def test_an_impossible_network_fails_before_any_training(tmp_path: Path, norm: Any) -> None:  # noqa: ANN401
    """One line names the arm, and nothing was trained."""
    watch = Watch()
    with pytest.raises(SpecError, match=r"^e\.b: .*3") as caught:
        train(tmp_path, watch, study(norm=norm), workers=1)
    assert len(str(caught.value).splitlines()) == 1
    assert watch.done == []
    assert not (tmp_path / "store" / "runs").exists()


def accurate(one: Run) -> RunResult:
    """Return a run that was never trained: b is better than a at three seeds, c than b, less evenly, at five."""
    gain = 0.3 + 0.001 * one.seed
    gains = {"b": gain, "c": gain + (0.1, 0.2, 0.3, 0.2, 0.2, 0.2)[one.seed]}
    end = 0.3 + gains.get(one.arms[0].removeprefix("net."), 0.0)
    metric, series = Metric("test_accuracy", "fraction", "higher", 0.1), Series(np.array([1]), np.array([end]))
    return RunResult(one.key, {}, "finished", 1, "", {metric.name: metric}, {metric.name: series}, {}, {}, 1.0, "")


def test_a_second_look_trains_what_is_undecided(tmp_path: Path) -> None:
    """Arms that only a decided or exploratory claim reads stop at the first look; so do looks that nobody needs."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(FOUR_CLAIMS)
    file = load_study(spec, None, (), folders(tmp_path).data)
    now = {run.key: Status(run, "missing", None) for run in plan(file.study, str)}
    trained = []
    for needed, number, undecided in looks(file, now):
        arms = sorted({run.arms[0] for run in needed})
        trained.append((number, undecided, arms, sorted({run.seed for run in needed})))
        now |= {run.key: Status(run, "stored", accurate(run)) for run in needed}
    assert trained == [
        (0, (), ["net.a", "net.b", "net.c", "net.drawn"], [0, 1, 2]),
        (1, ("open",), ["net.b", "net.c"], [3, 4]),
    ]


def test_a_second_look_trains_what_was_locked(tmp_path: Path) -> None:
    """A claim that reads other arms since there are results is still open on those that it was locked with."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(FOUR_CLAIMS)
    data, changed = folders(tmp_path).data, ["hypotheses.open.superiority.arm=net.a"]
    locked, file = load_study(spec, None, (), data), load_study(spec, None, changed, data)
    entry = Locked("2026-01-01T12:00:00+00:00", "0" * 64, "", "", definitions(locked.study), locked.study)
    file = replace(file, registration=Registration((entry,), (), {}))
    now = {run.key: Status(run, "missing", None) for run in plan(file.study, str)}
    trained = []
    for needed, *_ in looks(file, now):
        trained.append({str(arm) for run in needed for arm in run.arms})
        late = {run.key: replace(accurate(run), started_at="2026-01-02T12:00:00+00:00") for run in needed}
        now |= {run.key: Status(run, "stored", late[run.key]) for run in needed}
    assert trained == [{"net.a", "net.b", "net.c", "net.drawn"}, {"net.b", "net.c"}]


def test_a_claim_that_no_seed_can_open_again_is_trained_no_further(tmp_path: Path) -> None:
    """Its window started in no run: undecided, and closed."""
    spec = tmp_path / "toy.yaml"
    late = "windows:\n  late: {align: step, from: {test_accuracy: 0.99}, length: 1}\nhypotheses:"
    text = FOUR_CLAIMS.replace("net.b, margin: 0.01", "net.b, margin: 0.01, window: late").replace("hypotheses:", late)
    often = "{every: 1, test: {every: 1}}"  # a window starts by two readings
    spec.write_text(text.replace("{every: 5}", often).replace("steps: 1\n", "steps: 4\n"))
    file = load_study(spec, None, (), folders(tmp_path).data)
    now = {run.key: Status(run, "missing", None) for run in plan(file.study, str)}
    trained = []
    for needed, number, _ in looks(file, now):
        trained.append(number)
        now |= {run.key: Status(run, "stored", accurate(run)) for run in needed}
    assert trained == [0]


def test_an_experiment_without_more_seeds_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Looks at 3, 3 and 5: the second has nothing to train, the third has, as its claim is still open."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(FOUR_CLAIMS.replace("    arms: {a", "    looks: [3, 3, 5]\n    arms: {a"))
    file = load_study(spec, None, (), folders(tmp_path).data)
    now = {run.key: Status(run, "missing", None) for run in plan(file.study, str)}
    trained = []
    for needed, number, undecided in looks(file, now):
        trained.append((number, undecided, sorted({run.seed for run in needed})))
        now |= {run.key: Status(run, "stored", accurate(run)) for run in needed}
    assert trained == [(0, (), [0, 1, 2]), (2, ("open",), [3, 4])]
