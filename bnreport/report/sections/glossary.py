"""Glossary: the words of the page, in the sense that the study's analysis gives them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnreport.judge.wording import AnalysisInWords
    from bnreport.report.facts import Facts

TITLE = "Glossary"


def gather(facts: "Facts") -> "AnalysisInWords":
    """Return what the study chose of its analysis."""
    return facts.analysis
