"""Confirmatory, amended or exploratory: what the lock and the times of the runs allow verdicts to be called."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from bnreport.results import Results, RunResult
    from bnreport.spec.lock import Registration

_WHOLE = timedelta(seconds=1)
"""Times are kept in whole seconds: what lies closer together has no order."""


class Standing(NamedTuple):
    """What a study's verdicts may be called."""

    word: Literal["confirmatory", "amended", "exploratory"]
    why: str
    """One sentence."""


def standing(registration: "Registration | None", results: "Results") -> Standing:
    """Say what verdicts may be called: confirmatory only if all that they rest on was fixed before any run had started.

    A run's start is when it finished less the seconds that it took; one that was interrupted and resumed began earlier
    than that. Runs that were trained for another study before the lock count like any other: their data were there.
    """
    if registration is None:
        return Standing("exploratory", "No lock was written: hypotheses and analysis could follow the data.")
    locked = registration.locked_at
    try:
        starts = [_started(run) for runs in results.runs.values() for run in runs.values()]
        late = bool(starts) and min(starts) + _WHOLE < datetime.fromisoformat(locked)
    except (ValueError, TypeError, OverflowError):
        return Standing("exploratory", f"Locked at {locked}, but a run does not say when it started.")
    if late:
        first = min(starts).isoformat(timespec="seconds")
        return Standing("exploratory", f"Locked at {locked}, after the first run had started at {first}.")
    when = f"Locked at {locked}, before the first run" if starts else f"Locked at {locked}; nothing has run yet"
    if count := len(registration.amendments):
        return Standing("amended", f"{when}; {count} value{'s' if count > 1 else ''} changed since.")
    return Standing("confirmatory", f"{when}; unchanged since.")


def _started(run: "RunResult") -> datetime:
    finished = datetime.fromisoformat(run.finished_at)
    if finished.tzinfo is None:
        finished = finished.replace(tzinfo=UTC)
    return finished.astimezone(UTC) - timedelta(seconds=run.seconds)
