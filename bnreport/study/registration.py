"""What was registered of a study as it runs: the entries of its lock, and what was changed since the last."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bnreport.errors import Problem, SpecError
from bnreport.files import lock_path
from bnreport.study.amendments import Amendment, amendments, redefinitions, resolved
from bnreport.study.definitions import definitions
from bnreport.study.fields import OwnLooks
from bnreport.study.lock import read_lock
from bnreport.study.schema import Seeds, Study

if TYPE_CHECKING:
    from pathlib import Path

    from bnreport.study.entry import Entry


@dataclass(frozen=True)
class Locked:
    """One entry of a lock, as far as one profile goes."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    locked_at: str
    """UTC, ISO 8601, whole seconds."""
    digest: str
    """sha256 of the whole entry."""
    salt: str
    """Hexadecimal digits drawn with the first entry, the same in all."""
    why: str
    """Why the lock was amended; empty if nothing was said."""
    definitions: dict[str, dict[str, Any]]
    """By hypothesis, what was fixed; empty where the entry lacks the profile."""


@dataclass(frozen=True)
class Registration:
    """A study's lock, and what was changed since."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    entries: tuple[Locked, ...]
    """Oldest first, one at least."""
    amendments: tuple[Amendment, ...]
    """Every value of the study as asked for that is not as in the last entry; `--set` counts too. After them, what this
    version makes of a hypothesis otherwise than the one that locked it."""
    asked: dict[str, tuple[int, ...]]
    """Looks asked for, by experiment, where seeds were added since the last entry and no verdict reads them; else
    empty."""


_LOOKS: TypeAdapter[OwnLooks | None] = TypeAdapter(OwnLooks | None)


def register(spec: "Path", study: Study, profile: str) -> tuple[Study, Registration | None]:
    """Compare a study as resolved with its lock, and return it as it may be judged; None without a lock.

    Seeds that are added once results are known let chance choose when to stop, so no verdict reads them: where seeds
    were added since, the study returned has the looks and error rates of the lock.

    Args:
        spec: the YAML file.
        study: as resolved under the profile, `--set` included.
        profile: its name.

    Raises:
        SpecError: the lock is damaged.
    """
    path = lock_path(spec)
    entries = read_lock(path, study.study)
    if not entries:
        return study, None
    try:
        changes = amendments(entries[-1].resolved, resolved(study, profile), profile)
        changes += redefinitions(entries[-1].definitions.get(profile, {}), definitions(study), changes)
    except RecursionError:
        raise SpecError(
            [Problem(str(path), "", "is nested too deep for a lock. Delete it to register anew.")]
        ) from None
    locked = tuple(_locked(entry, profile) for entry in entries)
    kept = _with_seeds(study, entries[-1].resolved.get(profile, {}))
    if all(kept.looks_of(name)[-1] >= study.looks_of(name)[-1] for name in study.experiments):
        return study, Registration(locked, changes, {})
    return kept, Registration(locked, changes, {name: study.looks_of(name) for name in study.experiments})


def _locked(entry: "Entry", profile: str) -> Locked:
    return Locked(entry.locked_at, entry.digest, entry.salt, entry.why, entry.definitions.get(profile, {}))


def _with_seeds(study: Study, locked: dict[str, Any]) -> Study:
    """Return the study with the looks and error rates of a lock; as it is where this version cannot read them.

    Experiments that the lock lacks have the looks of the study.
    """
    try:
        seeds = Seeds.model_validate(locked["seeds"])
        looks = {name: _LOOKS.validate_python(held.get("looks")) for name, held in locked["experiments"].items()}
    except (AttributeError, KeyError, ValidationError):
        return study  # amendments show it
    experiments = {name: held.model_copy(update={"looks": looks.get(name)}) for name, held in study.experiments.items()}
    return study.model_copy(update={"seeds": seeds, "experiments": experiments})
