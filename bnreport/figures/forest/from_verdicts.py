"""Every claim of a study, each in its own margins."""

from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Row, Table
from bnreport.figures.shared.claim import effect_of
from bnreport.figures.shared.margins import margin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.judge.verdicts import Verdict
    from bnreport.study.schema import Study


def table(study: "Study", verdicts: "Iterable[Verdict]") -> Table | None:
    """Return a row for every hypothesis that has an estimate; None if there is none."""
    rows = tuple(_row(study, verdict) for verdict in verdicts if verdict.estimate is not None)
    return Table(rows) if rows else None


def _row(study: "Study", verdict: "Verdict") -> Row:
    effect, number = effect_of(study, verdict), [*study.hypotheses].index(verdict.hypothesis) + 1
    deciding = verdict.verdict_interval or effect.interval
    return Row(
        label=f"{number}. {study.hypotheses[verdict.hypothesis].claim}",
        answer=effect.verdict,
        unit=effect.unit,
        scale=margin(effect.region, deciding, effect.unit),
        estimate=effect.estimate,
        interval=effect.interval,
        verdict_interval=effect.verdict_interval,
        region=effect.region,
        paper=effect.paper,
    )
