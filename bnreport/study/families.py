"""Families of claims: those that share the study's error rate."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.study.bind import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.study.schema import Study


class Family(NamedTuple):
    """Primary claims that are corrected together."""

    name: str
    """Empty for the family of all experiments that name none."""
    members: tuple[str, ...]
    lost: int
    """Claims that can no longer be run as they were locked: each keeps its place with p = 1."""

    @property
    def size(self) -> int:
        """How many claims share the error rate."""
        return len(self.members) + self.lost


def families(study: "Study", lost: "Iterable[str]" = ()) -> tuple[Family, ...]:
    """Return the families of a study's primary claims, in its order.

    Args:
        study: as resolved for a profile.
        lost: of each primary claim that can no longer be run as it was locked, the family; those that have no other
            claim come last.
    """
    members: dict[str, list[str]] = {}
    for name, hypothesis in study.hypotheses.items():
        if hypothesis.primary:
            members.setdefault(family_of(study, hypothesis.test), []).append(name)
    gone = [*lost]
    names = dict.fromkeys([*members, *gone])
    return tuple(Family(name, tuple(members.get(name, ())), gone.count(name)) for name in names)
