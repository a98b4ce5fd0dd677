"""Files are whole or not there."""

import errno
import os
from pathlib import Path

import pytest

from bnreport.errors import StoreError
from bnreport.files import beside, html_beside, sealed, unsealed, write_whole


def test_writes_and_replaces(tmp_path: Path) -> None:
    """The last content stands, folders are made, nothing else is left."""
    path = tmp_path / "a" / "b"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["b"]


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_the_umask_decides_who_may_read(tmp_path: Path, mask: int, mode: int) -> None:
    """As for any file that a program makes."""
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "x", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == mode


def test_any_change_of_what_is_sealed_is_seen() -> None:
    """A byte more, less or other, in the checksum or after it."""
    whole = sealed(b"a\nb")
    assert unsealed(whole) == b"a\nb"
    changed = [whole[:at] + bytes([byte ^ 1]) + whole[at + 1 :] for at, byte in enumerate(whole)]
    assert {unsealed(each) for each in [*changed, whole + b"x", whole[:-1], b""]} == {None}


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_full_disk_keeps_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """A disk that fills up while writing is one line; the old file stays and no half of the new one."""
    path = tmp_path / "file"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if broken == "fsync" else Path, broken, full)
    with pytest.raises(StoreError, match=r"cannot be written: No space left on device\. What was stored"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_way_is_one_line(tmp_path: Path) -> None:
    """A folder that is a file is the user's to mend."""
    (tmp_path / "runs").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_whole(tmp_path / "runs" / "x", b"")


def test_interrupted_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle takes the temporary file away."""

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "x", b"content")
    assert not list(tmp_path.iterdir())


def test_a_pages_files_carry_its_name() -> None:
    """As the page of a named bundle does; a report's own carry none."""
    named, own = (html_beside(Path("a", name)) for name in ("x.json.gz", "results.json.gz"))
    assert (beside(named, "claims.csv"), beside(own, "claims.csv")) == (Path("a/x.claims.csv"), Path("a/claims.csv"))
