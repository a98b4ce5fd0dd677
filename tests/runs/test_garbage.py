"""What of a store no study needs."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.files import damaged_path, run_path
from bnreport.runs import plan as planning
from bnreport.runs.folders import Folders
from bnreport.runs.garbage import find_garbage
from bnreport.runs.status import data_digest
from bnreport.runs.store import Store
from bnreport.study import Choice, Study, StudyFile
from bnreport.study.registration import Locked, Registration
from tests.runs.conftest import run, study


def file_of(planned: Study) -> StudyFile:
    """Return a study that has no lock."""
    return StudyFile(Path("s.yaml"), "", "p", "", (), planned)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Return where all lies."""
    return Folders(tmp_path / "store", tmp_path / "data", tmp_path / "reports")


@pytest.fixture
def store(folders: Folders) -> Store:
    """Return a store with one run that the study plans, and one that it does not."""
    made = Store(folders.store, print)
    planned = planning.plan(study(), lambda choice: data_digest(choice, folders))[0]
    made.put(replace(run(1, 0), key=planned.key, settings=planned.settings, probes=dict(planned.probes)))
    made.put(run(2, 0))
    return made


def test_what_is_planned_stays(folders: Folders, store: Store) -> None:
    """Only the run of no study is garbage."""
    assert [path.name[:1] for path, *_ in find_garbage([file_of(study())], folders, store)] == ["2"]


def test_without_its_data_a_run_is_known_by_its_settings(
    folders: Folders, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can tell which data a study reads, no run of such settings goes."""
    planned = study()
    recipe = planned.experiments["e"].recipe
    recipe = recipe.model_copy(update={"dataset": Choice("cifar10", {})})
    experiment = planned.experiments["e"].model_copy(update={"recipe": recipe})
    planned = planned.model_copy(update={"experiments": {"e": experiment}})
    run_of = planning.plan(planned, lambda _: "f" * 64)[0]
    store.put(run(3, 0, settings={**run_of.settings, "data": "f" * 64}))
    monkeypatch.chdir(folders.data.parent)
    assert {path.name[:1] for path, *_ in find_garbage([file_of(study()), file_of(planned)], folders, store)} == {"2"}


def test_checkpoints_of_others_go_unless_in_use(folders: Folders, store: Store) -> None:
    """One written a moment ago may be somebody's."""
    saved = store.checkpoint("c" * 64, {})
    saved.parent.mkdir()
    saved.write_bytes(b"")
    assert saved not in {path for path, *_ in find_garbage([file_of(study())], folders, store)}
    os.utime(saved, (0, 0))
    assert saved in {path for path, *_ in find_garbage([file_of(study())], folders, store)}


def test_checkpoints_of_finished_runs_and_damaged_files_go(folders: Folders, store: Store) -> None:
    """Nobody reads them."""
    known = run(2, 0)
    saved = store.checkpoint(known.key, known.probes)
    saved.parent.mkdir()
    saved.write_bytes(b"")
    damaged = damaged_path(store.root, "x.json")
    damaged.parent.mkdir()
    damaged.write_bytes(b"")
    found = {path for path, *_ in find_garbage([file_of(study())], folders, store)}
    assert found == {saved, damaged, run_path(store.root, known.key, saved.stem[-8:])}


def test_runs_of_a_locked_study_stay(folders: Folders, store: Store) -> None:
    """They have the seeds that its salt draws, and those of no lock are nobody's."""
    entry = Locked("2026-01-01T12:00:00+00:00", "0" * 64, "5a" * 16, "", {})
    locked = replace(file_of(study()), registration=Registration((entry,), (), {}))
    salted = planning.plan(study(), lambda choice: data_digest(choice, folders), "5a" * 16)[0]
    store.put(replace(run(1, 0), key=salted.key, settings=salted.settings, probes=dict(salted.probes)))
    assert salted.key not in {path.name[:64] for path, *_ in find_garbage([locked], folders, store)}
    assert len(find_garbage([locked], folders, store)) == 2
