"""A verdict beside what the paper says.

At the paper's own scale its number comes first, where it prints one: it is replicated if it lies in the prediction
interval around our estimate, and that interval names a side; however far a margin of ours lies. Without a number
verdict stands against verdict. A contradiction needs an opposing verdict, and that the number, if there is one, lies
outside: a number that nothing can be predicted for is not contradicted. Everything else, and every smaller scale, has a
direction at most.
"""

from math import inf
from typing import TYPE_CHECKING, Literal

from bnreport.judge.answer import DECIDED
from bnreport.judge.divergence import observe
from bnreport.judge.validity import untested, validated
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.prediction import predicted
from bnreport.study.bind import bind, over

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.answer import Answer
    from bnreport.results import Results
    from bnreport.stats.region import Interval, Region
    from bnreport.study.schema import Hypothesis, Paper, Scale, Study

Agreement = Literal["replicates", "contradicts", "same_direction", "other_direction", "cannot_tell", "not_comparable"]


def agree(
    answer: "tuple[Answer, str]", hypothesis: "Hypothesis", scale: "Scale", direction: int, beside: "Evidence"
) -> Agreement:
    """Compare with the paper, as said above.

    Args:
        answer: the verdict, and why there is none.
        hypothesis: with what the paper says of it.
        scale: of the claim.
        direction: of the estimate, by `direction_beside`; 0 where nothing could be tested.
        beside: what runs say over the paper's own steps.
    """
    paper, (verdict, reason) = hypothesis.paper, answer
    if paper is None or scale == "toy" or not hypothesis.primary or untested(reason):
        return "not_comparable"
    decided = verdict in DECIDED and paper.says in DECIDED
    same = decided and verdict == paper.says
    found = _at_its_own_scale(paper, beside, direction, decided=decided, same=same) if scale == "paper" else None
    if found:
        return found
    if direction:
        return "same_direction" if direction > 0 else "other_direction"
    if same:
        return "same_direction"
    return "other_direction" if decided and scale != "paper" else "cannot_tell"


def _at_its_own_scale(
    paper: "Paper", beside: "Evidence", direction: int, *, decided: bool, same: bool
) -> Agreement | None:
    """Return whether the paper is replicated or contradicted; None where there is a direction at most."""
    span, number = papers_span(paper, beside), paper.value
    if number is None:
        return ("replicates" if same else "contradicts") if decided else None
    if span is None:
        return "replicates" if same and not beside.reason else None
    if not _holds(span, number):
        return "contradicts" if decided and not same else None
    return "replicates" if direction >= 0 and (same or not _holds(span, beside.null)) else None


def papers_span(paper: "Paper", beside: "Evidence") -> "Interval | None":
    """Return where our runs expect the paper's number; None without one, or where the effect is no mean over seeds."""
    if paper.value is None or beside.reason or not isinstance(beside.estimate, Mean | Ratio):
        return None
    return predicted(beside.estimate, paper.n or 1, paper.sd)


def _holds(span: "Interval", value: float) -> bool:
    return span.low <= value <= span.high


def direction_beside(says: str, evidence: "Evidence", region: "Region") -> int:
    """Return 1 if the estimate lies on the paper's side of no effect, -1 if on the other, 0 if the paper names none.

    The paper names a side where every effect that it allows lies there: of the claim region where it supports the
    claim, outside of it where it refutes. "Does no harm" and "does not differ" name none. Where parts must all be true
    there is a side where all lie on it: parts that point both ways say neither.

    Args:
        says: the paper's verdict on the claim.
        evidence: what the runs say.
        region: effects for which the claim is true.
    """
    if parts := [part for part in evidence.parts if part.evidence.estimate is not None]:
        sides = {direction_beside(says, part.evidence, part.region) for part in parts}
        return sides.pop() if says == "supported" and len(sides) == 1 else 0
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

    It is no part of the verdict, whose steps are the claim's, and must mean something as that must.
    """
    window = hypothesis.paper and hypothesis.paper.window
    test = bind(study, over(hypothesis.test, window) if window else hypothesis.test)
    return validated(test, results, observe(test, results, study.analysis.divergence))
