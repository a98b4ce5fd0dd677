"""How far to trust what is said in a few words: the certainty of the verdicts it rests on, and what they hang on."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list
from bnreport.judge.certainty import LEVELS, Level, least

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bnreport.judge.certainty import Certainty
    from bnreport.judge.questions import Answered
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.verdicts import Verdict


class Trust(NamedTuple):
    """Of one verdict, or of an answer that rests on several."""

    level: Level
    seeds: tuple[str, ...] = ()
    """Without any one of which a verdict that it rests on is lost."""
    fragile: bool = False
    """Whether such a seed, or too many other analyses, speak against such a verdict."""

    def __str__(self) -> str:
        """Say it: `low certainty, lost without seed 3`."""
        said = f"{self.level} certainty"
        if self.seeds:
            return f"{said}, lost without seed {say_list([*self.seeds], 'or')}"
        return f"{said}, fragile: other analyses disagree" if self.fragile else said


def trusts(certainties: "Mapping[str, Certainty]", variants: "Mapping[str, Sensitivity]") -> dict[str, Trust]:
    """Return how far to trust each verdict that has a certainty, by the hypothesis's name."""
    none = ((), False)
    found = {name: (each.flipping, each.fragile) for name, each in variants.items()}
    return {name: Trust(each.level, *found.get(name, none)) for name, each in certainties.items()}


def trust_in(answered: "Answered", verdicts: "Iterable[Verdict]", of_claims: "Mapping[str, Trust]") -> "Trust | None":
    """Return how far to trust the answer to a question; None where there is none.

    All claims that decide it must hold: if they do it is as sure as the least sure of them, and hangs on what any hangs
    on. One that is refuted is enough to refute it, and the surest of these counts.
    """
    found = {verdict.hypothesis for verdict in verdicts if verdict.verdict == answered.answer}
    held = [of_claims[name] for name in answered.question.decided_by if name in found and name in of_claims]
    if not held:
        return None
    if answered.answer == "refuted":
        return min(held, key=lambda each: (LEVELS.index(each.level), each.fragile))
    if answered.answer != "supported":
        return None
    level = least(each.level for each in held)
    seeds = dict.fromkeys(seed for each in held for seed in each.seeds)
    return Trust(level, tuple(seeds), any(each.fragile for each in held))
