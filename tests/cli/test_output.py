"""What cannot be written to standard output ends in one line."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import run


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
@pytest.mark.parametrize("words", ["--help", "--version", "list norms", "schema", "new {}/x.yaml"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_said_in_one_line(tmp_path: Path, words: str, unbuffered: str) -> None:
    """Exit 1, whether Python notices at once or at its end."""
    given = words.format(tmp_path).split()
    full = run(*given, redirected="> /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert (full.returncode, full.stderr) == (
        1,
        "standard output: cannot be written: No space left on device.\n",
    )
    closed = run(*given, redirected=">&-", PYTHONUNBUFFERED=unbuffered)
    assert (closed.returncode, closed.stderr.startswith("standard output: is closed.")) == (1, True)
    assert closed.stderr.count("\n") == 1


def test_a_reader_who_leaves_is_no_mistake() -> None:
    """`bnreport schema | true`, nor is a closed stderr."""
    assert run("schema", redirected="| true").stderr == ""
    assert run("--version", redirected="2>&-").returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_messages_that_nobody_can_read_stop_nothing(tmp_path: Path) -> None:
    """A full disk under `2> log`, or a terminal that is gone, is no reason to end: data are written, the exit is 0."""
    spec = tmp_path / "x.yaml"
    done = run("new", str(spec), redirected="2> /dev/full")
    assert done.returncode == 0
    assert spec.exists()
