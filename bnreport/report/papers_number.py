"""The paper's own number, and what this study's is over the same steps."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_effect, say_span
from bnreport.judge.agreement import has_own_steps, over_papers_steps
from bnreport.judge.verdicts import ORDINARY

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


def say_papers_number(facts: "Facts", verdict: "Verdict") -> str:
    """Return it in words, and whether it is at another scale or over other steps; empty where it prints none."""
    hypothesis, unit = facts.study.hypotheses[verdict.hypothesis], verdict.evidence.unit
    if hypothesis.paper is None or hypothesis.paper.value is None:
        return ""
    said = say_effect(hypothesis.paper.value, unit)
    if verdict.scale != "paper":
        return f"{said} at its own scale"
    if not has_own_steps(hypothesis):
        return said
    ours = over_papers_steps(facts.study, hypothesis, facts.results.first(verdict.seeds)).estimate
    if ours is None:
        return f"{said} over its own steps"
    found = f"{say_effect(ours.value, unit)}, 95 % interval {say_span(ours.interval(ORDINARY), unit)}, n = {ours.n}"
    return f"{said} over its own steps, where ours is {found}"
