"""A verdict beside what the paper says."""

from math import inf
from typing import TYPE_CHECKING, Literal

from bnreport.judge.answer import DECIDED
from bnreport.judge.divergence import observe
from bnreport.study.bind import bind, over

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.answer import Answer
    from bnreport.results import Results
    from bnreport.stats.region import Region
    from bnreport.study.schema import Hypothesis, Scale, Study

Agreement = Literal["replicates", "contradicts", "same_direction", "other_direction", "cannot_tell", "not_comparable"]


def agree(answer: "Answer", hypothesis: "Hypothesis", scale: "Scale", direction: int) -> Agreement:
    """Compare with the paper: decided with decided, else by the estimate's direction; a toy says nothing.

    Args:
        answer: the verdict.
        hypothesis: with what the paper says of it.
        scale: of the claim.
        direction: of the estimate, by `direction_beside`; 0 where nothing could be tested.
    """
    paper = hypothesis.paper
    if paper is None or scale == "toy" or not hypothesis.primary:
        return "not_comparable"
    if answer in DECIDED and paper.says in DECIDED:
        return "replicates" if answer == paper.says else "contradicts"
    if answer in DECIDED or not direction:
        return "cannot_tell"
    return "same_direction" if direction > 0 else "other_direction"


def direction_beside(says: str, evidence: "Evidence", region: "Region") -> int:
    """Return 1 if the estimate lies on the paper's side of no effect, -1 if on the other, 0 if the paper names none.

    The paper names a side where every effect that it allows lies there: of the claim region where it supports the
    claim, outside of it where it refutes. "Does no harm" and "does not differ" name none. Where parts must all be true,
    each must lie on its side.

    Args:
        says: the paper's verdict on the claim.
        evidence: what the runs say.
        region: effects for which the claim is true.
    """
    if parts := [part for part in evidence.parts if part.evidence.estimate is not None]:
        sides = [direction_beside(says, part.evidence, part.region) for part in parts]
        return min(sides) if says == "supported" else 0
    if evidence.estimate is None:
        return 0
    above = says == "supported" and region.low >= evidence.null
    below = says == "refuted" and region.low <= evidence.null and region.high == inf
    away = evidence.estimate.value - evidence.null
    return (above - below) * ((away > 0) - (away < 0))


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
