"""Disks that are full or must not be written, and output that leads nowhere: one line, and all that was there stays."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.place import Place

FULL = (
    "mkdir {there}.disk && mount -t tmpfs -o size={size} none {there}.disk && cp -a {there}/. {there}.disk"
    " && mount --bind {there}.disk {there}"
)
READ_ONLY = "mount --bind {there} {there} && mount -o remount,bind,ro {there}"


def mounted(first: str, line: list[str], last: str = ":") -> "subprocess.CompletedProcess[str]":
    """Run a command that alone sees a disk, gone with it; skip where this machine allows none."""
    space = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*space, "true"], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("no disk of our own can be mounted here")
    command = [*space, "sh", "-c", f'{first} && "$@"; ended=$?; {last}; exit $ended', "sh", *line]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def copy(tmp_path: Path, done: Place) -> Place:
    """Return a finished study of which one run is not stored, nor decoded data missing."""
    shutil.copytree(done.root, tmp_path, dirs_exist_ok=True)
    place = Place(tmp_path)
    first = done.find_runs()[0].run
    next(place.folders.store.glob(f"runs/*/{first.key}-*.json")).unlink()
    shutil.rmtree(place.folders.reports)
    return place


def size(folder: Path) -> int:
    """Return how much of a disk a folder takes, in KiB: whole pages."""
    return sum(-(-path.lstat().st_size // 4096) * 4 for path in folder.rglob("*"))


def test_a_full_disk_of_the_store(copy: Place) -> None:
    """Full at the first checkpoint, it is one line; finished runs are not touched."""
    store = copy.folders.store
    before = copy.stored()
    first = FULL.format(there=store, size=f"{size(store) + 24}k")
    ended = mounted(first, copy.line("run"), f"cp -a {store} {store}.after && rm -r {store}.after/unfinished")
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.splitlines()[-1].endswith(
        "cannot be written: No space left on device. What was stored before is untouched."
    )
    assert "Traceback" not in ended.stderr
    shutil.rmtree(store)
    store.with_name("store.after").rename(store)
    assert copy.stored() == before


@pytest.mark.parametrize("full", [True, False])
def test_a_disk_without_room_for_reports(copy: Place, full: bool) -> None:  # noqa: FBT001  (which it is)
    """Full or read-only, it is one line; what lay there stays."""
    reports = copy.folders.reports
    (reports / "toy").mkdir(parents=True)
    first = (FULL if full else READ_ONLY).format(there=reports, size="16k")
    ended = mounted(first, copy.line("render", "--quiet"))
    assert ended.returncode == 1, ended.stderr
    [line] = ended.stderr.splitlines()
    assert line.endswith("What was stored before is untouched.")
    assert f"cannot be written: {'No space left on device' if full else 'Read-only file system'}." in line


def test_a_store_that_must_not_be_written(copy: Place) -> None:
    """What lies there is judged; to train is one line."""
    first = READ_ONLY.format(there=copy.folders.store)
    assert mounted(first, copy.line("judge", "--quiet")).returncode == 0
    ended = mounted(first, copy.line("run", "--quiet"))
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line == f"{copy.folders.store / 'unfinished'}: cannot be written: Read-only file system."


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("command", ["judge --json", "plan"])
def test_output_that_leads_nowhere(done: Place, command: str) -> None:
    """Full or closed: one line, exit 1."""
    line = subprocess.list2cmdline(done.line(*command.split(), "--quiet"))
    for where, said in (("> /dev/full", "cannot be written: No space left on device."), (">&-", "is closed.")):
        ended = subprocess.run(f"{line} {where}", shell=True, capture_output=True, text=True, check=False)  # noqa: S602
        assert ended.returncode == 1
        [only] = ended.stderr.splitlines()
        assert only.startswith(f"standard output: {said}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(copy: Place) -> None:
    """One line names it."""
    copy.folders.store.chmod(0o500)
    try:
        ended = copy.call("run", "--quiet")
    finally:
        copy.folders.store.chmod(0o700)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Permission denied" in ended.stderr
