"""What no verdict reads: claims declared exploratory, and seeds beyond the last look."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_effect, say_span
from bnreport.report.wording import say_n

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.ledger import Ledger
    from bnreport.study.schema import Study


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
    runs: int
    """Of seeds beyond the last look."""

    @property
    def names(self) -> frozenset[str]:
        """Return which hypotheses the section holds, so that the board and the cards leave them out."""
        return frozenset(finding.name for finding in self.findings)


def exploratory(study: "Study", verdicts: "tuple[Verdict, ...]", ledgers: "tuple[Ledger, ...]") -> Exploratory:
    """Gather it."""
    return Exploratory(
        findings=tuple(_finding(study, verdict) for verdict in verdicts if not verdict.primary),
        runs=sum(entry.exploratory for ledger in ledgers for entry in ledger.entries),
    )


def _finding(study: "Study", verdict: "Verdict") -> Finding:
    unit = verdict.evidence.unit if verdict.evidence else "1"
    return Finding(
        name=verdict.hypothesis,
        claim=study.hypotheses[verdict.hypothesis].claim,
        estimate=say_effect(verdict.estimate, unit),
        interval=say_span(verdict.interval, unit),
        n=say_n(verdict, of=True),
    )
