"""Can metrics be what claims and windows ask of them, and is it said which direction is better?"""

from math import inf
from typing import TYPE_CHECKING, Any

from bnreport import hypotheses, probes
from bnreport.errors import unknown
from bnreport.registry import MetricName
from bnreport.study.windows import FixedWindow, StepWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.bind import WrittenClaim
    from bnreport.study.schema import Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]

_OF_A_UNIT = {"fraction": (0, 1), "nat": (0, None)}
"""What lies in a unit by its meaning; other metrics have their bounds in the `RANGES` of their probe's file."""


def level_faults(study: "Study") -> "Iterator[Finding]":
    """Yield levels of windows that their metric never has, or that lead away from what is better."""
    for name, window in study.windows.items():
        if isinstance(window, FixedWindow):
            continue
        step = isinstance(window, StepWindow)
        facts = _facts(window.metric)
        place: Where = ("windows", name, "from" if step else "metric", *((window.metric,) if step else ()))
        if not facts:
            yield place, unknown("metric", window.metric, probes.metrics_of(probes.registry.names))
            continue
        levels = (window.level,) if isinstance(window, StepWindow) else window.between
        place = place if step else ("windows", name, "between")
        yield from ((place, what) for level in levels if (what := _outside(level, window.metric, facts)))
        if len(levels) > 1:
            falls = facts["better"] == "lower"
            first, last = levels
            if first == last or (first > last) != falls:
                mended = sorted(set(levels), reverse=falls)
                needs = "two levels" if first == last else f"the better level last: {mended}"
                yield place, f"needs {needs}. Got {list(levels)}."


def range_faults(claim: "WrittenClaim") -> "Iterator[Finding]":
    """Yield what no value of a claim's metric can be: its threshold, its margin; or that no direction is better."""
    metric = str(claim.options.get("metric"))
    facts = _facts(metric)
    fields = hypotheses.registry[claim.kind].options.model_fields
    threshold, margin = claim.options.get("threshold"), claim.options.get("margin")
    if not facts:
        return
    counted = "columns" in fields  # then the threshold is a share of what is counted
    if not counted and isinstance(threshold, int | float):
        what = _outside(threshold, metric, facts) or _always(threshold, metric, claim, facts)
        yield from [((*claim.where, "threshold"), what)] if what else []
    yield from (((*claim.where, name), what) for name, what in _shares(claim))
    raw = "scale" in fields and claim.options.get("scale", "raw") == "raw"
    low, high = facts["range"]
    if raw and isinstance(margin, int | float) and margin >= high - low:
        lies = "is a fraction" if facts["unit"] == "fraction" else f"lies between {low:g} and {high:g}"
        what = f"must be below {high - low:g}: {metric} {lies}, and no two differ by more. Got {margin:g}."
        yield (*claim.where, "margin"), what
    if facts["better"] is None and (what := _undirected(metric, claim)):
        yield (*claim.where, "metric"), what
    if facts["better"] and claim.options.get("better") not in {None, facts["better"]}:
        what = (
            f"is {facts['better']} for {metric}, by which runs that diverged count as failures; turned round they win"
        )
        yield (*claim.where, "better"), f"{what}. Leave it out, and name the arms the other way round."


def _shares(claim: "WrittenClaim") -> "Iterator[tuple[str, str]]":
    """Yield shares, of cells or of runs, that none can be beyond, or that every one is."""
    fields = {*hypotheses.registry[claim.kind].options.model_fields}
    share = claim.options.get("threshold")
    if "columns" in fields and share in {0, 1}:
        yield "threshold", f"must lie between 0 and 1: no share is beyond 1, and none is below 0. Got {share:g}."
    if "threshold" in fields and not {"columns", "budget"} & fields and claim.options.get("margin") == 1:
        yield "margin", "must be below 1: no two shares differ by more. Got 1."


def _always(threshold: float, metric: str, claim: "WrittenClaim", facts: dict[str, Any]) -> str:
    """Say that every reading of a metric is at a threshold, whatever it is."""
    better, (low, high) = claim.options.get("better") or facts["better"], facts["range"]
    if threshold != {"higher": low, "lower": high}.get(better):
        return ""
    return (
        f"is reached by every reading: {metric} is never {'less' if better == 'higher' else 'more'}. Got {threshold:g}."
    )


def _undirected(metric: str, claim: "WrittenClaim") -> str:
    """Say what a claim lacks about a metric of which neither direction is better."""
    fields = hypotheses.registry[claim.kind].options.model_fields
    unread = "threshold" in fields and claim.options.get("threshold") is None
    if "better" in fields and claim.options.get("better") is None and not unread:
        return f"{metric} has no better direction of its own. Add `better: higher` or `better: lower`."
    if "better" not in fields and claim.options.get("reduce") == "best":
        return f"{metric} has no better direction, so `best` means nothing. Use min, max, mean or median."
    return ""


def _outside(level: float, metric: str, facts: dict[str, Any]) -> str:
    low, high = facts["range"]
    if low <= level <= high:
        return ""
    if -inf < low and high < inf:
        lies = "is a fraction" if facts["unit"] == "fraction" else "always does"
        return f"must lie between {low:g} and {high:g}: {metric} {lies}. Got {level:g}."
    bound = f"{low:g} or more" if -inf < low else f"{high:g} or less"
    return f"must be {bound}: {metric} always is. Got {level:g}."


def _facts(metric: str) -> dict[str, Any]:
    return _measurable().get(MetricName(metric).name, {})


def _measurable() -> dict[str, dict[str, Any]]:
    """Return every metric that a probe measures, with what its file says of it, and its `range`: least and most."""
    ranges: dict[str, Any] = {}
    for name in probes.registry.names:
        ranges |= probes.registry[name].constants.get("RANGES", {})
    return {
        metric: facts | {"range": _range(ranges.get(metric, _OF_A_UNIT.get(facts["unit"])))}
        for metric, facts in probes.metrics_of(probes.registry.names).items()
    }


def _range(ends: "tuple[float | None, float | None] | None") -> tuple[float, float]:
    low, high = ends or (None, None)
    return (-inf if low is None else low, inf if high is None else high)
