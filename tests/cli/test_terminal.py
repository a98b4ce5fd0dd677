"""Lines that people read, in terminals and in pipes."""

import io
import re
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bnreport.cli import _terminal
from tests.cli.conftest import in_terminal, run
from tests.toy import TEXT

SENTENCE = (
    "    options: a probe that reads a network's train-accuracy now and then, from the first step to the last one"
)


@pytest.mark.parametrize("width", [30, 60, 100])
def test_a_line_is_broken_at_blanks(width: int) -> None:
    """None longer than the width, no word in two, what goes on two columns further in than the beginning."""
    lines = _terminal.broken(SENTENCE, width).split("\n")
    assert max(map(len, lines)) <= width
    assert " ".join(lines).split() == SENTENCE.split()
    assert {len(line) - len(line.lstrip()) for line in lines[1:]} == {6}
    assert lines[0].startswith("    options")


def test_a_path_longer_than_the_line_stays_whole() -> None:
    """It can be copied; the rest is broken as ever."""
    path = "/" + "folder/" * 12
    assert _terminal.broken(f"the report is {path} now", 20) == f"the report is\n  {path}\n  now"


def test_in_a_pipe_lines_are_as_long_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """So that what is looked for in them is found; there is no colour, and no blank at the end of a line."""
    _terminal.say(SENTENCE * 9, sys.stdout)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row("a", Text("word " * 99, "bold red"))
    table.add_row("b", "")
    _terminal.show(table, Text("[bold]1[/bold]", "red"))
    long = ("word " * 99).rstrip()
    assert capsys.readouterr().out == f"{SENTENCE * 9}\na  {long}\nb\n[bold]1[/bold]\n"


def test_blanks_at_the_ends_of_lines_are_left_out() -> None:
    """Those with which a table fills its columns."""
    table = Table.grid()
    table.add_row("a\nlonger")
    assert _terminal.rendered(Console(file=io.StringIO(), width=20), table) == "a\nlonger\n"


def test_a_terminal_gets_what_fits(tmp_path: Path) -> None:
    """Of several commands, on both streams, at two widths; in colours but for NO_COLOR; a pipe has no codes."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT)
    folders = ("--store", str(tmp_path / "s"), "--reports", str(tmp_path / "r"), "--data", str(tmp_path / "d"))
    for words in (("judge", str(spec), *folders), ("plan", str(spec), *folders), ("list", "norms")):
        piped = run(*words)
        assert piped.returncode == 0, piped.stderr
        assert "\x1b" not in piped.stdout + piped.stderr
        for width in (60, 100):
            shown = in_terminal(width, *words)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
            assert [line for line in plain.splitlines() if len(line.rstrip()) > width] == []
            assert sorted(plain.split()) == sorted((piped.stdout + piped.stderr).split())
            if words[0] == "judge":
                assert "\x1b[1;38;" in shown
                assert "38;" not in in_terminal(width, *words, NO_COLOR="1")


def test_a_mistake_is_broken_at_blanks_too(tmp_path: Path) -> None:
    """Its path stays whole."""
    spec = tmp_path / "a_name_that_is_longer_than_a_line_of_a_terminal_of_sixty_columns.yaml"
    spec.write_text(TEXT.replace("norm: batch", "norm: bacth"))
    lines = in_terminal(60, "check", str(spec), "--store", str(tmp_path / "s")).splitlines()
    assert str(spec) in lines[0]
    assert max(len(line) for line in lines[1:]) <= 60
    assert "Did you mean 'batch'?" in " ".join(" ".join(lines).split())
