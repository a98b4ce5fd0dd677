"""Runs taken over from elsewhere."""

import tarfile
from pathlib import Path

import pytest

from bnreport.errors import StoreError
from bnreport.results import Results
from bnreport.runs.bundle import packed
from bnreport.runs.store import Store
from bnreport.runs.transfer import Imported, import_runs
from bnreport.study.load import StudyFile
from tests.runs.conftest import run, tuned


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "here", print)


@pytest.fixture
def other(tmp_path: Path) -> Store:
    """Return another store: two runs and a checkpoint."""
    made = Store(tmp_path / "there", print)
    for number in (1, 2):
        made.put(run(number, 0))
    saved = made.checkpoint("c" * 64, {})
    saved.parent.mkdir()
    saved.write_bytes(b"half a run")
    return made


def tarred(folder: Path, below: str = ".") -> Path:
    """Return an archive of a folder."""
    path = folder.with_suffix(".tar.gz")
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, below)
    return path


@pytest.mark.parametrize("form", ["folder", "tar", "tar_in_a_folder"])
def test_runs_and_checkpoints_come_over_once(form: str, store: Store, other: Store) -> None:
    """From a folder or an archive; a second time nothing is new."""
    source = {"folder": other.root, "tar": tarred(other.root), "tar_in_a_folder": tarred(other.root, "a/store")}[form]
    assert import_runs(source, store) == Imported(2, 0, 1, ())
    assert import_runs(source, store) == Imported(0, 2, 0, ())
    assert sorted(held.key[0] for _, held in store.entries()) == ["1", "2"]
    assert store.checkpoint("c" * 64, {}).read_bytes() == b"half a run"


def test_what_is_here_stays(store: Store, other: Store) -> None:
    """A run that the store has is not replaced by another's."""
    store.put(run(1, 0, seconds=99.0))
    assert import_runs(other.root, store) == Imported(1, 1, 1, ())
    assert sorted(held.seconds for _, held in store.entries()) == [31.5, 99.0]


def test_a_published_bundle_is_a_source(store: Store, tmp_path: Path, published: tuple[StudyFile, Results]) -> None:
    """All of its runs come over."""
    bundle = tmp_path / "results.json.gz"
    bundle.write_bytes(packed(*published))
    assert import_runs(bundle, store) == Imported(4, 0, 0, ())


def test_damaged_runs_are_refused_and_named(store: Store, other: Store) -> None:
    """The others come over all the same."""
    first, _ = [path for path, _ in other.entries()]
    first.write_bytes(first.read_bytes().replace(b"finished", b"finishex"))
    done = import_runs(other.root, store)
    assert (done.new, done.known) == (1, 0)
    assert done.refused == (f"{other.root}: {first.relative_to(other.root)}: fails its checksum.",)


def test_an_archive_that_is_cut_off_gives_what_it_has(store: Store, other: Store) -> None:
    """As the machine that wrote it was taken away."""
    path = other.root.with_suffix(".tar")
    with tarfile.open(path, "w") as archive:
        for entry, _ in other.entries():
            archive.add(entry, entry.relative_to(other.root))
    path.write_bytes(path.read_bytes()[:4000])
    done = import_runs(path, store)
    assert (done.new, done.known, len(done.refused)) == (1, 0, 1)


def test_members_cannot_leave_the_store(store: Store, tmp_path: Path) -> None:
    """A name that leads elsewhere is no run's."""
    path, evil = tmp_path / "evil.tar", tmp_path / "x"
    evil.write_text("x")
    with tarfile.open(path, "w") as archive:
        archive.add(evil, "../unfinished/../../escaped.npz")
        archive.add(evil, f"unfinished/../{'a' * 64}-{'b' * 8}.npz")
    assert import_runs(path, store) == Imported(0, 0, 0, ())
    assert not store.root.exists()


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_what_is_no_store_is_refused(content: bytes | None, store: Store, tmp_path: Path) -> None:
    """In one line."""
    path = tmp_path / "x.tar"
    if content:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=r"^[^\n]*x\.tar: [^\n]*\.$"):
        import_runs(path, store)


def test_runs_that_tuned_arms_come_over_too(store: Store, tmp_path: Path, published: tuple[StudyFile, Results]) -> None:
    """A bundle holds them beside the others."""
    file, held = published
    bundle = tmp_path / "results.json.gz"
    bundle.write_bytes(packed(tuned(file), Results({}, {"e.bn/lr=0.1": {0: held.runs["e.bn"][0]}})))
    assert import_runs(bundle, store) == Imported(1, 0, 0, ())
