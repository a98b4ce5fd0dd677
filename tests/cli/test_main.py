"""How commands end, and what they import."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import Result

from bnreport import __version__
from bnreport.cli.main import COMMANDS, Ended, guarded
from bnreport.errors import BnreportError, ContradictionError
from tests.cli.conftest import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (BnreportError("mend me"), 1, "mend me\n"),
        (KeyboardInterrupt(), 130, "Interrupted. What is finished is kept; the same command goes on from there.\n"),
        (Ended(signal.SIGTERM), 143, "Interrupted. What is finished is kept; the same command goes on from there.\n"),
        (Ended(signal.SIGHUP), 129, "Interrupted. What is finished is kept; the same command goes on from there.\n"),
        (typer.Exit(3), 3, ""),
    ],
)
def test_a_command_ends_as_its_users_expect(
    capsys: pytest.CaptureFixture[str], raised: BaseException, code: int, said: str
) -> None:
    """The exit code and a line, no traceback."""

    def command() -> None:
        raise raised

    with pytest.raises((SystemExit, typer.Exit)) as caught:
        guarded(command)()
    assert getattr(caught.value, "exit_code", getattr(caught.value, "code", None)) == code
    assert capsys.readouterr().err == said


def test_our_bug_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 70, with the traceback and whom to tell."""

    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(SystemExit, match="70"):
        guarded(command)()
    assert "ZeroDivisionError\nThis is a bug in bnreport, not in your study." in capsys.readouterr().err


def test_a_report_that_contradicts_itself_is_our_bug(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 70, with a line for each contradiction and no traceback."""

    def command() -> None:
        raise ContradictionError(["one: “a” (in #x).", "two: “b” (in #y), but “c” (in #z)."])

    with pytest.raises(SystemExit, match="70"):
        guarded(command)()
    assert capsys.readouterr().err == (
        "one: “a” (in #x).\ntwo: “b” (in #y), but “c” (in #z).\n"
        "The report contradicts itself, so nothing of it was written. This is a bug in bnreport, not in your study. "
        "Please report it with the lines above.\n"
    )


def test_usage_mistakes_exit_2(call: Callable[..., Result]) -> None:
    """An unknown command and a missing argument."""
    assert call("chek").exit_code == 2
    assert call("check").exit_code == 2


def test_a_misspelt_command_is_guessed(call: Callable[..., Result]) -> None:
    """`chek` means `check`."""
    assert "unknown command 'chek'. Did you mean 'check'?" in call("chek").stderr


def test_the_readme_lists_every_command() -> None:
    """One row each, and none of a command that is gone."""
    rows = re.findall(r"^\| `bnreport (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


def test_the_package_can_be_run() -> None:
    """`python -m bnreport` is `bnreport`, in its help too."""
    assert run("--version").stdout == f"bnreport {__version__}\n"
    assert "Usage: bnreport [OPTIONS]" in run("--help").stdout


@pytest.mark.parametrize(("typed", "offered"), [("bnreport ch", "check"), ("bnreport list no", "norms")])
def test_the_shell_completes(typed: str, offered: str) -> None:
    """Commands, and kinds of plug-ins."""
    asked = {"_BNREPORT_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    assert run(**asked).stdout.split() == [offered]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(call: Callable[..., Result], command: str) -> None:
    """A sentence that says what it does."""
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "." in result.stdout


def test_the_version_is_printed(call: Callable[..., Result]) -> None:
    """Nothing else is."""
    assert call("--version").stdout == f"bnreport {__version__}\n"


HEAVY = {"jinja2", "matplotlib", "numpy", "pydantic", "scipy", "scipy.stats", "sklearn", "torch", "weasyprint"}
"""Packages that take a tenth of a second or more to import, some of them seconds."""
STARTED = f"""
import atexit, sys
from bnreport.cli.main import main
atexit.register(lambda: sys.stderr.write(" ".join(sorted({HEAVY!r} & set(sys.modules)))))
main()
"""


@pytest.mark.parametrize(
    ("words", "imported"),
    [
        ("--help", ""),
        ("list norms", "pydantic"),
        ("schema", "numpy pydantic"),
        ("render --help", "pydantic"),
        ("check specs/santurkar_replication.yaml", "numpy pydantic"),
        ("status specs/santurkar_replication.yaml --allow stale", "jinja2 numpy pydantic"),
    ],
)
def test_a_command_imports_no_more_than_it_needs(checked: dict[str, str], words: str, imported: str) -> None:
    """Imports are what a light command waits for; networks are built by another process."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTED, *words.split()],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **checked},
    )
    assert (done.returncode, done.stderr.rpartition("\n")[2]) == (0, imported)
