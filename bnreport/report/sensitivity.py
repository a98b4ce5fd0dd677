"""What other analyses say of a verdict: the end of every card."""

from math import inf, isfinite, isnan, log, nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures import specification_curve as drawing
from bnreport.formatting import say_effect, say_list
from bnreport.judge.sensitivity import SEED
from bnreport.judge.wording import say_reason
from bnreport.report.figure import ReportFigure
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from bnreport.judge.sensitivity import Sensitivity, Variant
    from bnreport.stats.region import Region


class OtherAnalyses(NamedTuple):
    """A verdict among its variants."""

    sentence: str
    figure: ReportFigure


def sensitivity(name: str, variants: "Sensitivity | None") -> OtherAnalyses | None:
    """Draw and sum up the variants; None where there are none."""
    if variants is None or not variants.variants:
        return None
    judged = variants.judged
    length = _margin(judged)
    rows = tuple(_row(variant, length if variant.unit == judged.unit else _margin(variant))
                 for variant in (judged, *variants.variants))  # fmt: skip
    return OtherAnalyses(_sentence(variants), ReportFigure("specification_curve", name, drawing.Table(rows)))


def _sentence(variants: "Sensitivity") -> str:
    seeds = sum(variant.family == SEED and variant.answer is not None for variant in variants.variants)
    said = []
    if variants.choices:
        said.append(f"{variants.agreeing} of {len(variants.choices)} other analyses agree with the verdict")
    if variants.flipping:
        word = "seed" if len(variants.flipping) == 1 else "any one of seeds"
        said.append(f"leaving out {word} {say_list([*variants.flipping])} changes it")
    elif seeds:
        said.append(f"leaving out any one of the {seeds} seeds changes nothing")
    low, high = (say_effect(end, variants.judged.unit) for end in variants.range)
    said.append(f"estimates range from {low} to {high}")
    text = "; ".join(said)
    return f"Fragile: {text}." if variants.fragile else f"{text[0].upper()}{text[1:]}."


def _row(variant: "Variant", length: float) -> drawing.Row:
    label = variant.label
    if variant.family == SEED:
        label = f"without seed {label}"
    none = variant.answer is None or variant.estimate is None or variant.interval is None
    return drawing.Row(
        label=label,
        answer=variant.answer or f"no answer: {say_reason(variant.reason).partition(':')[0]}",
        unit=variant.unit,
        scale=length,
        estimate=nan if none or variant.estimate is None else variant.estimate,
        interval=variant.interval if variant.interval and not none else Interval(nan, nan),
        region=variant.region,
    )


def _margin(variant: "Variant") -> float:
    interval = variant.interval or Interval(nan, nan)
    return margin(variant.region, interval, ratio=variant.unit == "ratio")


def margin(region: "Region", interval: Interval, *, ratio: bool) -> float:
    """Return the length that counts as 1: the larger finite bound, or the interval's half-width where that is 0."""
    bounds, ends = (tuple(map(_log, span)) if ratio else tuple(span) for span in (region, interval))
    bound = max((abs(end) for end in bounds if isfinite(end)), default=0.0)
    half = (ends[1] - ends[0]) / 2
    return bound if bound > 0 else half if isfinite(half) and half > 0 else 1.0


def _log(end: float) -> float:
    return nan if isnan(end) else log(end) if end > 0 else -inf
