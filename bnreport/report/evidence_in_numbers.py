"""The numbers of a verdict, named: the evidence on its card."""

from typing import TYPE_CHECKING

from bnreport.formatting import NOTHING, say_distance, say_effect, say_number, say_p, say_region, say_span, say_value
from bnreport.judge.parts import composite
from bnreport.judge.wording import say_n
from bnreport.stats.mean import Mean, Ratio

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict


def evidence_in_numbers(verdict: "Verdict", correction: str) -> tuple[tuple[str, str], ...]:
    """Return estimate, intervals, p, counts and what the seeds detect, as far as there are any; with their names."""
    unit = verdict.evidence.unit
    if verdict.estimate is None:
        return (("Seeds planned, run, used", _counts(verdict)),)
    level = "" if verdict.level is None else f"{100 * (1 - verdict.level):.4g} % "
    p = (f"p at the margin, raw and {correction}", f"{say_p(verdict.p)} and {say_p(verdict.p_holm)}")
    seeds = ("Seeds planned, run, used", _counts(verdict))
    if composite(verdict.evidence):  # its parts have a table of their own
        return (*([(f"{correction} step", level.strip() or NOTHING), p] if verdict.primary else []), seeds)
    facts = [("Estimate", say_effect(verdict.estimate, unit)), ("95 % interval", say_span(verdict.interval, unit))]
    if verdict.primary:
        facts += [("Verdict interval", f"{say_span(verdict.verdict_interval, unit)} ({level}{correction} step)"), p]
    return (
        *facts,
        ("Claim region", say_region(verdict.region, unit)),
        seeds,
        (_mde(verdict), say_distance(verdict.mde, unit)),
        ("Correlation of paired arms", say_value(verdict.correlation, "1")),
    )


def _mde(verdict: "Verdict") -> str:
    """Say what is detected: an effect so far beyond the margin, given the SD that these seeds had."""
    estimate = verdict.evidence.estimate
    mean = estimate.log if isinstance(estimate, Ratio) else estimate
    of = f", SD {say_number(mean.sd)}{' of logarithms' * (mean is not estimate)}" if isinstance(mean, Mean) else ""
    return f"Detectable beyond the margin (80 % power{of})"


def _counts(verdict: "Verdict") -> str:
    return f"{verdict.n_planned}, {verdict.n_run}, {say_n(verdict)}"
