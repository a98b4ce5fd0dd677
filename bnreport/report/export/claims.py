"""`claims.csv`: a row a claim, numbers unrounded and in the units of their column; a composite claim has none."""

from csv import writer
from io import StringIO
from typing import TYPE_CHECKING

from bnreport.judge.parts import composite
from bnreport.judge.registration_words import say_status

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts

NAME = "claims.csv"
HEADERS = (
    "number", "id", "question", "claim", "kind", "status", "verdict", "reason", "certainty", "fragile", "estimate",
    "unit", "low_95", "high_95", "low_deciding", "high_deciding", "alpha_deciding", "margin", "region_low",
    "region_high", "n", "p", "p_corrected", "paper_says", "paper_value", "agreement",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would compute."""
_NONE = (None, None)


def export(facts: "Facts") -> dict[str, bytes]:
    """Return the table as a file."""
    out = StringIO()
    table = writer(out, lineterminator="\n")
    table.writerow(HEADERS)
    for verdict in facts.verdicts:
        table.writerow([_text(cell) if isinstance(cell, str) else cell for cell in _row(facts, verdict)])
    return {NAME: out.getvalue().encode()}


def _text(cell: str) -> str:
    """Keep a text on one line, and a spreadsheet from computing it: an apostrophe before it says that it is one."""
    said = " ".join(cell.split())
    return f"'{said}" if said.startswith(_FORMULA) else said


def _row(facts: "Facts", verdict: "Verdict") -> tuple[object, ...]:
    hypothesis = facts.study.hypotheses[verdict.hypothesis]
    paper, trust = hypothesis.paper, facts.trusts.get(verdict.hypothesis)
    return (
        facts.numbers[verdict.hypothesis],
        verdict.hypothesis,
        hypothesis.question,
        hypothesis.claim,
        hypothesis.test.name,
        say_status(verdict.registration.word, primary=verdict.primary),
        verdict.verdict,
        verdict.reason,
        trust and trust.level,
        trust and trust.fragile,
        *_numbers(verdict),
        hypothesis.test.options.get("margin"),
        *(_NONE if composite(verdict.evidence) else verdict.region),
        verdict.n_analysed,
        verdict.p,
        verdict.p_holm,
        paper and paper.says,
        paper and paper.value,
        verdict.agreement,
    )


def _numbers(verdict: "Verdict") -> tuple[object, ...]:
    """Return estimate, unit, both intervals and the level of the one that decides.

    How far the worst part of a composite claim lies inside its region is no effect; its parts are in the JSON.
    """
    if composite(verdict.evidence):
        return (None, None, *_NONE, *_NONE, verdict.level)
    intervals = (*(verdict.interval or _NONE), *(verdict.verdict_interval or _NONE))
    return (verdict.estimate, verdict.evidence.unit, *intervals, verdict.level)
