"""Verdicts, reasons and probabilities in words."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.units import NOTHING, say_region

if TYPE_CHECKING:
    from bnreport.stats.region import Region
    from bnreport.verdicts import Verdict

_SMALL = 0.001


class Badge(NamedTuple):
    """A verdict as colour, shape and word."""

    kind: str
    shape: str
    word: str


BADGES = {
    "supported": Badge("supported", "✓", "Supported"),
    "refuted": Badge("refuted", "✕", "Refuted"),
    "inconclusive": Badge("inconclusive", "?", "Inconclusive"),
    "exploratory": Badge("exploratory", "○", "Exploratory"),
    "not_run": Badge("not_run", "—", "Not run"),
}

AGREEMENTS = {
    "replicates": "replicates",
    "contradicts": "contradicts",
    "uninformative": "uninformative",
    "not_comparable": "not comparable",
}

_REASONS = {
    "imprecise": "imprecise: the verdict interval holds effects on both sides of the bound",
    "degenerate": "degenerate: the seeds do not vary, so no interval can be trusted",
    "censored": "censored: too many runs never reached the threshold within the budget",
    "differential_divergence": "differential divergence: runs failed in one arm and not in the other",
    "too_few_seeds": "too few seeds for an interval",
    "missing_runs": "runs are missing",
    "invalid": "invalid: the measurement cannot answer the question",
}


def badge(verdict: "Verdict") -> Badge:
    """Return the badge; an exploratory hypothesis gets no verdict."""
    exploratory = not verdict.primary and verdict.verdict != "not_run"
    return BADGES["exploratory" if exploratory else verdict.verdict]


def say_reason(code: str) -> str:
    """Return a reason code in words."""
    return _REASONS.get(code, code.replace("_", " "))


def say_p(p: float | None) -> str:
    """Return a probability to three decimals."""
    if p is None or p != p:  # noqa: PLR0124  (NaN)
        return NOTHING
    return "< 0.001" if p < _SMALL else f"{p:.3f}"


def say_rule(region: "Region", unit: str) -> str:
    """Return what decides: which intervals support, and which refute."""
    return (
        f"The claim is true for effects {say_region(region, unit)}. Supported if the whole verdict interval lies "
        "there; refuted if the whole of it lies outside; otherwise inconclusive."
    )


def say_list(parts: list[str]) -> str:
    """Join with commas and a final `and`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
