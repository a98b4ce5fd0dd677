"""A verdict beside what the paper says."""

from typing import TYPE_CHECKING, Literal

from bnreport.judge.answer import DECIDED

if TYPE_CHECKING:
    from bnreport.judge.answer import Answer
    from bnreport.study.schema import Hypothesis, Scale

Agreement = Literal["replicates", "contradicts", "uninformative", "not_comparable"]


def agree(answer: "Answer", hypothesis: "Hypothesis", scale: "Scale") -> Agreement:
    """Compare with the paper: only a decided verdict beside a decided claim says anything, and a toy never does."""
    paper = hypothesis.paper
    if paper is None or scale == "toy" or not hypothesis.primary:
        return "not_comparable"
    if answer not in DECIDED or paper.says not in DECIDED:
        return "uninformative"
    return "replicates" if answer == paper.says else "contradicts"
