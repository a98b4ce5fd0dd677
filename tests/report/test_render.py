"""From study, results and verdicts to files: the same bytes every time, and no page beside another's PDF."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from bnreport.errors import MachineError
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.render import render
from bnreport.results import Results
from bnreport.runs.bundle import read_bundle
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
Write = Callable[..., Path]


def test_bundle_alone_gives_the_same_page(folder: Path, known: Known, tmp_path: Path, write_bundle: Write) -> None:
    """Without the store, from the bundle, the page is the same byte for byte; so is the bundle."""
    first = write_bundle(known[0], known[1], tmp_path / "a")
    bundle = read_bundle(first)
    verdicts = judge(bundle.file.study, bundle.results, scale="paper")
    page = render(Facts(*bundle, verdicts), tmp_path).html
    assert page.read_bytes() == (folder / "report.html").read_bytes()
    assert write_bundle(bundle.file, bundle.results, tmp_path / "b").read_bytes() == first.read_bytes()


def test_study_without_any_run_still_renders(known: Known, tmp_path: Path) -> None:
    """Everything is `not run`, with its reason, and nothing is invented."""
    empty = Results()
    facts = Facts(known[0], empty, judge(known[0].study, empty, scale="paper"))
    page = render(facts, tmp_path, pdfs=["paper"]).html.read_text()
    assert page.count("Not run yet.") == 2
    assert "No run has finished." in page


def test_one_seed_still_renders(known: Known, tmp_path: Path) -> None:
    """One seed has no interval: the numbers are there, the verdict is not."""
    one = Results({arm: {0: runs[0]} for arm, runs in known[1].runs.items()})
    facts = Facts(known[0], one, judge(known[0].study, one, scale="paper"))
    page = render(facts, tmp_path).html.read_text()
    assert "Seed by seed" in page
    assert "Supported</span>" not in page


def test_same_bytes_from_two_processes(folder: Path, tmp_path: Path) -> None:
    """Neither hash seeds, nor the clock, nor the folder leave a trace."""
    here = Path(__file__).parent
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "from conftest import example; from bnreport.report.facts import Facts; "
        "from bnreport.report.render import render; "
        "render(Facts(*example()), Path(sys.argv[2]), pdfs=('paper', 'summary'))"
    )
    for name in ("report.html", "report.pdf", "summary.pdf"):
        assert (folder / name).exists()
    environment = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", code, str(here), str(tmp_path)],
        check=True, cwd=Path(__file__).parents[2], env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    for name in ("report.html", "report.pdf", "summary.pdf"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        (OSError("cannot load library 'libpango-1.0-0'"), "libpango-1.0-0"),
        (ModuleNotFoundError("No module named 'weasyprint'"), "WeasyPrint is not installed"),
    ],
)
def test_without_what_sets_it_the_page_is_still_written(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: Exception, says: str
) -> None:
    """One line names the packages; the HTML is there."""

    class Missing:
        def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
            if name == "weasyprint":
                raise missing

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    rendered = render(Facts(*known), tmp_path, pdfs=["paper"])
    assert rendered.html.exists()
    assert rendered.pdfs == ()
    [note] = rendered.notes
    assert says in note
    assert "install" in note
    assert "\n" not in note


def test_a_pdf_of_another_page_does_not_stay(known: Known, folder: Path, tmp_path: Path) -> None:
    """Rendered anew without --pdf, the same page keeps its PDF, byte for byte; another page loses it, and says so."""
    target = tmp_path / "report.pdf"
    target.write_bytes((folder / "report.pdf").read_bytes())
    assert render(Facts(*known), tmp_path).notes == ()
    assert target.read_bytes() == (folder / "report.pdf").read_bytes()
    study = known[0].study.model_copy(update={"title": "Another"})
    rendered = render(Facts(replace(known[0], study=study), known[1], known[2]), tmp_path)
    assert rendered.pdfs == ()
    [note] = rendered.notes
    assert note == "report.pdf was of another page, or damaged, and was removed. Render with --pdf for a new one."
    assert not target.exists()


@pytest.mark.parametrize("damage", ["middle", "end", "seal"])
def test_a_damaged_pdf_is_set_again(
    damage: str, known: Known, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its identifier alone, at the front, does not make it whole."""
    whole = (folder / "report.pdf").read_bytes()
    damaged = {
        "middle": whole[:-9000] + bytes(5000) + whole[-4000:],
        "end": whole[:-4000],
        "seal": whole.replace(b"%sha256 ", b"%sha255 "),
    }[damage]
    target = tmp_path / "report.pdf"
    target.write_bytes(damaged)
    monkeypatch.setattr(import_module("bnreport.report.render"), "to_pdf", lambda *_: whole)  # what it would be again
    assert render(Facts(*known), tmp_path, pdfs=["paper"]).notes == ()
    assert target.read_bytes() == whole


def test_where_no_pdf_can_be_made_the_old_one_goes_too(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says both."""

    def lacks(*_: object) -> bytes:
        raise MachineError("No Pango.")

    monkeypatch.setattr(import_module("bnreport.report.render"), "to_pdf", lacks)
    (tmp_path / "report.pdf").write_bytes(b"%PDF of another page")
    rendered = render(Facts(*known), tmp_path, pdfs=["paper"])
    assert rendered.notes == ("No Pango. report.pdf was of another page, or damaged, and was removed.",)
    assert not (tmp_path / "report.pdf").exists()
