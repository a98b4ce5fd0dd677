"""What no verdict reads: claims declared exploratory, and seeds beyond the last look."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_effect, say_span
from bnreport.judge.wording import say_n
from bnreport.report.sections.hypotheses import Card, card

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts

TITLE = "Exploratory results"


class Finding(NamedTuple):
    """One exploratory claim: an estimate, and neither a verdict nor a level of certainty."""

    name: str
    claim: str
    estimate: str
    interval: str
    """95 %, uncorrected."""
    n: str


class Exploratory(NamedTuple):
    """The section."""

    findings: tuple[Finding, ...]
    cards: tuple[Card, ...]
    """Of the same claims."""
    runs: int
    """Of seeds beyond the last look."""


def gather(facts: "Facts") -> Exploratory | None:
    """List the claims and count the runs; None without either."""
    claims = [verdict for verdict in facts.verdicts if not verdict.primary]
    runs = sum(facts.is_exploratory(seed) for _, seed in facts.runs)
    if not (claims or runs):
        return None
    return Exploratory(
        findings=tuple(_finding(facts, verdict) for verdict in claims),
        cards=tuple(card(facts, verdict) for verdict in claims),
        runs=runs,
    )


def _finding(facts: "Facts", verdict: "Verdict") -> Finding:
    unit = verdict.evidence.unit if verdict.evidence else "1"
    return Finding(
        name=verdict.hypothesis,
        claim=facts.study.hypotheses[verdict.hypothesis].claim,
        estimate=say_effect(verdict.estimate, unit),
        interval=say_span(verdict.interval, unit),
        n=say_n(verdict, of=True),
    )
