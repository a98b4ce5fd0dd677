"""Every claim of a study, each in its own margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.forest.table import Row, Table
from bnreport.figures.shared.claim import effect_of
from bnreport.figures.shared.margins import margin
from bnreport.judge.explanation import labelled
from bnreport.judge.parts import set_apart
from bnreport.judge.wording import parts_of
from bnreport.stats.region import NO_INTERVAL
from bnreport.study.bind import labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.judge.verdicts import Verdict
    from bnreport.study.schema import Study


def table(study: "Study", verdicts: "Iterable[Verdict]") -> Table | None:
    """Return a row for every hypothesis that has an estimate, of a composite for each part; None if there is none."""
    rows = tuple(
        row
        for verdict in verdicts
        if verdict.estimate is not None
        for row in [*_parts(study, verdict)] or [_row(study, verdict)]
    )
    return Table(rows) if rows else None


def _number(study: "Study", verdict: "Verdict") -> int:
    return [*study.hypotheses].index(verdict.hypothesis) + 1


def _parts(study: "Study", verdict: "Verdict") -> "Iterator[Row]":
    """Yield the parts of a composite, each in its own margins and with the verdict on the whole."""
    parts, hypothesis = parts_of(verdict), study.hypotheses[verdict.hypothesis]
    labels = labels_of(study, hypothesis.test)
    for name, part in zip(set_apart([part.effect for part in parts])[1] if parts else (), parts, strict=True):
        interval = part.interval or NO_INTERVAL
        yield Row(
            label=f"{_number(study, verdict)}, {labelled(name, labels)}. {hypothesis.claim}",
            answer=verdict.verdict,
            unit=part.unit,
            scale=margin(part.region, interval, part.unit),
            estimate=nan if part.estimate is None else part.estimate,
            interval=NO_INTERVAL if verdict.level else interval,
            verdict_interval=interval if verdict.level else NO_INTERVAL,
            region=part.region,
            paper=nan,
        )


def _row(study: "Study", verdict: "Verdict") -> Row:
    effect, number = effect_of(study, verdict), _number(study, verdict)
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
