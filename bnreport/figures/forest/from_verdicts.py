"""Every claim of a study, each in its own margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Row, Table
from bnreport.figures.shared.claim import papers_number
from bnreport.figures.shared.margins import margin
from bnreport.judge.wording import answer
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.judge.verdicts import Verdict
    from bnreport.study.schema import Study


def table(study: "Study", verdicts: "Iterable[Verdict]") -> Table | None:
    """Return a row for every hypothesis that has an estimate; None if there is none."""
    rows = tuple(_row(study, verdict) for verdict in verdicts if verdict.evidence and verdict.estimate is not None)
    return Table(rows) if rows else None


def _row(study: "Study", verdict: "Verdict") -> Row:
    unit = verdict.evidence.unit if verdict.evidence else "1"
    interval = verdict.verdict_interval or verdict.interval or NO_INTERVAL
    return Row(
        label=f"{[*study.hypotheses].index(verdict.hypothesis) + 1}. {study.hypotheses[verdict.hypothesis].claim}",
        answer=answer(verdict),
        unit=unit,
        scale=margin(verdict.region, interval, unit),
        estimate=nan if verdict.estimate is None else verdict.estimate,
        interval=verdict.interval or NO_INTERVAL,
        verdict_interval=verdict.verdict_interval or NO_INTERVAL,
        region=verdict.region,
        paper=papers_number(study.hypotheses[verdict.hypothesis], verdict),
    )
