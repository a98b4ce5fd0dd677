"""The list of all reports."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bnreport.files import beside, html_path, write_whole
from bnreport.report.export import ALWAYS, export
from bnreport.report.facts import Facts
from bnreport.report.index import list_reports, write_index
from bnreport.report.synthesis.page import Synthesis
from bnreport.report.synthesis.write import write_synthesis
from tests.report.export.conftest import HOSTILE
from tests.report.synthesis.known import claim, published, study, three_studies

Put = Callable[[Path, Facts], None]


@pytest.fixture
def put() -> Put:
    """Return what lays a report with its data into a folder of reports, the page empty."""

    def put(reports: Path, facts: Facts) -> None:
        html = html_path(reports / facts.file.study.study / facts.file.profile)
        for path, content in export(facts, html, ALWAYS).items():
            write_whole(path, content)
        write_whole(html, b"")

    return put


def _one(name: str, **more: str) -> Facts:
    claims = {"it": claim("supported"), "wide": claim("inconclusive")}
    return published(study(name, claims, decided=["it", "wide"], **more)).facts


def test_every_report_is_listed_with_its_answers(put: Put, facts: Facts, tmp_path: Path) -> None:
    """By study and profile: title, badge, trust, what was found, registration, scale, date and files."""
    put(tmp_path, _one("two"))
    put(tmp_path, facts)
    known, two = list_reports(tmp_path)
    assert (known.title, two.title) == (facts.study.title, "Is it so?")
    assert known.facts == (
        ("Study", "known truth"), ("Profile", "smoke"), ("Registration", "unregistered"),
        ("Scale", "the paper\N{RIGHT SINGLE QUOTATION MARK}s scale"), ("Newest run", "2026-11-20"),
    )  # fmt: skip
    [answer] = two.answers
    assert (answer.ask, answer.badge.kind, answer.word, len(answer.said)) == (
        "Is it so?",
        "inconclusive",
        "Not settled",
        2,
    )
    assert [link.href for link in two.links] == [
        f"two/p/{name}" for name in ("report.html", "verdicts.json", "claims.csv")
    ]
    assert known.answers[0].trust.endswith("certainty") or "certainty, " in known.answers[0].trust


def test_a_report_that_cannot_be_read_is_listed_all_the_same(put: Put, tmp_path: Path) -> None:
    """Of an older version, or damaged: its link is there, and what would mend it is said."""
    put(tmp_path, _one("two"))
    html = html_path(tmp_path / "old" / "cpu")
    write_whole(html, b"")
    for content in (None, b"{}", b"garbage"):
        if content:
            write_whole(beside(html, "verdicts.json"), content)
        old, _ = list_reports(tmp_path)
        assert (old.title, old.answers, old.links[0].href) == ("old", (), "old/cpu/report.html")
        assert "bnreport render writes one" in old.note


def test_the_page_keeps_the_rules_of_the_others(put: Put, tmp_path: Path) -> None:
    """One h1, ordered headings, headed tables, no script, nothing fetched, links that lead to files; the same twice."""
    put(tmp_path, _one("one"))
    write_synthesis(Synthesis(three_studies(), tmp_path, tmp_path / "why"), pdf=False)
    path = write_index(tmp_path)
    page = path.read_text()
    assert path == tmp_path / "index.html"
    levels = [int(level) for level in re.findall("<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<script|\sstyle=|\ssrc=", page)
    assert page.count("<table") == page.count("<caption>") == page.count("<thead>") == 1
    links = re.findall(r'<a href="([^#"][^"]*)"', page)
    assert "why/synthesis.json" in links
    assert all((tmp_path / each).exists() for each in links)
    assert "We cannot tell" not in page
    assert "None of this proves an explanation" in page
    assert write_index(tmp_path).read_text() == page


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    """And has a page."""
    assert "No report lies in this folder yet." in write_index(tmp_path).read_text()


def test_hostile_text_is_shown_as_text(put: Put, tmp_path: Path) -> None:
    """Markup in titles does nothing, and direction is turned round nowhere else."""
    put(tmp_path, _one("one", title=f"<script>alert(1)</script> {HOSTILE}"))
    page = write_index(tmp_path).read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert len(re.findall(r"<bdi>[^<]*\u202e", page)) == page.count("\u202e")
