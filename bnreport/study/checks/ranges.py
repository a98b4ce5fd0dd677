"""Can metrics be what claims and windows ask of them, and is it said which direction is better?"""

from typing import TYPE_CHECKING, Any

from bnreport import hypotheses, probes
from bnreport.errors import unknown
from bnreport.study.windows import FixedWindow, StepWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.bind import Claim
    from bnreport.study.schema import Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]


def level_faults(study: "Study") -> "Iterator[Finding]":
    """Yield levels of windows that their metric never has, or that lead away from what is better."""
    for name, window in study.windows.items():
        if isinstance(window, FixedWindow):
            continue
        step = isinstance(window, StepWindow)
        facts = _facts(window.metric)
        place: Where = ("windows", name, "from" if step else "metric", *((window.metric,) if step else ()))
        if not facts:
            yield place, unknown("metric", window.metric, _measurable())
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


def range_faults(claim: "Claim") -> "Iterator[Finding]":
    """Yield what no value of a claim's metric can be: its threshold, its margin; or that no direction is better."""
    metric = str(claim.options.get("metric"))
    facts = _facts(metric)
    fields = hypotheses.registry[claim.kind].options.model_fields
    threshold, margin = claim.options.get("threshold"), claim.options.get("margin")
    if not facts:
        return
    if isinstance(threshold, int | float) and (what := _outside(threshold, metric, facts)):
        yield (*claim.where, "threshold"), what
    raw = "scale" in fields and claim.options.get("scale", "raw") == "raw"
    if raw and facts["unit"] == "fraction" and isinstance(margin, int | float) and margin >= 1:
        what = f"must be below 1: {metric} is a fraction, and no two differ by more. Got {margin:g}."
        yield (*claim.where, "margin"), what
    if facts["better"] is None and (what := _undirected(metric, claim)):
        yield (*claim.where, "metric"), what


def _undirected(metric: str, claim: "Claim") -> str:
    """Say what a claim lacks about a metric of which neither direction is better."""
    fields = hypotheses.registry[claim.kind].options.model_fields
    unread = "threshold" in fields and claim.options.get("threshold") is None
    if "better" in fields and claim.options.get("better") is None and not unread:
        return f"{metric} has no better direction of its own. Add `better: higher` or `better: lower`."
    if "better" not in fields and claim.options.get("reduce") == "best":
        return f"{metric} has no better direction, so `best` means nothing. Use min, max, mean or median."
    return ""


def _outside(level: float, metric: str, facts: dict[str, Any]) -> str:
    if facts["unit"] == "fraction" and not 0 <= level <= 1:
        return f"must lie between 0 and 1: {metric} is a fraction. Got {level:g}."
    return ""


def _facts(metric: str) -> dict[str, Any]:
    return _measurable().get(metric.partition(".")[0], {})


def _measurable() -> dict[str, dict[str, Any]]:
    """Return every metric that a probe measures, with what its file says of it."""
    held = [probes.registry[name].constants["METRICS"] for name in probes.registry.names]
    return {metric: facts for part in held for metric, facts in part.items()}
