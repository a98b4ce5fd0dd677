"""What a claim may be called: whether it was fixed before any of the runs that it reads had begun."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bnreport.study.definitions import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bnreport.results import Results, RunResult
    from bnreport.study.registration import Locked, Registration

_WHOLE = timedelta(seconds=1)
"""Times are kept in whole seconds: what lies closer together has no order."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When a run began that does not say when."""

Status = Literal[
    "confirmatory", "amended_before_results", "amended_after_results", "added_after_results", "unregistered"
]
"""Of a claim. What was amended or added after results is exploratory."""


class RegistrationStatus(NamedTuple):
    """What a claim may be called."""

    word: Status
    why: str
    """One sentence."""


UNREGISTERED = RegistrationStatus("unregistered", "No lock was written: claim and analysis could follow the data.")
INCOMPLETE = RegistrationStatus(
    "unregistered",
    "The lock does not say what the claims rest on, such as arms and probes: they could follow the data.",
)
_PARTS = {"test", "arms", "probes"}
"""What a definition must have to say what a claim is."""


def whole(definition: "Mapping[str, Any]") -> bool:
    """Say whether a definition fixes a claim; locks of old versions hold its test alone."""
    return definition.keys() >= _PARTS


class Begun:
    """When runs began."""

    def __init__(self, results: "Results") -> None:
        """Note the first start of each arm.

        A run that does not say when it began did so, at the latest, when it finished less the seconds that it took; one
        that says neither began long ago. A run trained for another study counts like any other: its data were there.
        """
        self.arms = {arm: min(map(_started, runs.values())) for arm, runs in results.runs.items() if runs}

    def first(self, *definitions: "Mapping[str, Any]") -> datetime | None:
        """Return when the first run began that any of these definitions of a claim reads; None if none has."""
        arms = {arm for definition in definitions for arm in definition.get("arms", ())}
        return min((at for arm, at in self.arms.items() if arm in arms), default=None)

    def earliest(self) -> datetime | None:
        """Return when the first run of all began; None if none has."""
        return min(self.arms.values(), default=None)


def precedes(entry: "Locked", start: datetime | None) -> bool:
    """Say whether an entry was locked before a run began."""
    return start is None or datetime.fromisoformat(entry.locked_at) - start < _WHOLE


def late_commits(entries: "Iterable[Locked]", start: datetime | None) -> "tuple[Locked, ...]":
    """Return the entries that precede a run by their own word, and whose first commit, where one is known, does not."""
    if start is None:
        return ()
    early = (entry for entry in entries if entry.committed_at and precedes(entry, start))
    return tuple(entry for entry in early if _time(entry.committed_at) - start >= _WHOLE)


class Version(NamedTuple):
    """A claim as it was registered."""

    entry: "Locked"
    definition: "Mapping[str, Any]"
    amended: bool
    """Whether an earlier entry had another definition."""


def registered_version(name: str, entries: "tuple[Locked, ...]", begun: Begun) -> Version | None:
    """Return the version of a claim that counts; None if no entry had it before its runs began.

    It is the first that was locked in time. A later one takes its place if it was locked before any run had begun that
    either of them reads; else it comes after results, and the first keeps its place.
    """
    found: Version | None = None
    for number, entry in enumerate(entries):
        definition = entry.definitions.get(name)
        if definition is None or not whole(definition):
            continue
        if found is None or not alike(found.definition, definition, apart=()):
            read = [definition, *([found.definition] if found else [])]
            starts = [begun.first(*read), *(recorded(entries[:number], each) for each in read)]
            if all(precedes(entry, start) for start in starts):
                found = Version(entry, definition, amended=found is not None)
    return found


def recorded(entries: "Iterable[Locked]", definition: "Mapping[str, Any] | None" = None) -> datetime | None:
    """Return when the first run of a claim began while one of these entries was the last, though it is there no more.

    An arm that was changed has other runs, and so has a new store: those that were there before are in none that is
    read, and were seen. Without a definition all arms count.
    """
    arms = None if definition is None else definition.get("arms", ())
    begun = (_time(at) for entry in entries for arm, at in entry.begun.items() if arms is None or arm in arms)
    return min(begun, default=None)


def note_starts(registration: "Registration", results: "Results") -> "Registration":
    """Return a lock whose last entry says when the runs of each arm began: what is locked later came after them."""
    *before, last = registration.entries
    now: dict[str, str] = {arm: at.isoformat(timespec="seconds") for arm, at in Begun(results).arms.items()}
    starts = {arm: min(last.begun.get(arm, at), at, key=_time) for arm, at in {**last.begun, **now}.items()}
    return replace(registration, entries=(*before, replace(last, begun=starts)))


def status_of(version: Version, *, beside: str = "") -> RegistrationStatus:
    """Return what a claim may be called that is judged as it was registered.

    Args:
        version: as registered.
        beside: the name under which a version changed after results stands beside it; empty without one.
    """
    said = f"Locked at {version.entry.locked_at}, before any of its runs began"
    since = f"; it was changed since, and the changed claim is exploratory: {beside}." if beside else "."
    if version.amended:
        return RegistrationStatus("amended_before_results", f"{said}, in place of an earlier version{since}")
    return RegistrationStatus("confirmatory", f"{said}{since}")


def changed_status(
    version: Version | None, start: datetime | None, entries: "tuple[Locked, ...]", name: str
) -> RegistrationStatus:
    """Return what a claim may be called that is not as it was registered, or was not registered in time.

    Args:
        version: as registered; None where no entry had it in time.
        start: when the first run began that it reads; None if none has.
        entries: of the lock.
        name: of the claim.
    """
    held = next((entry.locked_at for entry in entries if name in entry.definitions), "")
    if start is None:
        what = "is not as it was locked" if held else "is not in the lock"
        word: Status = "amended_before_results" if held else "unregistered"
        return RegistrationStatus(word, f"It {what}: `bnreport lock --amend` registers it before its first run.")
    began = "at a time that it does not say" if start == _LONG_AGO else f"at {start.isoformat(timespec='seconds')}"
    if version:
        why = f"It is not as it was locked at {version.entry.locked_at}: the change came after its first run began, "
        return RegistrationStatus("amended_after_results", f"{why}{began}, or was never locked.")
    when = f"first locked at {held}" if held else "not in the lock"
    return RegistrationStatus("added_after_results", f"It was {when}, and its first run began {began}.")


def _started(run: "RunResult") -> datetime:
    if run.started_at:
        return _time(run.started_at)
    try:
        return _time(run.finished_at) - timedelta(seconds=run.seconds)
    except (ValueError, TypeError, OverflowError):
        return _LONG_AGO


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return _LONG_AGO
