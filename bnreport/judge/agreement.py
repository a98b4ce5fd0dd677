"""A verdict beside what the paper says."""

from typing import TYPE_CHECKING, Literal

from bnreport.judge.answer import DECIDED
from bnreport.judge.divergence import observe
from bnreport.study.bind import bind, over

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.answer import Answer
    from bnreport.results import Results
    from bnreport.study.schema import Hypothesis, Scale, Study

Agreement = Literal["replicates", "contradicts", "uninformative", "not_comparable"]


def agree(answer: "Answer", hypothesis: "Hypothesis", scale: "Scale") -> Agreement:
    """Compare with the paper: only a decided verdict beside a decided claim says anything, and a toy never does."""
    paper = hypothesis.paper
    if paper is None or scale == "toy" or not hypothesis.primary:
        return "not_comparable"
    if answer not in DECIDED or paper.says not in DECIDED:
        return "uninformative"
    return "replicates" if answer == paper.says else "contradicts"


def has_own_steps(hypothesis: "Hypothesis") -> bool:
    """Tell whether the paper's number is from other steps than the claim reads."""
    paper = hypothesis.paper
    return paper is not None and paper.window not in {None, hypothesis.test.options.get("window")}


def over_papers_steps(study: "Study", hypothesis: "Hypothesis", results: "Results") -> "Evidence":
    """Return what runs say over the paper's own steps, beside which alone its number may stand.

    It is no part of the verdict, whose steps are the claim's.
    """
    window = hypothesis.paper and hypothesis.paper.window
    test = over(hypothesis.test, window) if window else hypothesis.test
    return observe(bind(study, test), results, study.analysis.divergence)
