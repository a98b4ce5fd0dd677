"""Acknowledgements: whose paper this is about."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

TITLE = "Acknowledgements"


def gather(facts: "Facts") -> str | None:
    """Return the paper; None of a study that has none."""
    return facts.study.source.paper if facts.study.source else None
