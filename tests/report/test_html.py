"""The page: nothing hostile in it, every link alive, no word of an analysis that was not made."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.html import templates
from bnreport.report.render import render
from bnreport.results import Results
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
    rows = Counter(re.findall(r'data-verdict="([^"]+)"', page))
    assert rows == {"Supported": 2, "Refuted": 1, "Inconclusive": 1, "Not run": 1}
    assert Counter(re.findall(r'data-agreement="([^"]+)"', page))["replicates"] == 2


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


def test_no_line_is_indented(folder: Path) -> None:
    """Indentation is a twentieth of a page; style and script alone keep theirs, as they are written."""
    page = (folder / "report.html").read_text()
    markup = re.sub("<style>.*?</style>|<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\n +<", markup)


def test_headings_are_ordered(folder: Path) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", (folder / "report.html").read_text())]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_hostile_text_is_shown_as_text(make_study: Callable[..., Study], known: Known, tmp_path: Path) -> None:
    """Markup, template syntax, direction overrides, and huge titles do nothing."""
    study = make_study()
    source = study.source.model_copy(update={"paper": HOSTILE}) if study.source else None
    hypotheses = {
        name: hypothesis.model_copy(update={"claim": HOSTILE, "why_this_margin": HOSTILE})
        for name, hypothesis in study.hypotheses.items()
    }
    study = study.model_copy(update={"title": HOSTILE, "source": source, "hypotheses": hypotheses})
    page = render(Facts(replace(known[0], study=study), known[1], known[2]), tmp_path).html.read_text()
    assert page.count("<script") == 1  # our own
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    page = re.sub(r' alt="[^"]*"', "", page)  # attributes turn nothing round
    assert len(re.findall(r"<bdi>[^<]*\u202e", page)) == len(re.findall("\u202e", page)) - 1  # the title element


def test_templates_are_found() -> None:
    """In a checkout they lie at the top."""
    assert (templates() / "report.html.j2").is_file()


@pytest.mark.parametrize("multiplicity", ["holm", "bonferroni"])
@pytest.mark.parametrize("divergence", ["composite", "conditional"])
def test_no_word_of_another_analysis(
    make_study: Callable[..., Study],
    known: Known,
    page_of: Callable[[Facts], str],
    multiplicity: str,
    divergence: str,
) -> None:
    """A page that names Holm where Bonferroni was used, or keeps runs that were left out, is false."""
    study = make_study(analysis={"multiplicity": multiplicity, "divergence": divergence})
    file = replace(known[0], study=study)
    page = page_of(Facts(file, known[1], judge(study, known[1], scale="paper")))
    other = {"holm": "Bonferroni", "bonferroni": "Holm"}[multiplicity]
    assert multiplicity.capitalize() in page
    assert other not in re.sub(r'"data:[^"]*"', "", page)
    kept, left = "never left out" in page, "left out, in every arm" in page
    assert (kept, left) == (divergence == "composite", divergence == "conditional")


def test_every_section_is_in_the_contents(page: str) -> None:
    """And in the same order."""
    contents = re.findall(r'href="#([^"]+)"', page.partition("<nav")[2].partition("</nav>")[0])
    assert contents == re.findall(r'<section id="([^"]+)"', page)
