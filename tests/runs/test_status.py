"""Where a planned run is found: the store, then the bundle beside the report, by key."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import DataError
from bnreport.files import bundle_path
from bnreport.results import Results, RunResult
from bnreport.runs import status
from bnreport.runs.bundle import read_bundle
from bnreport.runs.folders import Folders
from bnreport.runs.plan import Run, plan
from bnreport.runs.status import Status, find_runs, gather, left_behind, older, sources
from bnreport.runs.store import Store
from bnreport.study.load import StudyFile
from tests.runs.conftest import tuned

REPORTS = Path(__file__).parents[2] / "reports"
Published = tuple[StudyFile, Results]
Write = Callable[..., Path]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Return empty folders; data have a digest without being there."""
    monkeypatch.setattr(status, "data_digest", lambda *_, **__: "d" * 64)
    return Folders(tmp_path / "store", tmp_path / "data", tmp_path / "reports")


def planned(file: StudyFile) -> tuple[Run, ...]:
    """Plan as `find_runs` does."""
    return plan(file.study, lambda _: "d" * 64)


def result(run: Run, like: RunResult, **changes: Any) -> RunResult:  # noqa: ANN401
    """Return a result of a planned run."""
    return replace(like, key=run.key, settings={**run.settings, "data": run.data}, probes=run.probes, **changes)


def found(file: StudyFile, folders: Folders) -> tuple[Status, ...]:
    """Look up; no damage is expected."""
    return find_runs(file, folders, Store(folders.store, pytest.fail))


def test_store_then_bundle_then_checkpoint(published: Published, folders: Folders, write_bundle: Write) -> None:
    """The store goes before the bundle, the bundle before a checkpoint; each run says where it was found."""
    file, held = published
    like = held.runs["e.bn"][0]
    first, second, third, *_ = runs = planned(file)
    store = Store(folders.store, pytest.fail)
    store.put(result(first, like, seconds=1.0))
    bundled = {"e.standard": {0: result(first, like, seconds=2.0)}, "e.bn": {0: result(second, like, seconds=2.0)}}
    write_bundle(file, Results(bundled), folders.report(file))
    for run in (second, third):
        store.checkpoint(run.key, run.probes).parent.mkdir(exist_ok=True)
        store.checkpoint(run.key, run.probes).touch()
    states = found(file, folders)
    assert [each.run for each in states] == [*runs]
    assert [each.state for each in states[:4]] == ["stored", "bundled", "resume", "missing"]
    assert [each.result and each.result.seconds for each in states[:4]] == [1.0, 2.0, None, None]
    assert sources(states) == "Runs from the bundle beside the report: 1; from the store: 1."
    assert sources(states[:1]) == ""
    assert {arm: [*seeds] for arm, seeds in gather(states).runs.items()} == {"e.standard": [0], "e.bn": [0]}
    assert not [*folders.store.glob("runs/*/*")][1:]  # the bundle is read, not copied


def test_other_keys_and_probes_are_other_runs(published: Published, folders: Folders, write_bundle: Write) -> None:
    """A bundle serves what it has by key and by probes, not by arm."""
    file, held = published
    like = held.runs["e.bn"][0]
    first, second, *_ = planned(file)
    other = replace(result(first, like), probes={})
    write_bundle(
        file,
        Results(
            {
                "e.standard": {0: other},
                "e.bn": {
                    0: result(
                        second,
                        like,
                    )
                },
            }
        ),
        folders.report(file),
    )
    assert [each.state for each in found(file, folders)[:2]] == ["missing", "bundled"]
    write_bundle(file, Results({"e.bn": {0: replace(result(second, like), key="0" * 64)}}), folders.report(file))
    assert {each.state for each in found(file, folders)} == {"missing"}


def test_a_data_set_that_is_not_here_is_known_from_the_bundle(
    published: Published, folders: Folders, monkeypatch: pytest.MonkeyPatch, write_bundle: Write
) -> None:
    """What is published is found without its data; without a bundle the data set is asked for."""
    file, held = published
    first, *_ = planned(file)
    write_bundle(file, Results({"e.standard": {0: result(first, held.runs["e.bn"][0])}}), folders.report(file))

    def absent(*_: object, **__: object) -> str:
        raise DataError("no such folder")

    monkeypatch.setattr(status, "data_digest", absent)
    assert found(file, folders)[0].state == "bundled"
    bundle_path(folders.report(file)).unlink()
    with pytest.raises(DataError):
        found(file, folders)


def test_a_bundle_is_read_once_and_only_if_need_be(
    published: Published, folders: Folders, monkeypatch: pytest.MonkeyPatch, write_bundle: Write
) -> None:
    """Reading takes a tenth of a second."""
    file, held = published
    like = held.runs["e.bn"][0]
    write_bundle(file, held, folders.report(file))
    read: list[Path] = []
    reader = status.read_bundle
    monkeypatch.setattr(status, "read_bundle", lambda path: (read.append(path), reader(path))[1])
    found(file, folders)
    assert read == [bundle_path(folders.report(file))]
    for run in planned(file):
        Store(folders.store, pytest.fail).put(result(run, like))
    found(file, folders)
    assert len(read) == 1


def test_a_bundle_can_be_left_out(published: Published, folders: Folders, write_bundle: Write) -> None:
    """Then only the store counts."""
    file, held = published
    first, *_ = planned(file)
    write_bundle(file, Results({"e.standard": {0: result(first, held.runs["e.bn"][0])}}), folders.report(file))
    states = find_runs(file, folders, Store(folders.store, pytest.fail), bundle=False)
    assert {each.state for each in states} == {"missing"}


def test_runs_of_other_code_are_older(published: Published) -> None:
    """Their keys are not those of today; a run of today's code is none of them."""
    file, held = published
    like = held.runs["e.bn"][0]
    first, *_ = planned(file)
    today = replace(result(first, like), settings={"data": first.data})
    assert older(file, Results({"e.standard": {0: today}, "e.bn": {0: replace(like, settings={})}})) == ("e.bn seed 0",)


def test_runs_that_nothing_else_holds_are_left_behind(
    published: Published, folders: Folders, write_bundle: Write
) -> None:
    """Neither the store, nor by arm and seed the next report; and whose bundle it was is said."""
    file, held = published
    store = Store(folders.store, pytest.fail)
    assert left_behind(folders.report(file), held, store) == ("", ())
    write_bundle(file, held, folders.report(file))
    assert left_behind(folders.report(file), held, store) == ("s.yaml", ())
    less = Results({"e.bn": held.runs["e.bn"]})
    assert [run.key[0] for run in left_behind(folders.report(file), less, store)[1]] == ["1", "2"]
    store.put(held.runs["e.standard"][0])
    assert [run.key[0] for run in left_behind(folders.report(file), less, store)[1]] == ["2"]


def test_runs_that_tune_arms_are_gathered_apart(published: Published) -> None:
    """No claim reads them; what replaces a bundle must hold them all the same, and they may be of older code too."""
    file, held = tuned(published[0]), published[1]
    like = held.runs["e.bn"][0]
    first, second, third, *_ = runs = planned(file)
    results = gather(Status(run, "stored", result(run, like)) for run in runs)
    assert ([*results.tuning], [*results.runs]) == (["e.bn/lr=0.1", "e.bn/lr=0.3"], ["e.standard", "e.bn"])
    assert [results.tuning[arm][0].key for arm in results.tuning] == [first.key, second.key]
    assert results.of("e.standard")[0].key == third.key
    old = Results(results.runs, {"e.bn/lr=0.3": {0: replace(like, settings={"data": "d" * 64})}})
    assert older(file, old) == ("e.bn/lr=0.3 seed 0",)


def test_runs_that_tune_arms_are_left_behind_too(published: Published, folders: Folders, write_bundle: Write) -> None:
    """They are not trained again for want of a bundle."""
    file, held = tuned(published[0]), published[1]
    both = Results(held.runs, {"e.bn/lr=0.1": {0: replace(held.runs["e.bn"][0], key="9" * 64)}})
    write_bundle(file, both, folders.report(file))
    store = Store(folders.store, pytest.fail)
    assert [run.key[0] for run in left_behind(folders.report(file), held, store)[1]] == ["9"]
    assert left_behind(folders.report(file), both, store)[1] == ()


@pytest.mark.parametrize(
    "path",
    sorted(REPORTS.glob("*/*/results.json.gz")),
    ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}",
)
def test_no_published_run_is_of_older_code(path: Path) -> None:
    """Its key is the one that the study and the code of today give it."""
    file, results = read_bundle(path)
    assert older(file, results) == ()
