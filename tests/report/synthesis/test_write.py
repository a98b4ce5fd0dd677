"""The files: the same bytes twice, nothing loaded, no dead link, a table for programs."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bnreport.report.synthesis.page import Synthesis
from bnreport.report.synthesis.write import document, to_page, write_synthesis
from tests.report.synthesis.known import three_studies


@pytest.fixture(scope="module")
def page() -> str:
    """Fill the template."""
    return to_page(Synthesis(three_studies(), Path("r"), Path("r/why")))


def test_the_first_screen_has_the_paragraph_and_the_table(page: str) -> None:
    """Every state in words."""
    answer = page[page.index('<section id="answer"') :].partition("</section>")[0]
    assert "<b><bdi>Contested,</bdi></b> whether it happens: steadier inputs." in answer
    for said in (
        "Contested",
        "Not settled",
        "Not tested here",
        "Exploratory only",
        "Not run yet",
        "No study tests this",
    ):
        assert said in answer


def test_links_ids_and_headings_are_sound(page: str) -> None:
    """No dead link, no id twice, no level skipped, nothing loaded, nothing hostile."""
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r'\s(style|src)="', page)


def test_it_is_written_twice_the_same(tmp_path: Path) -> None:
    """Page, table and PDF, byte for byte, from studies read anew."""
    written = []
    for name in ("a", "b"):
        rendered = write_synthesis(Synthesis(three_studies(), tmp_path, tmp_path / name), pdf=True)
        assert rendered.notes == ()
        names = ("report.html", "report.pdf", "synthesis.json")
        written.append([(tmp_path / name / each).read_bytes() for each in names])
    assert written[0] == written[1]


def test_the_table_is_there_for_programs(tmp_path: Path) -> None:
    """Of each cell the state, and of each claim what it decides and says."""
    held = Synthesis(three_studies(), tmp_path, tmp_path / "why")
    write_synthesis(held, pdf=False)
    read = json.loads((tmp_path / "why" / "synthesis.json").read_text())
    assert read == json.loads(json.dumps(document(held)))
    cells = {
        row["name"]: {aspect: cell["state"] for aspect, cell in row["cells"].items()} for row in read["explanations"]
    }
    assert cells == {
        "steady": {"present": "contested", "necessary": "nobody", "sufficient": "nobody"},
        "smooth": {"present": "unsettled", "necessary": "untested", "sufficient": "exploratory"},
        "rates": {"present": "not_run", "necessary": "nobody", "sufficient": "nobody"},
    }
    [first, second] = read["explanations"][0]["cells"]["present"]["claims"]
    assert (first["study"], first["side"], first["decides"], first["certainty"]) == ("one", "for", True, "high")
    assert (second["study"], second["side"]) == ("two", "against")
