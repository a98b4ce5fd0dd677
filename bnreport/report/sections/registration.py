"""Registration: what was fixed before the runs, and what changed since."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING
from bnreport.judge.registration_words import say_overrides, say_seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.judge.registered import Lost
    from bnreport.judge.registration_status import RegistrationStatus
    from bnreport.report.facts import Facts
    from bnreport.study.amendments import Amendment
    from bnreport.study.registration import Locked

TITLE = "Registration"


class RegistrationSection(NamedTuple):
    """The lock, beside the study as it ran."""

    lock: tuple[tuple[str, str], ...]
    """Facts about it; empty without a lock."""
    amendments: "tuple[Amendment, ...]"
    kept_seeds: str
    """Which seeds are judged, where more were added after the lock; empty otherwise."""
    overrides: str
    """What the command line changed of the locked study; empty if nothing."""
    unlike: "tuple[tuple[str, RegistrationStatus], ...]"
    """Claims that are not confirmatory, and why."""
    lost: "tuple[Lost, ...]"
    """Claims that can no longer be run as they were locked."""


def gather(facts: "Facts") -> RegistrationSection:
    """Describe the lock."""
    held = facts.file.registration
    if held is None:
        return RegistrationSection((), (), "", "", (), ())
    return RegistrationSection(
        lock=tuple(fact for number, entry in enumerate(held.entries) for fact in _entry(entry, number)),
        amendments=tuple(replace(each, was=each.was or NOTHING, now=each.now or NOTHING) for each in held.amendments),
        kept_seeds=say_seeds(facts.study, facts.file.study, held),
        overrides=say_overrides(facts.file.overrides, held),
        unlike=tuple((name, each) for name, each in facts.registered.statuses.items() if each.word != "confirmatory"),
        lost=facts.registered.lost,
    )


def _entry(entry: "Locked", number: int) -> "Iterator[tuple[str, str]]":
    yield ("Amended at" if number else "Locked at"), entry.locked_at
    if entry.why:
        yield "Why it was amended", entry.why
    yield "SHA-256 of what was locked", entry.digest
    yield "First commit that holds it", entry.commit or "not known: no Git repository told when the study was run"
