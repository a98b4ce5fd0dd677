"""The parts of a composite claim, each in its own margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Row, Table
from bnreport.figures.shared.margins import margin
from bnreport.judge.verdicts import ORDINARY
from bnreport.judge.wording import answer
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from bnreport.figures.shared.claim import Claim
    from bnreport.hypotheses.shared.evidence import Part


def table(claim: "Claim") -> Table | None:
    """Return one row per part, all with the verdict on the whole; None where no part has an estimate."""
    parts = claim.evidence.parts
    if all(part.evidence.estimate is None for part in parts):
        return None
    kind = answer(claim.verdict)
    estimates = [part.evidence.estimate for part in parts]
    return Table(
        tuple(_row(f"{number}. {claim.say(part.evidence.effect)}", part, kind) for number, part in enumerate(parts, 1)),
        tuple(found.n if found else len(part.evidence.seeds) for found, part in zip(estimates, parts, strict=True)),
    )


def _row(label: str, part: "Part", verdict: str) -> Row:
    found, unit = part.evidence.estimate, part.evidence.unit
    interval = found.interval(ORDINARY) if found else NO_INTERVAL
    return Row(
        label=label,
        answer=verdict,
        unit=unit,
        scale=margin(part.region, interval, unit),
        estimate=found.value if found else nan,
        interval=interval,
        verdict_interval=NO_INTERVAL,
        region=part.region,
        paper=nan,
    )
