"""The lock: hypotheses and analysis as they stood before the runs, beside the spec.

Its digest shows that the file was not edited by hand, by mistake or lightly; it proves nothing against an author who
writes a new one. That a lock is as old as it says, version control must show.
"""

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.errors import Problem, SpecError, short
from bnreport.files import write_whole
from bnreport.study.amendments import Amendment, amendments, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bnreport.study.schema import Study

VERSION = 2
MAX_BYTES = 16_000_000
_MEND = "Restore it from version control, or delete it to register anew."
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


class Lock(NamedTuple):
    """What a lock file holds."""

    locked_at: str
    """UTC, ISO 8601, whole seconds."""
    digest: str
    """sha256 of the canonical JSON of `study` and `resolved`."""
    study: dict[str, Any]
    """The YAML file's plain data."""
    resolved: dict[str, dict[str, Any]]
    """By profile, what it was resolved to, with every default of the version that locked it."""


@dataclass(frozen=True)
class Registration:
    """A study's lock, and what was changed since."""

    locked_at: str
    """UTC, ISO 8601, whole seconds."""
    digest: str
    """sha256 of the canonical JSON of what was locked."""
    amendments: tuple[Amendment, ...]
    """Every value of the study as it ran that is not as locked; `--set` counts too."""


def lock_path(spec: "Path") -> "Path":
    """Return where the lock of a spec lies: `x.lock.json` beside `x.yaml`."""
    return spec.with_suffix(".lock.json")


def write_lock(spec: "Path", study: "Mapping[str, Any]", studies: "Mapping[str, Study]", now: datetime) -> "Path":
    """Lock a study: write its plain data and what every profile makes of it, whole or not at all.

    Args:
        spec: the YAML file; the lock is written beside it.
        study: its plain data.
        studies: by profile, what it resolves to.
        now: the time of locking.

    Raises:
        SpecError: it is locked already, or holds a number that JSON lacks, or too much.
        StoreError: the folder is not writable.
    """
    path = lock_path(spec)
    held = read_lock(path, str(study["study"]))
    if held is not None:
        what = (
            f"was locked at {held.locked_at}, and a lock is never overwritten. Edits show as amendments in every "
            "report. To register anew, delete this file; version control will show it."
        )
        raise SpecError([Problem(str(path), "", what)])
    every = {name: resolved(each, name) for name, each in studies.items()}
    content = {
        "bnreport_lock": VERSION,
        "locked_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "digest": digest(study, every),
        "study": study,
        "resolved": every,
    }
    try:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError:
        what = "holds .nan or .inf, which a lock cannot keep. Use a number."
        raise SpecError([Problem(str(spec), "", what)]) from None
    if len(whole := f"{text}\n".encode()) > MAX_BYTES:
        what = f"makes a lock of more than {MAX_BYTES / 1e6:.0f} MB. Use fewer profiles, or a smaller study."
        raise SpecError([Problem(str(spec), "", what)])
    write_whole(path, whole)
    return path


def read_lock(path: "Path", study: str) -> Lock | None:
    """Read a lock; None if there is no such file.

    Args:
        path: the lock file.
        study: name of the study that it must hold.

    Raises:
        SpecError: it cannot be read, is no lock, was edited by hand, or locks another study.
    """
    if not os.path.lexists(path):
        return None
    try:
        if not path.is_file():
            raise _refusal(path, "is no file that can be read")
        if path.stat().st_size > MAX_BYTES:
            raise _refusal(path, f"is too large for a lock: more than {MAX_BYTES / 1e6:.0f} MB")
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
        lock = _checked(path, data)
        same = lock.digest == digest(lock.study, lock.resolved)
    except OSError as error:
        raise _refusal(path, f"cannot be read ({error.strerror})") from None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise _refusal(path, f"is no lock file ({type(error).__name__})") from None
    if not same:
        raise _refusal(path, "was edited after it was written: its digest does not fit its content")
    if lock.study.get("study") != study:
        raise _refusal(path, f"locks another study. Got {short(lock.study.get('study'))}, not {short(study)}")
    return lock


def registration(spec: "Path", study: "Study", profile: str) -> Registration | None:
    """Compare a study as resolved with what it was resolved to when it was locked; None without a lock.

    Args:
        spec: the YAML file.
        study: as resolved under the profile, `--set` included.
        profile: its name.

    Raises:
        SpecError: the lock is damaged.
    """
    path = lock_path(spec)
    lock = read_lock(path, study.study)
    if lock is None:
        return None
    try:
        changes = amendments(lock.resolved, resolved(study, profile), profile)
    except RecursionError:
        raise _refusal(path, "is nested too deep for a lock") from None
    return Registration(lock.locked_at, lock.digest, changes)


def _checked(path: "Path", data: Any) -> Lock:  # noqa: ANN401  (whatever the file holds)
    version = data["bnreport_lock"]
    if version != VERSION or isinstance(version, bool):
        raise _refusal(path, f"has lock version {short(version)}, which is unknown; this bnreport reads {VERSION}")
    lock = Lock(data["locked_at"], data["digest"], data["study"], data["resolved"])
    if not isinstance(lock.study, dict) or not isinstance(lock.digest, str):
        raise TypeError
    for name, held in lock.resolved.items():
        held["profiles"][name].items()
    if not _TIME.fullmatch(lock.locked_at):
        raise _refusal(path, f"has no time of locking in UTC. Got {short(lock.locked_at)}")
    datetime.fromisoformat(lock.locked_at)
    return lock


def _refusal(path: "Path", what: str) -> SpecError:
    return SpecError([Problem(str(path), "", f"{what}. {_MEND}")])


def _no_number(word: str) -> None:
    raise ValueError(word)


def digest(study: "Mapping[str, Any]", every: "Mapping[str, Any]") -> str:
    """Return sha256 of the canonical JSON of a study and what it resolves to: sorted names, no spaces."""
    content = {"study": study, "resolved": every}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def to_json(registration: Registration) -> dict[str, Any]:
    """Return a registration as plain JSON values."""
    return {
        "locked_at": registration.locked_at,
        "digest": registration.digest,
        "amendments": [amendment._asdict() for amendment in registration.amendments],
    }


def from_json(data: "Mapping[str, Any]") -> Registration:
    """Rebuild what `to_json` took apart.

    Raises:
        KeyError: a field is absent.
        TypeError: an amendment has an unknown field, or none.
    """
    return Registration(data["locked_at"], data["digest"], tuple(Amendment(**each) for each in data["amendments"]))
