"""Registration: what was fixed before the runs, and what changed since."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.study.amendments import Amendment

TITLE = "Registration"


class Registration(NamedTuple):
    """The lock, beside the study as it ran."""

    lock: tuple[tuple[str, str], ...]
    """Facts about it; empty without a lock."""
    amendments: "tuple[Amendment, ...]"
    kept_seeds: str
    """Which seeds are judged, where more were added after the lock; empty otherwise."""


def gather(facts: "Facts") -> Registration:
    """Describe the lock."""
    held = facts.file.registration
    if held is None:
        return Registration((), (), "")
    judged, asked = facts.study.seeds.looks[-1], facts.asked.study.seeds.looks[-1]
    return Registration(
        lock=(("Locked at", held.locked_at), ("SHA-256 of what was locked", held.digest)),
        amendments=tuple(each._replace(was=each.was or NOTHING, now=each.now or NOTHING) for each in held.amendments),
        kept_seeds=f"Seeds were added after the lock: only the {judged} seeds registered are judged."
        if judged < asked
        else "",
    )
