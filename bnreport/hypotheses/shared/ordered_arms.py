"""Arms in an order: what claims over several of them share."""

from typing import TYPE_CHECKING

from bnreport.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_ARMS = 3
"""Two arms have a difference, not a course."""


def distinct(kind: str, arms: "Sequence[str]", fewest: int) -> tuple[str, ...]:
    """Return the arms.

    Raises:
        SpecError: too few of them, or one twice.
    """
    twice = sorted({arm for arm in arms if list(arms).count(arm) > 1})
    if twice:
        raise SpecError([f"{kind}: arms: each may stand there once. Got {', '.join(twice)} again. Leave it out."])
    if len(arms) < fewest:
        mend = " With two arms, claim superiority." if fewest == FEWEST_ARMS else ""
        raise SpecError([f"{kind}: arms: there must be {fewest} at least. Got {len(arms)}.{mend}"])
    return tuple(arms)
