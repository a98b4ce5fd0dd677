"""Claims: one process a run, for as long as that process lives."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bnreport.errors import StoreError
from bnreport.runs import claims as module
from bnreport.runs.claims import Claims

HOLD = """
import sys
from pathlib import Path
from bnreport.runs.claims import Claims
with Claims(Path(sys.argv[1])) as claims:
    print([claims.take(Path(path)) for path in sys.argv[2:]], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a claim lies."""
    return tmp_path / "unfinished" / "run.claim"


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Claims]:
    """Return this process's claims."""
    with Claims(tmp_path) as claims:
        yield claims


@pytest.fixture
def other(tmp_path: Path, path: Path) -> "Iterator[subprocess.Popen[str]]":
    """Start a process that holds the claim until it is told to let go."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLD, tmp_path, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "[True]\n"
    yield process
    process.kill()
    process.communicate()


def test_a_claim_is_one_process(ours: Claims, path: Path, other: "subprocess.Popen[str]") -> None:
    """Held, it is refused to others; given back, it is free, and nothing is left of it."""
    assert not ours.take(path)
    other.communicate()
    assert not path.exists()
    assert ours.take(path)
    assert not ours.take(path)
    ours.release(path)
    assert not path.exists()
    assert ours.take(path)


def test_a_dead_owner_holds_nothing(ours: Claims, path: Path, other: "subprocess.Popen[str]") -> None:
    """Killed, it could give nothing back; its claim lies there and is taken over at once."""
    other.kill()
    other.wait()
    assert path.exists()
    assert ours.take(path)


@pytest.mark.parametrize("owner", ["elsewhere\n1", f"{module.node()}\n{os.getppid()}"])
def test_a_claim_that_nobody_touches_is_taken_over(
    ours: Claims, path: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another machine, or of a process with an old one's number, only touches tell, by our own clock."""
    path.parent.mkdir()
    path.write_text(owner, encoding="utf-8")
    os.utime(path, (0, 0))  # another machine's clock says nothing
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert not ours.take(path)
    now += module.STALE + 1
    os.utime(path, (1, 1))
    assert not ours.take(path)
    now += module.STALE - 1
    assert not ours.take(path)
    now += 2
    assert ours.take(path)


def test_what_was_taken_over_is_not_given_back(ours: Claims, path: Path) -> None:
    """Asleep too long, we have lost it: the new owner's claim stays."""
    ours.take(path)
    path.write_text("elsewhere\n1", encoding="utf-8")
    ours.release(path)
    assert path.read_text(encoding="utf-8") == "elsewhere\n1"


def test_what_is_held_is_touched(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Again and again, as long as it is held."""
    monkeypatch.setattr(module, "BEAT", 0.001)
    with Claims(tmp_path) as claims:
        claims.take(path)
        for _ in range(3):
            os.utime(path, (0, 0))
            while not path.stat().st_mtime:
                time.sleep(0.001)
    assert not path.exists()


def test_a_damaged_claim_and_an_old_one_of_our_number_are_free(ours: Claims, path: Path) -> None:
    """Neither is a living process's."""
    path.parent.mkdir()
    for content in (b"\xff\xfe", f"{module.node()}\nx".encode(), f"{module.node()}\n{os.getpid()}".encode()):
        path.write_bytes(content)
        assert ours.take(path)
        ours.release(path)


def test_a_store_that_cannot_be_written_is_one_line(ours: Claims, tmp_path: Path) -> None:
    """A file where the folder would be."""
    (tmp_path / "unfinished").write_text("")
    with pytest.raises(StoreError, match=r"unfinished: cannot be written: "):
        ours.take(tmp_path / "unfinished" / "x.claim")
