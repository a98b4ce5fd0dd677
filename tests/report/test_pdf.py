"""The PDF by its structure: what PDF/UA asks for, and nothing fetched whatever a study says."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bnreport.formatting import capitalize
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.explanation import labelled
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.html import templates
from bnreport.report.pdf import to_pdf
from bnreport.report.render import render
from bnreport.results import Results
from bnreport.study.bind import labels_of
from bnreport.study.load import StudyFile
from bnreport.study.questions import Question

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


@pytest.fixture(scope="module")
def pdf(folder: Path) -> Iterator[pikepdf.Pdf]:
    """Open the report's PDF."""
    with pikepdf.open(folder / "report.pdf") as opened:
        yield opened


def _words(path: Path, page: str = "") -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils): the PDF's text was not read")
    asked = [tool, "-raw", *(["-f", page, "-l", page] if page else []), str(path), "-"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return " ".join(said.split())


def _tags(node: Any) -> Iterator[str]:  # noqa: ANN401  (a structure element)
    """Walk the structure tree in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        yield from _tags(node.get("/K"))


def test_metadata_claims_pdf_ua(pdf: pikepdf.Pdf) -> None:
    """Part 1, and a title that viewers show instead of the file's name."""
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_headings_step_down_one_level_at_a_time(pdf: pikepdf.Pdf) -> None:
    """One H1, in the structure tree that a screen reader follows."""
    levels = [int(tag[2]) for tag in _tags(pdf.Root.StructTreeRoot.K) if tag in {f"/H{n}" for n in range(1, 7)}]
    assert levels.count(1) == 1
    assert len(levels) > 20
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_tables_are_tagged(pdf: pikepdf.Pdf) -> None:
    """Cells that head a row or a column are told from the rest."""
    tags = set(_tags(pdf.Root.StructTreeRoot.K))
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P", "/Figure", "/Link"} <= tags


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    """Each font descriptor holds its file: two machines show the same letters."""
    described = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in described)


def test_no_script_no_file_and_no_form(pdf: pikepdf.Pdf) -> None:
    """Nothing runs when it is opened; links lead inside it, or to the paper."""
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    links = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Link"]
    outside = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert outside == {"https://arxiv.org/abs/1805.11604v3"}


def test_every_claim_and_its_verdict_can_be_read(folder: Path, known: Known) -> None:
    """On its card if it decides a question, else among the findings, as extracted text."""
    words = _words(folder / "report.pdf")
    for verdict in known[2]:
        hypothesis = known[0].study.hypotheses[verdict.hypothesis]
        assert hypothesis.claim in words
        labels = labels_of(known[0].study, hypothesis.test)
        said = capitalize(say_effect_in_words(verdict, partial(labelled, labels=labels)))
        assert said in words
    for heading in ("Exploratory results", "Limitations", "What would change our mind", "Provenance", "References"):
        assert heading in words


def test_hostile_text_is_printed_as_text(known: Known, tmp_path: Path) -> None:
    """Markup that would fetch or run, template syntax, direction marks and a huge title: words on paper."""
    secret = tmp_path / "secret.txt"
    secret.write_text("red herring")
    hostile = (
        f'<img src="{secret.as_uri()}"><link rel=attachment href="{secret.as_uri()}"><script>alert(1)</script> '
        f"<style>@import url(http://localhost:9/x.css)</style> {{{{ 7 * 7 }}}} javascript:alert(2) \u202egnitset "
    )
    file, results, _ = known
    name, claim = next(iter(file.study.hypotheses.items()))
    hypotheses = {name: claim.model_copy(update={"claim": hostile, "why_this_margin": hostile})}
    question = Question(ask=hostile, decided_by=(name,))
    changes = {"title": hostile + "x" * 10_000, "hypotheses": hypotheses, "questions": {claim.question: question}}
    study = file.study.model_copy(update=changes)
    verdicts = judge(study, results, scale="paper")
    rendered = render(Facts(replace(file, study=study), results, verdicts), tmp_path / "out", pdfs=["paper"])
    [made] = rendered.pdfs
    with pikepdf.open(made) as opened:
        assert not list(opened.attachments)
    words = _words(made)
    assert "red herring" not in words
    assert "<script>alert(1)</script>" in words
    assert "{{ 7 * 7 }}" in words


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://localhost:9/x", "//localhost:9/x", "x.svg"])
def test_nothing_is_fetched(address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither files nor network, as image, style sheet, font, background or inside an SVG: all is refused unopened."""
    for opener in ("FileHandler.file_open", "HTTPHandler.http_open", "HTTPSHandler.https_open"):
        monkeypatch.setattr(f"urllib.request.{opener}", lambda *_: pytest.fail("something was opened"))
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was asked"))
    inner = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{address}?' width='9'/></svg>"
    page = (
        f'<!DOCTYPE html><html lang="en"><title>t</title><link rel="stylesheet" href="{address}">'
        f'<style>@font-face {{font-family: F; src: url("{address}")}} p {{background: url("{address}")}}</style>'
        f'<img alt="none" src="{address}"><img alt="in" src="data:image/svg+xml,{inner}"><p>text</p>'
    )
    assert to_pdf(page, "").startswith(b"%PDF")
    refused = [record.getMessage() for record in caplog.records if record.levelname in {"ERROR", "WARNING"}]
    assert len(refused) >= 3


def test_the_digest_inside_breaks_nothing(folder: Path) -> None:
    """Readers find every object where the file says it lies, without repair."""
    with pikepdf.open(folder / "report.pdf", attempt_recovery=False) as opened:
        assert not opened.check_pdf_syntax()


def test_pdf_is_tagged_and_named(folder: Path, known: Known) -> None:
    """PDF/UA marks: language, title, every panel of a figure with its words, bookmarks."""
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
        assert len(figures) == 12
        assert all(len(str(figure.Alt)) > 20 for figure in figures)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root[0].children][:3] == [
                "Answer",
                "Findings",
                "Explanations",
            ]
        fonts = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
        assert {name.partition("+")[2].partition("-")[0] for name in fonts} <= {
            "DejaVu", "STIXGeneral", "Report", "DejaVuSans", "DejaVuSansMono",
        }  # fmt: skip
        assert not any("Serif-Bold" in name for name in fonts), "bold serif comes out as other glyphs"


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
        "points higher",
        "3.18] pp",
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


def test_a_heading_and_its_sentence_stay_with_their_table(tmp_path: Path) -> None:
    """At the foot of a page there is room for both, and none for the table: all three go to the next."""
    style = (templates() / "report.css").read_text("utf-8")
    rows = "<tr><th scope=row>a</th><td>1</td></tr>" * 3
    table = f"<table class=dense><caption>What it is</caption><thead><tr><th>n</th></tr></thead>{rows}</table>"
    for said in ("<p>One sentence.</p>", '<p class="lead">One sentence.</p>'):
        section = f'<section><h2>Power</h2>{said}<div class="scroll">{table}</div></section>'
        page = f'<style>{style}</style><title>t</title><main><div style="height: 224mm">Before</div>{section}</main>'
        path = tmp_path / "x.pdf"
        path.write_bytes(to_pdf(f'<html lang="en">{page}</html>', ""))
        first, second = (_words(path, page) for page in ("1", "2"))
        assert (first, second[:20]) == ("Before", "Power One sentence. ")


def test_headings_of_narrow_columns_are_whole(folder: Path) -> None:
    """Words of a table's heading are not broken inside."""
    assert "Arm Norm, and what differs from the recipe Seeds run Diverged Name in the spec" in _words(
        folder / "report.pdf"
    )
