"""The command line, called in this process or in one of its own, and a small study for it."""

import fcntl
import os
import pty
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bnreport.cli.main import app


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables under which `check` remembers the networks that it built, for all tests alike."""
    return {"BNREPORT_STORE": str(tmp_path_factory.mktemp("checked"))}


@pytest.fixture
def call(checked: dict[str, str]) -> Callable[..., Result]:
    """`call("check", path)`: exit code, stdout and stderr."""

    def invoke(*arguments: object) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, words, env=checked if words[:1] == ["check"] else {})

    return invoke


TOY = """\
study: toy
title: A toy
seeds: {looks: [5], alpha: [0.05]}
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 4}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 10
    arms:
      a: {norm: none}
      b: {norm: {group: {groups: 2}}}
    probes: {accuracy: {every: 5}}
hypotheses:
  harmless:
    claim: b does no harm.
    noninferiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.02}
    why_this_margin: Ours.
  better:
    claim: b is better.
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0}
    why_this_margin: Ours.
profiles:
  full: {scale: reduced}
  smoke: {scale: toy, set: {seeds.looks: [2]}}
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A study of two hypotheses whose SDs are not declared."""
    path = tmp_path / "x.yaml"
    path.write_text(TOY)
    return path


def declare(toy: Path, sd: float) -> None:
    """Declare the SD of the first hypothesis."""
    toy.write_text(TOY.replace("    noninf", f"    expected_sd: {sd}\n    noninf"))


def run(*words: str, redirected: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bnreport` in a shell, its output led elsewhere."""
    line = f"{shlex.join([sys.executable, '-m', 'bnreport', *words])} {redirected}"
    return subprocess.run(  # noqa: S602  (our own line)
        line, shell=True, check=False, capture_output=True, text=True, env={**os.environ, **variables}
    )


def in_terminal(width: int, *words: str, **variables: str) -> str:
    """Run `python -m bnreport` in a terminal of so many columns, and return all that it writes there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(  # noqa: S603  (our own line)
        [sys.executable, "-m", "bnreport", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**plain, "TERM": "xterm-256color", **variables},
    ):
        os.close(theirs)
        written = b"".join(_read(ours))
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> Iterator[bytes]:
    """Yield what arrives until nobody can write any more, which Linux calls an error."""
    with suppress(OSError):
        while held := os.read(terminal, 1 << 16):
            yield held
