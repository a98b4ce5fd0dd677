"""The parts of a composite claim, each in its own margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Table
from bnreport.figures.shared.margins import MarginRow, margin
from bnreport.judge.verdicts import ORDINARY
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.hypotheses.shared.evidence import Part


def table(claim: "JudgedClaim") -> Table | None:
    """Return one row per part, all with the verdict on the whole; None where no part has an estimate."""
    parts = claim.evidence.parts
    found = [part.evidence for part in parts]
    if all(each.estimate is None for each in found):
        return None
    seeds = tuple(each.estimate.n if each.estimate else len(each.seeds) for each in found)
    return Table(tuple(_row(claim, part) for part in parts), seeds)


def _row(claim: "JudgedClaim", part: "Part") -> MarginRow:
    found, unit = part.evidence.estimate, part.evidence.unit
    interval = found.interval(ORDINARY) if found else NO_INTERVAL
    return MarginRow(
        label=claim.say(part.evidence.effect),
        answer=claim.verdict.verdict,
        unit=unit,
        scale=margin(part.region, interval, unit),
        estimate=found.value if found else nan,
        interval=interval,
        region=part.region,
    )
