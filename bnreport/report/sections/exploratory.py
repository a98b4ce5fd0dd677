"""What no verdict reads: claims declared exploratory, and seeds beyond the last look."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.card import Card, card
from bnreport.report.claim_line import ClaimLine, claim_line

if TYPE_CHECKING:
    from bnreport.report.facts import Facts

TITLE = "Exploratory results"


class Exploratory(NamedTuple):
    """The section."""

    lines: tuple[ClaimLine, ...]
    """With estimates and 95 % intervals, uncorrected."""
    cards: tuple[Card, ...]
    """Of the same claims."""
    runs: int
    """Of seeds beyond the last look."""


def gather(facts: "Facts") -> Exploratory | None:
    """List the claims and count the runs; None without either."""
    runs = sum(facts.is_exploratory(arm, seed) for arm, seed in facts.runs)
    if not (facts.exploratory or runs):
        return None
    return Exploratory(
        lines=tuple(claim_line(facts, verdict) for verdict in facts.exploratory),
        cards=tuple(card(facts, verdict) for verdict in facts.exploratory),
        runs=runs,
    )
