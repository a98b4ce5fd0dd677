"""Confirmatory, amended or exploratory: what the lock and the times of the runs allow verdicts to be called."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from bnreport.results import Results, RunResult
    from bnreport.study.registration import Registration
    from bnreport.study.schema import Study

_WHOLE = timedelta(seconds=1)
"""Times are kept in whole seconds: what lies closer together has no order."""


Status = Literal["confirmatory", "amended", "exploratory"]
"""Whether hypotheses and analysis were locked before the runs; `amended`: and changed since."""


class RegistrationStatus(NamedTuple):
    """What a study's verdicts may be called."""

    word: Status
    why: str
    """One sentence."""


def registration_status(registration: "Registration | None", results: "Results") -> RegistrationStatus:
    """Say what verdicts may be called: confirmatory only if all that they rest on was fixed before any run had started.

    A run that does not say when it first started began, at the latest, when it finished less the seconds that it took.
    Runs that were trained for another study before the lock count like any other: their data were there.

    Of a lock with several entries the last counts: it is what the study is compared with, and what was fixed last.

    Seeds or error rates that were changed once there were runs let results choose when to stop: five seeds judged, then
    ten at the full level, err in 8.6 % of studies instead of 4.9 %. Nor were those of a profile fixed that was added.
    """
    if registration is None:
        return RegistrationStatus("exploratory", "No lock was written: hypotheses and analysis could follow the data.")
    said, last = _locked(registration), datetime.fromisoformat(registration.entries[-1].locked_at)
    try:
        starts = [_started(run) for runs in results.runs.values() for run in runs.values()]
        late = bool(starts) and min(starts) + _WHOLE <= last
    except (ValueError, TypeError, OverflowError):
        return RegistrationStatus("exploratory", f"{said}, but a run does not say when it started.")
    if late:
        first = min(starts).isoformat(timespec="seconds")
        return RegistrationStatus("exploratory", f"{said}, after the first run had started at {first}.")
    when = f"{said}, before the first run" if starts else f"{said}; nothing has run yet"
    if starts and (names := _stopping(registration)):
        why = f"{when}, but {names} changed since: when to stop may have followed the results."
        return RegistrationStatus("exploratory", why)
    if count := len(registration.amendments):
        return RegistrationStatus("amended", f"{when}; {count} value{'s' if count > 1 else ''} changed since.")
    return RegistrationStatus("confirmatory", f"{when}; unchanged since.")


def kept_seeds(study: "Study", registration: "Registration | None") -> str:
    """Say which seeds are judged, where more were added after the lock; empty otherwise."""
    if registration is None or not registration.asked:
        return ""
    judged = sorted({study.looks_of(name)[-1] for name in registration.asked})
    return f"Seeds were added after the lock: only the {' or '.join(map(str, judged))} seeds registered are judged."


def _locked(registration: "Registration") -> str:
    first, *_, last = (registration.entries[0], *registration.entries)
    amended = f", amended by a lock at {last.locked_at}" if len(registration.entries) > 1 else ""
    return f"Locked at {first.locked_at}{amended}"


def _stopping(registration: "Registration") -> str:
    """Name what was amended of when to stop: seeds, or the whole profile."""
    changed = [each.where.split(".") for each in registration.amendments]
    return " and ".join(".".join(where) for where in changed if _stops(where))


def _stops(where: list[str]) -> bool:
    looks = where[0] == "experiments" and where[2:] == ["looks"]
    return looks or where[0] == "seeds" or where[:-1] == ["profiles"]


def _started(run: "RunResult") -> datetime:
    if run.started_at:
        return _utc(run.started_at)
    return _utc(run.finished_at) - timedelta(seconds=run.seconds)


def _utc(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
