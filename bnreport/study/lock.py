"""The lock: a chain of what was fixed and when, beside the spec; each entry holds the digest of the one before.

The digests show that nothing was edited, removed or reordered by hand, by mistake or lightly; they prove nothing
against an author who writes a new chain, or cuts off its end. That a lock is as old as it says, version control shows.
"""

import json
import os
from datetime import UTC
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from bnreport.errors import Problem, SpecError, short
from bnreport.files import lock_path, write_whole
from bnreport.study.amendments import resolved
from bnreport.study.definitions import definitions
from bnreport.study.entry import Entry, broken, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from bnreport.study.schema import Study

VERSION = 3
MAX_BYTES = 16_000_000
_MEND = "Restore it from version control, or delete it to register anew."


class Signature(NamedTuple):
    """What an entry holds that the study does not say."""

    now: "datetime"
    salt: str
    """Of a new lock; an amended one keeps its own."""
    why: str = ""


_ENTRIES = TypeAdapter(Annotated[tuple[Entry, ...], Field(min_length=1)])


def write_lock(
    spec: "Path", study: "Mapping[str, Any]", studies: "Mapping[str, Study]", signed: Signature, *, amend: bool = False
) -> "Path":
    """Lock a study, or append an entry to its lock: its plain data and what every profile makes of it.

    Args:
        spec: the YAML file; the lock is written beside it, whole or not at all.
        study: its plain data.
        studies: by profile, what it resolves to.
        signed: time, salt and reason.
        amend: append to the lock that is there, instead of writing the first entry.

    Raises:
        SpecError: it is locked already, or not yet, or as it stands; or it holds a number that JSON lacks, or too much.
        StoreError: the folder is not writable.
    """
    path = lock_path(spec)
    before = read_lock(path, str(study["study"]))
    _allow(path, before, amend=amend)
    entry: dict[str, Any] = {
        "previous": before[-1].digest if before else None,
        "locked_at": signed.now.astimezone(UTC).isoformat(timespec="seconds"),
        "salt": before[0].salt if before else signed.salt,
        "why": signed.why,
        "study": study,
        "definitions": {name: definitions(each) for name, each in studies.items()},
        "resolved": {name: resolved(each, name) for name, each in studies.items()},
    }
    if before and all(entry[part] == getattr(before[-1], part) for part in ("study", "definitions", "resolved")):
        what = f"nothing changed since it was locked at {before[-1].locked_at}, so there is nothing to amend."
        raise SpecError([Problem(str(spec), "", what)])
    if before and entry["locked_at"] < before[-1].locked_at:
        what = (
            f"was last locked at {before[-1].locked_at}, which is later than this machine's clock. Set the clock right."
        )
        raise SpecError([Problem(str(path), "", what)])
    write_whole(path, _encoded(spec, [*(each.model_dump() for each in before), {**entry, "digest": digest(entry)}]))
    return path


def _encoded(spec: "Path", entries: list[dict[str, Any]]) -> bytes:
    """Write the file as strict JSON, small enough to be read again."""
    try:
        text = json.dumps({"bnreport_lock": VERSION, "entries": entries}, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError:
        what = "holds .nan or .inf, which a lock cannot keep. Use a number."
        raise SpecError([Problem(str(spec), "", what)]) from None
    if len(whole := f"{text}\n".encode()) > MAX_BYTES:
        what = f"makes a lock of more than {MAX_BYTES / 1e6:.0f} MB. Use fewer profiles, or a smaller study."
        raise SpecError([Problem(str(spec), "", what)])
    return whole


def _allow(path: "Path", before: tuple[Entry, ...], *, amend: bool) -> None:
    """Refuse to overwrite a lock, and to amend one that is not there."""
    if before and not amend:
        what = (
            f"was locked at {before[-1].locked_at}, and a lock is never overwritten. Edits show as amendments in every "
            "report; `bnreport lock --amend` registers them from now on. To register anew, delete this file; version "
            "control will show it."
        )
        raise SpecError([Problem(str(path), "", what)])
    if amend and not before:
        raise SpecError([Problem(str(path), "", "there is no lock to amend. `bnreport lock` writes the first.")])


def read_lock(path: "Path", study: str) -> tuple[Entry, ...]:
    """Read a lock, oldest entry first; empty if there is no such file.

    Args:
        path: the lock file.
        study: name of the study that it must hold.

    Raises:
        SpecError: it cannot be read, is no lock, was edited by hand, is of another version, or locks another study.
    """
    if not os.path.lexists(path):
        return ()
    try:
        if not path.is_file():
            raise _refusal(path, "is no file that can be read")
        if path.stat().st_size > MAX_BYTES:
            raise _refusal(path, f"is too large for a lock: more than {MAX_BYTES / 1e6:.0f} MB")
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
        _of_this_version(path, data["bnreport_lock"])
        entries = _ENTRIES.validate_python(data["entries"])
        fault = broken(data["entries"])
    except OSError as error:
        raise _refusal(path, f"cannot be read ({error.strerror})") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise _refusal(path, f"is no lock file: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise _refusal(path, f"is no lock file ({type(error).__name__})") from None
    if fault:
        raise _refusal(path, fault)
    for name in (entry.study.get("study") for entry in entries):
        if name != study:
            raise _refusal(path, f"locks another study. Got {short(name)}, not {short(study)}")
    return entries


def _of_this_version(path: "Path", version: object) -> None:
    if version in {1, 2} and not isinstance(version, bool):
        what = (
            f"is of lock version {version}, whose studies were written in another language. Delete it and run "
            "`bnreport lock` anew; version control keeps it."
        )
        raise SpecError([Problem(str(path), "", what)])
    if version != VERSION or isinstance(version, bool):
        raise _refusal(path, f"has lock version {short(version)}, which is unknown; this bnreport reads {VERSION}")


def _refusal(path: "Path", what: str) -> SpecError:
    return SpecError([Problem(str(path), "", f"{what}. {_MEND}")])


def _no_number(word: str) -> None:
    raise ValueError(word)
