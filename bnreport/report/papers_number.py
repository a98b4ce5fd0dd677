"""The paper's own number, and what this study's is over the same steps."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_count, say_effect, say_span
from bnreport.judge.agreement import has_own_steps, over_papers_steps, papers_span
from bnreport.judge.verdicts import ORDINARY

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


def say_papers_number(facts: "Facts", verdict: "Verdict") -> str:
    """Return it in words, and whether it is at another scale or over other steps; empty where it prints none."""
    hypothesis, unit = facts.study.hypotheses[verdict.hypothesis], verdict.evidence.unit
    if hypothesis.paper is None or hypothesis.paper.value is None:
        return ""
    paper = hypothesis.paper
    said = say_effect(paper.value, unit)
    if verdict.scale != "paper":
        return f"{said} at its own scale"
    own = has_own_steps(hypothesis)
    seen = facts.results.first(verdict.seeds)
    beside = over_papers_steps(facts.study, hypothesis, seen) if own else verdict.evidence
    ours, span = beside.estimate, papers_span(paper, beside)
    said += " over its own steps" * own
    if own and ours is not None:
        interval = say_span(ours.interval(ORDINARY), unit)
        said += f", where ours is {say_effect(ours.value, unit)}, 95 % interval {interval}, n = {ours.n}"
    if span is None:
        return said
    runs = say_count(paper.n or 1, "run")
    return f"{said}; from ours, {runs} would show {say_span(span, unit)} (95 % prediction interval)"
