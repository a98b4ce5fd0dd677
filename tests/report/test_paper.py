"""The paper: tagged, complete, fetching nothing, and the same bytes every time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.render import render
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_same_bytes_from_two_processes(folder: Path, tmp_path: Path) -> None:
    """Neither hash seeds, nor the clock, nor the folder leave a trace."""
    here = Path(__file__).parent
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "from conftest import example; from bnreport.report.render import render; "
        "render(*example(), Path(sys.argv[2]), pdf=True)"
    )
    for name in ("report.html", "report.pdf"):
        assert (folder / name).exists()
    environment = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", code, str(here), str(tmp_path)],
        check=True, cwd=Path(__file__).parents[2], env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    for name in ("report.html", "report.pdf"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_without_pango_the_page_is_still_written(known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line names the packages; the HTML is there."""

    class NoPango:
        def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    rendered = render(*known, tmp_path, pdf=True)
    assert rendered.html.exists()
    assert rendered.pdf is None
    assert "libpango-1.0-0" in rendered.note
    assert "brew install" in rendered.note
    assert "\n" not in rendered.note


def test_pdf_is_tagged_and_named(folder: Path, known: Known) -> None:
    """PDF/UA marks: language, title, every figure with its words, bookmarks."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(folder / "report.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-AU"
        assert str(pdf.docinfo["/Title"]).startswith(known[0].study.title)
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261120100400")
        figures = [
            node for node in pdf.objects
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"
        ]  # fmt: skip
        assert len(figures) == 16
        assert all(len(str(figure.Alt)) > 40 for figure in figures)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root[0].children][:3] == [
                "Verdicts",
                "What was registered",
                "Hypotheses",
            ]
        fonts = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
        assert {name.partition("+")[2].partition("-")[0] for name in fonts} <= {
            "DejaVu", "STIXGeneral", "Report", "DejaVuSans", "DejaVuSansMono",
        }  # fmt: skip


def test_paper_holds_every_verdict(folder: Path) -> None:
    """Text extraction finds what a reader sees."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(  # noqa: S603  (found on PATH, own file)
        [tool, "-layout", str(folder / "report.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for word in (
        "Supported",
        "Refuted",
        "Inconclusive",
        "Exploratory",
        "Not run",
        "diverged",
        "Glossary",
        "3.19 pp",
        "certainty",
    ):
        assert word in text


def test_pdf_reads_no_file_and_no_network(tmp_path: Path) -> None:
    """A page that asks for a local file or an address gets neither."""
    from bnreport.report.pdf import to_pdf  # noqa: PLC0415  (needs Pango)

    secret = tmp_path / "secret.txt"
    secret.write_text("red herring")
    page = (
        f'<!DOCTYPE html><html lang="en"><title>t</title><link rel="attachment" href="{secret.as_uri()}">'
        f'<img alt="none" src="{secret.as_uri()}"><p>text</p>'
    )
    pikepdf = pytest.importorskip("pikepdf")
    (tmp_path / "x.pdf").write_bytes(to_pdf(page, ""))
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert not list(pdf.attachments)
