"""One entry of a lock, and the chain that entries make: each holds the digest of the one before."""

import json
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from bnreport.errors import short
from bnreport.study.fields import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _time(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _whole(every: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    wrong = [name for name, held in every.items() if not isinstance(_profiles(held).get(name), dict)]
    if wrong:
        raise ValueError(f"{short(wrong[0])} was not resolved under that profile")
    return every


def _profiles(resolved: dict[str, Any]) -> dict[str, Any]:
    held = resolved.get("profiles")
    return held if isinstance(held, dict) else {}


Digest = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
Time = Annotated[str, Field(strict=True, pattern=r"^\d{4}(-\d\d){2}T\d\d(:\d\d){2}\+00:00$"), AfterValidator(_time)]
Salt = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{32}$")]


class Entry(Model):
    """What was fixed at one time."""

    previous: Digest | None
    """Digest of the entry before; null for the first."""
    locked_at: Time
    """UTC, ISO 8601, whole seconds."""
    salt: Salt
    """Drawn at random with the first entry and kept by every later one."""
    why: str
    """Why the lock was amended, in its author's words; empty if nothing was said."""
    study: dict[str, Any]
    """The YAML file's plain data."""
    definitions: dict[str, dict[str, dict[str, Any]]]
    """By profile and hypothesis, all that fixes what it claims and how it is judged; see `definitions`."""
    resolved: Annotated[dict[str, dict[str, Any]], AfterValidator(_whole)]
    """By profile, what the study was resolved to, with every default of the version that locked it."""
    digest: Digest
    """sha256 of the canonical JSON of everything else in this entry."""


def broken(entries: "Sequence[Mapping[str, Any]]") -> str:
    """Say where the chain is broken; empty if it is whole."""
    previous = None
    for number, entry in enumerate(entries, 1):
        if entry["digest"] != digest(entry):
            return f"entry {number} was edited after it was written: its digest does not fit its content"
        if entry["previous"] != previous:
            return f"entry {number} does not follow the one before it: an entry was removed, or they were reordered"
        if number > 1 and entry["locked_at"] < entries[number - 2]["locked_at"]:
            return f"entry {number} is older than the one before it: no lock is amended before it was written"
        previous = entry["digest"]
    return ""


def digest(entry: "Mapping[str, Any]") -> str:
    """Return sha256 of the canonical JSON of an entry, its digest left out: sorted names, no spaces."""
    content = {name: held for name, held in entry.items() if name != "digest"}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
