"""The parts of a composite claim, each in its own margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Row, Table
from bnreport.figures.shared.margins import margin
from bnreport.judge.verdicts import ORDINARY
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.hypotheses.shared.evidence import Part


def table(claim: "JudgedClaim") -> Table | None:
    """Return one row per part, all with the verdict on the whole; None where no part has an estimate."""
    parts = claim.evidence.parts
    if all(part.evidence.estimate is None for part in parts):
        return None
    rows = (_row(claim, f"{number}. {claim.say(part.evidence.effect)}", part) for number, part in enumerate(parts, 1))
    return Table(
        tuple(rows), tuple(e.estimate.n if e.estimate else len(e.seeds) for e in (part.evidence for part in parts))
    )


def _row(claim: "JudgedClaim", label: str, part: "Part") -> Row:
    found, unit = part.evidence.estimate, part.evidence.unit
    interval = found.interval(ORDINARY) if found else NO_INTERVAL
    return Row(
        label=label,
        answer=claim.verdict.verdict,
        unit=unit,
        scale=margin(part.region, interval, unit),
        estimate=found.value if found else nan,
        interval=interval,
        verdict_interval=NO_INTERVAL,
        region=part.region,
        paper=nan,
    )
