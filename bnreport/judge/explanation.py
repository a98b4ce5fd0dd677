"""A verdict's reason in plain sentences with its numbers."""

import re
from math import inf
from typing import TYPE_CHECKING

from bnreport.formatting import MINUS, say_effect, say_name, say_region, say_span
from bnreport.judge.metric_in_words import labels, say_metric
from bnreport.judge.parts import part_effects, say_intervals, say_parts
from bnreport.judge.validity import say_reason, untested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.stats.region import Interval, Region

_UNCLEAR = re.compile(rf"[+*/,]|\s[-{MINUS}]\s")


def explain(
    evidence: "Evidence",
    region: "Region",
    found: "tuple[Interval | None, float]",
    *,
    seeds: tuple[int, int, int | None],
    chosen: str = "",
) -> str:
    """Say what was found, where it lies, what is missing and what to beware of.

    Args:
        evidence: what the runs say.
        region: effects for which the claim is true.
        found: the interval around the estimate, None without one, and its level.
        seeds: run in every arm, declared at this look, and at the next one (None if the question is closed).
        chosen: choices of the analysis that are not the default.
    """
    run, declared, coming = seeds
    interval, alpha = found
    sentences = []
    if untested(evidence.reason):
        sentences.append(f"Not tested here: {say_reason(evidence.reason).partition(':')[0]}.")
    if run < declared:
        sentences.append(f"{run} of {declared} declared seeds have run in every arm; no verdict falls before.")
    if evidence.estimate is not None and interval is not None:
        parts = _parts(evidence, interval, alpha, region)
        sentences += parts or _whole(evidence, interval, alpha, region)
    sentences += [evidence.detail, chosen.strip()]
    if coming is not None and run >= declared:
        sentences.append(f"The next look is declared at {coming} seeds.")
    return " ".join(filter(None, sentences))


def _whole(evidence: "Evidence", interval: "Interval", alpha: float, region: "Region") -> list[str]:
    """Say the effect of a simple claim, its interval, and where that lies."""
    estimate, unit = evidence.estimate, evidence.unit
    if estimate is None:
        return []
    found = (
        f"{_subject(evidence.effect)} is {say_effect(estimate.value, unit)}, "
        f"{100 * (1 - alpha):.5g} % interval {say_span(interval, unit)} (n = {estimate.n}), which "
        f"{_position(interval, region, unit)}."
    )
    return [found, *less_than_it_seems(interval, region, evidence.null)]


def _parts(evidence: "Evidence", interval: "Interval", alpha: float, region: "Region") -> list[str]:
    """Say the effect of each part of a composite claim, and where all of them lie; nothing of a simple one."""
    supported, refuted = region.holds(interval), region.excludes(interval)
    parts = part_effects(evidence, alpha, supported=supported)
    if not parts or evidence.estimate is None:
        return []
    level = 100 * (1 - (alpha if supported else alpha / len(evidence.parts)))
    found = f"{_subject(say_parts(parts, str))} (n = {evidence.estimate.n}, intervals at {level:.5g} %)."
    if supported:
        return [found, "All lie there."]
    return [found, "One lies outside." if refuted else "Not all lie there, and none wholly outside."]


def chosen(multiplicity: str, *, tost: bool) -> str:
    """Name the choices of the analysis that are not the default."""
    sentences = ["Levels are Bonferroni's."] if multiplicity == "bonferroni" else []
    if tost:
        sentences.append("Two one-sided tests with the whole level each: false verdicts are twice as frequent.")
    return " ".join(sentences)


def say_looks(evidence: "Evidence", alpha: "Sequence[float]", look: int) -> str:
    """Give the interval that allows for several looks; empty where there is one.

    At level 1 - alpha of its look it holds the effect at every look at once in 1 - sum(alpha) of studies, so also at
    the one that stopped. The ordinary interval does so less often: a study stops where chance has carried it off.

    Source: Jennison & Turnbull (1989), Journal of the Royal Statistical Society B 51, 305-361 (repeated intervals).
    """
    if evidence.estimate is None or len(alpha) < 2:  # noqa: PLR2004
        return ""
    level = alpha[look - 1]
    span = say_intervals(evidence, level)
    own, both = f"{100 * (1 - level):.5g} %", f"{100 * (1 - sum(alpha)):.5g} %"
    return (
        f" Look {look} of {len(alpha)}: the ordinary interval takes no account of looks and is biased away from the "
        f"bound. That at {own}, {span}, holds whichever look ends the study, in {both} of studies."
    )


def _subject(effect: str) -> str:
    """Start a sentence with what was measured; names stay as they are, subtraction gets its sign."""
    return effect.replace(" - ", f" {MINUS} ") or "The effect"


def _position(interval: "Interval", region: "Region", unit: str) -> str:
    """Say where the interval lies as seen from the region's bounds."""
    if region.holds(interval):
        return f"lies {say_region(region, unit)}"
    bounds = [end for end in region if abs(end) < inf]
    crossed = [end for end in bounds if interval.low <= end <= interval.high]
    if crossed:
        return f"reaches across {' and '.join(say_effect(end, unit) for end in crossed)}"
    nearest = min(bounds, key=lambda end: min(abs(interval.low - end), abs(interval.high - end)))
    return f"lies {'above' if interval.low > nearest else 'below'} {say_effect(nearest, unit)}"


def less_than_it_seems(interval: "Interval", region: "Region", null: float) -> list[str]:
    """Name a verdict that says less than it seems to: harmless yet worse, or better yet by too little."""
    below, above = interval.high < null, interval.low > null
    if region.holds(interval) and region.low < null and (below or (above and region.high < inf)):
        return ["There is a difference, but less than the margin: it counts as none."]
    if region.excludes(interval) and above and interval.high < region.low:
        return ["There is a difference, but less than the margin."]
    return []


def _say_metrics(text: str) -> str:
    return re.sub(r"(?<![\w.])([a-z]\w*)((?:\.\w+)?)(?!\w)", lambda word: _metric(word[0], word[1]), text)


def _metric(word: str, name: str) -> str:
    return say_metric(word) if name in labels() else word


def labelled(text: str, labels: "Mapping[str, str]") -> str:
    """Return what a kind of hypothesis wrote, as people read it: arms and metrics by their labels, names with blanks.

    Args:
        text: with arms as `experiment.arm`, each a word of its own.
        labels: what to read of each arm. One with a sign of arithmetic or a comma is put in quotation marks.
    """
    longest_first = "|".join(re.escape(arm) for arm in sorted(labels, key=len, reverse=True))
    parts = re.split(rf"(?<![\w.])({longest_first})(?![\w/=]|[.+-]\w)", text) if labels else [text]
    parts[::2] = [say_name(_say_metrics(part)).replace(" - ", f" {MINUS} ") for part in parts[::2]]
    parts[1::2] = [
        f"\N{LEFT DOUBLE QUOTATION MARK}{said}\N{RIGHT DOUBLE QUOTATION MARK}" if _UNCLEAR.search(said) else said
        for said in map(labels.__getitem__, parts[1::2])
    ]
    return "".join(parts)
