"""The commits that hold the entries of a lock."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.results import Results
from bnreport.runs.anchors import anchored
from bnreport.runs.folders import Folders
from bnreport.study import StudyFile
from bnreport.study.registration import Locked, Registration

Write = Callable[..., Path]
FIRST, SECOND = "ab" * 32, "cd" * 32
DATES = ("2026-01-01T12:00:00+00:00", "2026-01-02T12:00:00+00:00")


def git(folder: Path, *words: str, date: str = DATES[0]) -> str:
    """Call Git as nobody in particular."""
    alone = {
        **{f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00+00:00", "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    done = subprocess.run(["git", *words], cwd=folder, env={**os.environ, **alone}, check=True, capture_output=True)  # noqa: S603, S607
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose lock has an entry, and in a second commit another that holds its digest."""
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q")
    for text, date in zip((FIRST, f"{FIRST} {FIRST} {SECOND}"), DATES, strict=True):
        (folder / "s.lock.json").write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "lock", date=date)
    return folder


@pytest.fixture
def locked(repository: Path, published: tuple[StudyFile, Results]) -> StudyFile:
    """A study whose lock has both entries."""
    entries = tuple(Locked(at, digest, "5a" * 16, "", {}) for at, digest in zip(DATES, (FIRST, SECOND), strict=True))
    return replace(published[0], path=repository / "s.yaml", registration=Registration(entries, (), {}))


def commits(file: StudyFile) -> list[str]:
    """Return what is known of each entry."""
    assert file.registration is not None
    return [entry.commit for entry in file.registration.entries]


def test_each_entry_has_the_first_commit_that_holds_it(repository: Path, locked: StudyFile, tmp_path: Path) -> None:
    """With the date at which it was committed; nothing is asked unless it is wanted."""
    folders = Folders(tmp_path / "s", tmp_path / "d", tmp_path / "reports")
    held = git(repository, "rev-list", "--reverse", "HEAD").split()
    dates = ("2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z")
    said = [each.replace("+00:00", "Z") for each in commits(anchored(locked, folders, ask=True))]
    assert said == [f"{commit} of {date}" for commit, date in zip(held, dates, strict=True)]
    assert commits(anchored(locked, folders, ask=False)) == ["", ""]


def test_what_was_recorded_is_kept_without_a_repository(
    locked: StudyFile, published: tuple[StudyFile, Results], tmp_path: Path, write_bundle: Write
) -> None:
    """The bundle says it, entry by entry, and when runs began; a shallow clone knows nothing more."""
    folders = Folders(tmp_path / "s", tmp_path / "d", tmp_path / "reports")
    assert locked.registration is not None
    first, second = locked.registration.entries
    began = Registration((replace(first, begun={"e.bn": DATES[0]}), second), (), {})
    file = anchored(locked, folders, ask=True)
    assert file.registration is not None
    file = replace(
        file,
        registration=replace(
            began,
            entries=tuple(
                replace(entry, commit=known.commit)
                for entry, known in zip(began.entries, file.registration.entries, strict=True)
            ),
        ),
    )
    write_bundle(file, published[1], folders.report(file))
    nowhere = replace(locked, path=tmp_path / "s.yaml")
    for ask in (True, False):
        assert anchored(nowhere, folders, ask=ask).registration == file.registration
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{locked.path.parent}", "shallow")
    shallow = replace(locked, path=tmp_path / "shallow" / "s.yaml")
    assert commits(anchored(shallow, Folders(tmp_path, tmp_path, tmp_path / "none"), ask=True)) == ["", ""]


def test_without_a_lock_there_is_nothing_to_hold(published: tuple[StudyFile, Results], tmp_path: Path) -> None:
    """The study is as it was."""
    assert anchored(published[0], Folders(tmp_path, tmp_path, tmp_path), ask=True) is published[0]
