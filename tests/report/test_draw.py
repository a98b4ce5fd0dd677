"""Figures are drawn by many processes or by one, to the same bytes, or not at all."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from bnreport import figures
from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.render import render
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_one_process_draws_what_many_draw(folder: Path, known: Known, tmp_path: Path) -> None:
    """Where processes cannot be forked the page is the same, byte for byte: other threads make it so."""
    gate = Event()
    other = Thread(target=gate.wait)
    other.start()
    try:
        alone = render(Facts(*known), tmp_path).html
    finally:
        gate.set()
        other.join()
    assert alone.read_bytes() == (folder / "report.html").read_bytes()


def _broken(kind: str, _table: object, _places: object) -> None:
    raise AttributeError(kind)


def test_a_figure_that_cannot_be_drawn_is_an_error(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong in a process of its own is raised here, and nothing is written."""
    monkeypatch.setattr("bnreport.report.draw.pictures", _broken)
    with pytest.raises(AttributeError, match="curves") as raised:
        render(Facts(*known), tmp_path)
    assert "The figure was vgg-test_accuracy-of-noise, of kind curves." in raised.value.__notes__
    assert not list(tmp_path.iterdir())
    gate = Event()
    other = Thread(target=gate.wait)
    other.start()
    try:
        with pytest.raises(AttributeError) as raised:
            render(Facts(*known), tmp_path)
    finally:
        gate.set()
        other.join()
    assert len(raised.value.__notes__) == 1


def _killed(kind: str, table: figures.FigureTable, places: dict[str, figures.Place]) -> tuple[figures.Picture, ...]:
    if kind == "forest" and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return figures.pictures(kind, table, places)


def test_a_killed_process_costs_no_figure(
    folder: Path, known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the kernel does for want of memory: this process draws what is left, and the page is the same."""
    monkeypatch.setattr("bnreport.report.draw.pictures", _killed)
    page = render(Facts(*known), tmp_path).html
    assert page.read_bytes() == (folder / "report.html").read_bytes()


INTERRUPTED = """
import signal
import sys
import time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
sys.path.insert(0, sys.argv[2])
from conftest import example
from bnreport.report import draw
from bnreport.report.facts import Facts
from bnreport.report.render import render

def slow(kind, table, places):
    print("drawing", flush=True)
    time.sleep(1)

draw.pictures = slow
try:
    render(Facts(*example()), Path(sys.argv[1]))
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_is_no_traceback(tmp_path: Path) -> None:
    """A terminal sends it to every process: those that draw are deaf, and what has not begun is not drawn."""
    words = [sys.executable, "-c", INTERRUPTED, str(tmp_path), str(Path(__file__).parent)]
    process = subprocess.Popen(  # noqa: S603
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)  # enough to put together the words, and so to have asked for every figure
    os.killpg(process.pid, signal.SIGINT)
    drawn, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")
    assert drawn.count("drawing") < 2 * (os.cpu_count() or 1) + 3
    assert not list(tmp_path.iterdir())
