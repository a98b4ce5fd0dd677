"""How the error rate is shared among the claims of each family, look by look.

At look i, Holm runs at alpha_i over the primary hypotheses still undecided, on the first looks[i] seeds of each arm;
what it decides is final. Every intersection of true claims is tested at alpha_i / |I| per member and look, so any false
verdict of a family at any look has probability sum(alpha) at most (Bonferroni over looks, closed testing within). That
bound holds whatever each look reads: a claim whose experiment gets no more seeds takes part in the later look with
those that it has.
"""

from typing import TYPE_CHECKING

from bnreport.stats.multiplicity import shares

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bnreport.stats.multiplicity import Step
    from bnreport.study.families import Family
    from bnreport.study.schema import Study


def share_alpha(
    study: "Study", together: "Iterable[Family]", p: "Mapping[str, float]", closed: "Collection[str]", alpha: float
) -> "dict[str, Step]":
    """Return the step of every primary claim that a look takes up.

    Args:
        study: whose correction is used.
        together: its families.
        p: of the claims that the look takes up, primary or not.
        closed: claims that no look may decide any more; like those lost they stand with p = 1.
        alpha: spent at this look, in each family.
    """
    steps: dict[str, Step] = {}
    for family in together:
        held = {name: p[name] for name in family.members if name in p}
        ones = [1.0] * (sum(name in closed for name in family.members) + family.lost)
        found = shares(study.analysis.multiplicity, [*held.values(), *ones], alpha, family.size)
        steps |= dict(zip(held, found, strict=False))  # the ones stand behind
    return steps
