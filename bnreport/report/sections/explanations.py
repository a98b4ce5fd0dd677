"""Explanations: which claims speak for and against each, and in what."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.questions import ASPECTS, weigh_explanations

if TYPE_CHECKING:
    from bnreport.judge.questions import Bearing
    from bnreport.report.facts import Facts

TITLE = "Explanations"
_NOT_RUN = "not run"
_TAKEN = ("for", "against")
_SIDES = (*_TAKEN, "silent", _NOT_RUN)


class BearingClaim(NamedTuple):
    """A claim that takes a side, or none."""

    name: str
    claim: str
    trust: str
    """How sure it is, and what it hangs on; empty where it takes no side."""


class ClaimsOfSide(NamedTuple):
    """Claims that say the same of an explanation."""

    word: str
    """for, against, silent or not run."""
    claims: tuple[BearingClaim, ...]


class WeighedExplanation(NamedTuple):
    """One mechanism."""

    label: str
    says: str
    cells: tuple[tuple[ClaimsOfSide, ...], ...]
    """Is it present, needed, enough: sides that some claim takes; empty where none tests it."""


def gather(facts: "Facts") -> tuple[WeighedExplanation, ...] | None:
    """Weigh what the study explains BatchNorm by; None where it names nothing."""
    found = tuple(
        WeighedExplanation(
            explanation.label, explanation.says, tuple(_sides(facts, claims[aspect]) for aspect in ASPECTS)
        )
        for explanation, claims in weigh_explanations(facts.study, facts.verdicts)
    )
    return found or None


def _sides(facts: "Facts", claims: "tuple[Bearing, ...]") -> tuple[ClaimsOfSide, ...]:
    missing = {verdict.hypothesis for verdict in facts.verdicts if verdict.verdict == "not_run"}
    sides = [(each.hypothesis, _NOT_RUN if each.hypothesis in missing else each.side) for each in claims]
    return tuple(
        ClaimsOfSide(side, tuple(_claim(facts, name, side) for name, taken in sides if taken == side))
        for side in _SIDES
        if any(taken == side for _, taken in sides)
    )


def _claim(facts: "Facts", name: str, side: str) -> BearingClaim:
    trust = str(facts.trusts.get(name, "")) if side in _TAKEN else ""
    return BearingClaim(name, facts.study.hypotheses[name].claim, trust)
