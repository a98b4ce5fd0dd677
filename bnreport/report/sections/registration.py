"""Registration: what was fixed before the runs, and what changed since."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING
from bnreport.judge.registration_status import kept_seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.facts import Facts
    from bnreport.study.amendments import Amendment
    from bnreport.study.registration import Locked

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
    return Registration(
        lock=tuple(fact for number, entry in enumerate(held.entries) for fact in _entry(entry, number)),
        amendments=tuple(replace(each, was=each.was or NOTHING, now=each.now or NOTHING) for each in held.amendments),
        kept_seeds=kept_seeds(facts.study, held),
    )


def _entry(entry: "Locked", number: int) -> "Iterator[tuple[str, str]]":
    yield ("Amended at" if number else "Locked at"), entry.locked_at
    if entry.why:
        yield "Why it was amended", entry.why
    yield "SHA-256 of what was locked", entry.digest
