"""The page: facts on it, nothing hostile in it, every link alive."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest

from bnreport import figures
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.html import templates
from bnreport.report.render import render
from bnreport.results import Results
from bnreport.runs.bundle import read_bundle, write_bundle
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} \u202egnitset\u202c </title></style> " + "x" * 10_000


def test_page_holds_every_claim_verdict_and_number(folder: Path, known: Known) -> None:
    """A reader finds each claim and its verdict, and the paper's agreement."""
    page = (folder / "report.html").read_text()
    file, _, verdicts = known
    assert page.count('<article class="card') == len(verdicts)
    for hypothesis in file.study.hypotheses.values():
        assert page.count(hypothesis.claim) >= 2
    assert "6 claims: 2 supported, 1 refuted, 1 inconclusive, 1 exploratory and 1 not run." in page
    assert "replicates 3 and cannot tell for 1" in page


def test_every_inner_link_has_its_target_and_no_id_stands_twice(folder: Path) -> None:
    """From verdict to card to run and back, no link is dead."""
    page = (folder / "report.html").read_text()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(ids)
    assert sum(link.startswith("run-") for link in links) == 5 * 10


def test_page_loads_nothing(folder: Path) -> None:
    """One script, our own and inside; no inline style, and every source is inside the file."""
    page = (folder / "report.html").read_text()
    assert re.findall("<script[^>]*>", page) == ["<script>"]
    assert not re.search(r'\sstyle="', page)
    assert {source[:5] for source in re.findall(r'\ssrc="([^"]+)"', page)} == {"data:"}
    assert "default-src &#39;none&#39;" in page
    assert "somewhere" not in page


def test_headings_are_ordered(folder: Path) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", (folder / "report.html").read_text())]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_hostile_text_is_shown_as_text(make_study: Callable[..., Study], known: Known, tmp_path: Path) -> None:
    """Markup, template syntax, direction overrides, and huge titles do nothing."""
    study = make_study(title=HOSTILE)
    source = study.source.model_copy(update={"paper": HOSTILE}) if study.source else None
    hypotheses = {
        name: hypothesis.model_copy(update={"claim": HOSTILE, "why_this_margin": HOSTILE})
        for name, hypothesis in study.hypotheses.items()
    }
    study = study.model_copy(update={"source": source, "hypotheses": hypotheses})
    page = render(replace(known[0], study=study), known[1], known[2], tmp_path, pdf=False).html.read_text()
    assert page.count("<script") == 1  # our own
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    assert len(re.findall(r"<bdi>[^<]*\u202e", page)) == len(re.findall("\u202e", page)) - 1  # the title element


def test_bundle_alone_gives_the_same_page(folder: Path, known: Known, tmp_path: Path) -> None:
    """Without the store, from the bundle, the page is the same byte for byte; so is the bundle."""
    first = write_bundle(known[0], known[1], tmp_path / "a")
    bundle = read_bundle(tmp_path / "a")
    page = render(
        bundle.file, bundle.results, judge(bundle.file.study, bundle.results, scale="paper"), tmp_path, pdf=False
    ).html
    assert page.read_bytes() == (folder / "report.html").read_bytes()
    assert write_bundle(bundle.file, bundle.results, tmp_path / "b").read_bytes() == first.read_bytes()


def test_study_without_any_run_still_renders(known: Known, tmp_path: Path) -> None:
    """Everything is `not run`, with its reason, and nothing is invented."""
    empty = Results()
    page = render(known[0], empty, judge(known[0].study, empty, scale="paper"), tmp_path, pdf=True).html.read_text()
    assert "6 claims: 6 not run." in page
    assert "No run has finished." in page


def test_one_seed_still_renders(known: Known, tmp_path: Path) -> None:
    """One seed has no interval: the numbers are there, the verdict is not."""
    one = Results({arm: {0: runs[0]} for arm, runs in known[1].runs.items()})
    page = render(known[0], one, judge(known[0].study, one, scale="paper"), tmp_path, pdf=False).html.read_text()
    assert "Seed by seed" in page
    assert "Supported</span>" not in page


def test_templates_are_found() -> None:
    """In a checkout they lie at the top."""
    assert (templates() / "report.html.j2").is_file()


def test_one_process_draws_what_many_draw(folder: Path, known: Known, tmp_path: Path) -> None:
    """Where processes cannot be forked the page is the same, byte for byte: other threads make it so."""
    gate = Event()
    other = Thread(target=gate.wait)
    other.start()
    try:
        alone = render(*known, tmp_path, pdf=False).html
    finally:
        gate.set()
        other.join()
    assert alone.read_bytes() == (folder / "report.html").read_bytes()


def _broken(kind: str, _table: object) -> None:
    raise AttributeError(kind)


def test_a_figure_that_cannot_be_drawn_is_an_error(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong in a process of its own is raised here, and nothing is written."""
    monkeypatch.setattr("bnreport.report.drawing.picture", _broken)
    with pytest.raises(AttributeError, match="forest") as raised:
        render(*known, tmp_path, pdf=False)
    assert "The figure was known_truth-forest, of kind forest." in raised.value.__notes__
    assert not list(tmp_path.iterdir())
    gate = Event()
    other = Thread(target=gate.wait)
    other.start()
    try:
        with pytest.raises(AttributeError) as raised:
            render(*known, tmp_path, pdf=False)
    finally:
        gate.set()
        other.join()
    assert len(raised.value.__notes__) == 1


def _killed(kind: str, table: figures.Table) -> figures.Picture:
    if kind == "forest" and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return figures.picture(kind, table)


def test_a_killed_process_costs_no_figure(
    folder: Path, known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the kernel does for want of memory: this process draws what is left, and the page is the same."""
    monkeypatch.setattr("bnreport.report.drawing.picture", _killed)
    page = render(*known, tmp_path, pdf=False).html
    assert page.read_bytes() == (folder / "report.html").read_bytes()


INTERRUPTED = """
import signal
import sys
import time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
sys.path.insert(0, sys.argv[2])
from conftest import example
from bnreport.report import drawing
from bnreport.report.render import render

def slow(kind, table):
    print("drawing", flush=True)
    time.sleep(1)

drawing.picture = slow
try:
    render(*example(), Path(sys.argv[1]), pdf=False)
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
