"""The verdict's own analysis and the others, all in its margins."""

from math import nan
from typing import TYPE_CHECKING

from bnreport.figures.shared.margins import MarginRow, margin
from bnreport.figures.specification_curve.table import Table
from bnreport.judge.sensitivity import SEED
from bnreport.judge.validity import say_reason
from bnreport.stats.region import NO_INTERVAL

if TYPE_CHECKING:
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.variant import Variant


def table(found: "Sensitivity") -> Table:
    """Return one row per analysis; those in another unit have margins of their own."""
    judged, length = found.judged, _margin(found.judged)
    rows = (
        _row(variant, length if variant.unit == judged.unit else _margin(variant))
        for variant in (judged, *found.variants)
    )
    return Table(tuple(rows))


def _row(variant: "Variant", length: float) -> MarginRow:
    none = variant.answer is None or variant.estimate is None or variant.interval is None
    return MarginRow(
        label=f"without seed {variant.label}" if variant.family == SEED else variant.label,
        answer=variant.answer or f"no answer: {say_reason(variant.reason).partition(':')[0]}",
        unit=variant.unit,
        scale=length,
        estimate=nan if none or variant.estimate is None else variant.estimate,
        interval=variant.interval if variant.interval and not none else NO_INTERVAL,
        region=variant.region,
    )


def _margin(variant: "Variant") -> float:
    return margin(variant.region, variant.interval or NO_INTERVAL, variant.unit)
