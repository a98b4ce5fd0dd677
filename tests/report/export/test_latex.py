"""`report.tex`."""

import re

import pytest

from bnreport.report.export.bibtex import NAME as BIBLIOGRAPHY
from bnreport.report.export.bibtex import export as bibliography
from bnreport.report.export.latex import NAME, export
from bnreport.report.export.rows import HEADINGS
from bnreport.report.facts import Facts


@pytest.mark.parametrize("study", ["facts", "hostile"])
def test_it_is_a_whole_document(study: str, request: pytest.FixtureRequest) -> None:
    """Every environment ends, braces balance, every row has every cell, and nothing comes from outside."""
    page = export(request.getfixturevalue(study))[NAME].decode()
    begun, ended = (re.findall(rf"\\{word}{{(\w+)}}", page) for word in ("begin", "end"))
    assert (begun, ended) == (["document", "longtable"], ["longtable", "document"])
    bare = re.sub(r"\\[$&#_%\\]", "", page)
    assert bare.count("{") == bare.count("}")
    assert "%" not in bare
    rows = [line for line in page.splitlines() if line.endswith(r" \\")]
    assert len(rows) == 7
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {len(HEADINGS) - 1}
    assert not re.search(r"\\(input|include|write)\b", page)


def test_it_says_what_was_done_and_cites_who_defined_it(facts: Facts) -> None:
    """Every key that it cites is in the BibTeX beside it."""
    page, beside = export(facts)[NAME].decode(), bibliography(facts)[BIBLIOGRAPHY].decode()
    cited = {key for keys in re.findall(r"\\cite{([^}]*)}", page) for key in keys.split(",")}
    assert {"santurkar2018", "holm1979", "guyatt2008"} <= cited <= {*re.findall(r"^@\w+{(.+),$", beside, re.MULTILINE)}
    assert r"\paragraph{Deviations.} Five seeds instead of one." in page
    assert r"\bibliography{references}" in page
    assert "Registration: unregistered. No lock was written" in page
