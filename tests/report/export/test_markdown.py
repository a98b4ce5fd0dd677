"""`report.md`."""

import re

import pytest

from bnreport.report.export.markdown import NAME, escape, export, table
from bnreport.report.export.rows import HEADINGS
from bnreport.report.facts import Facts


def test_it_has_answers_claims_and_registration(facts: Facts) -> None:
    """A row a claim; the departures from the paper are a list."""
    page = export(facts)[NAME].decode()
    assert re.findall("^#+ .*", page, re.MULTILINE) == [
        f"# {facts.study.title}", "## Answers", "## Claims", "## Departures from the paper and the lock",
        "## Registration",
    ]  # fmt: skip
    assert page.count("\n| ") == 2 + len(facts.verdicts)
    assert "- **Does it help other networks?** ? Not settled: Test accuracy is " in page
    assert "\n- Five seeds instead of one.\n" in page


def test_hostile_text_changes_nothing_of_the_page(facts: Facts, hostile: Facts) -> None:
    """As many headings, rows, cells and links as without; no HTML, and nobody is called."""
    plain, page = (export(each)[NAME].decode() for each in (facts, hostile))
    for mark in (r"^#+ ", r"^\| ", r"^- ", r"\n", r"(?<!\\)\|", r"(?<!\\)`", r"<(?!!-- -->|https)"):
        found = [len(re.findall(mark, each, re.MULTILINE)) for each in (plain, page)]
        assert found[0] == found[1], mark
    assert "@all" not in page
    assert "](" not in page.replace(r"\](", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b_c`d|e", r"a\*b\_c\`d\|e"),
        ("[x](javascript:1)", r"\[x\](javascript:1)"),
        ("<b> & @all #12", "&lt;b&gt; &amp; @<!-- -->all #<!-- -->12"),
        ("# heading\n- item", r"\# heading - item"),
        ("1. item", r"1\. item"),
        ("\\", "\\\\"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    """No mark of Markdown or HTML, no mention and no issue; and all on one line."""
    assert escape(text) == shown


def test_a_table_has_as_many_cells_in_every_row() -> None:
    """Whatever they hold."""
    made = table(HEADINGS[:2], [("a|b", "c"), ("", "d\ne")])
    assert [len(re.split(r"(?<!\\)\|", line)) for line in made.splitlines()] == [4] * 4
