"""Decoded once, whole or not at all."""

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bnreport.datasets.shared import cache
from bnreport.datasets.shared.arrays import Arrays, Source, content_digest
from bnreport.datasets.shared.cache import load
from bnreport.errors import DataError
from tests.datasets.shared.conftest import arrays

SCRIPT = """
import os, signal, sys
from pathlib import Path
from bnreport.datasets.shared.cache import load
if sys.argv[2] == "killed":
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
print(load("digits", {}, Path(), Path(sys.argv[1])).digest)
"""


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make every data set the made-up one; return the list of decodings."""
    calls: list[str] = []

    def decode() -> Arrays:
        calls.append("decoded")
        return arrays()

    monkeypatch.setattr(cache, "source", lambda *_: Source("fingerprint", local=True, decode=decode))
    return calls


def fetch(cache: Path) -> str:
    """Load the made-up data set and check it."""
    found = load("digits", {}, Path(), cache)
    for one, other in zip(found.arrays, arrays(), strict=True):
        assert np.array_equal(one, other)
    return found.digest


def test_decodes_once(decoded: list[str], tmp_path: Path) -> None:
    """The second load reads what the first has written."""
    assert fetch(tmp_path) == fetch(tmp_path) == content_digest(arrays())
    assert decoded == ["decoded"]


def truncate(home: Path) -> None:
    """Cut the last bytes off an array."""
    path = home / "train_inputs.npy"
    path.write_bytes(path.read_bytes()[:-7])


def swap(home: Path) -> None:
    """Put another array of the same size in bytes there."""
    path = home / "train_inputs.npy"
    np.save(path, np.load(path).reshape(20, 4, 4, 1))


def forget(home: Path) -> None:
    """Lose an array."""
    (home / "test_targets.npy").unlink()


def halve(home: Path) -> None:
    """Leave half of the description."""
    path = home / "meta.json"
    path.write_text(path.read_text()[:40])


def flip(home: Path) -> None:
    """Change a digit of the digest."""
    path = home / "meta.json"
    digest = content_digest(arrays())
    path.write_text(path.read_text().replace(digest, f"{'1' if digest[0] == '0' else '0'}{digest[1:]}"))


def gut(home: Path) -> None:
    """Leave a description that says nothing."""
    (home / "meta.json").write_text("[]")


@pytest.mark.parametrize("spoil", [truncate, swap, forget, halve, flip, gut])
def test_a_damaged_entry_is_decoded_again(spoil: Callable[[Path], None], decoded: list[str], tmp_path: Path) -> None:
    """Damage is noticed, repaired once, and leaves nothing behind."""
    fetch(tmp_path)
    spoil(next(tmp_path.iterdir()))
    fetch(tmp_path)
    fetch(tmp_path)
    assert len(decoded) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_who_trains_verifies_every_byte(decoded: list[str], tmp_path: Path) -> None:
    """A flipped bit of a pixel is decoded again, once, and leaves nothing behind."""
    fetch(tmp_path)
    path = next(tmp_path.iterdir()) / "train_inputs.npy"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    found = load("digits", {}, Path(), tmp_path, verify=True)
    assert np.array_equal(found.arrays.train_inputs, arrays().train_inputs)
    assert fetch(tmp_path) == found.digest
    assert len(decoded) == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_the_slower_of_two_processes_uses_the_faster_ones_entry(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An entry that appears while we decode is kept."""

    def decode() -> Arrays:
        monkeypatch.setattr(cache, "source", lambda *_: Source("f", local=True, decode=arrays))
        fetch(tmp_path)
        return arrays()

    monkeypatch.setattr(cache, "source", lambda *_: Source("f", local=True, decode=decode))
    fetch(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def start(cache: Path, how: str = "") -> "subprocess.Popen[str]":
    """Load the digits in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", SCRIPT, cache, how], stdout=subprocess.PIPE, text=True)  # noqa: S603


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Both get the same data and one entry stays."""
    both = [start(tmp_path), start(tmp_path)]
    digests = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert digests[0] == digests[1]
    assert [path.name[:7] for path in tmp_path.iterdir()] == ["digits-"]


def test_a_killed_process_leaves_no_entry(tmp_path: Path) -> None:
    """Its temporary folder is ignored and the data are decoded anew."""
    killed = start(tmp_path, "killed")
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert [path.name[:9] for path in tmp_path.iterdir()] == [".partial-"]
    assert len(load("digits", {}, Path(), tmp_path).arrays.train_inputs) == 1442


@pytest.mark.usefixtures("decoded")
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """A write that fails half-way ends in a DataError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        with pytest.raises(DataError) as caught:
            fetch(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "cannot write the decoded data" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("decoded")
def test_a_file_in_the_cache_folders_place_is_one_line(tmp_path: Path) -> None:
    """A cache that cannot be a folder ends in a DataError that names it."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(DataError, match="cache: File exists"):
        fetch(tmp_path / "cache")


def test_options_and_files_choose_the_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Other options, another fingerprint or another decoder decode anew."""
    for fingerprint, options, code in (("f", {}, "c"), ("g", {}, "c"), ("g", {"path": "x"}, "c"), ("g", {}, "d")):
        found = Source(fingerprint, local=True, decode=arrays)
        monkeypatch.setattr(cache, "source", lambda *_, found=found: found)
        monkeypatch.setattr(cache, "_code_digest", lambda code=code: code)
        load("digits", options, Path(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 4
    assert json.loads(next(tmp_path.glob("*/meta.json")).read_text().partition("\n")[2])["classes"] == ["a", "b"]
