"""What was registered of a study as it runs: the entries of its lock, and what was changed since the last."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, ValidationError

from bnreport.errors import Problem, SpecError
from bnreport.files import lock_path
from bnreport.study.amendments import Amendment, amendments, redefinitions, resolved
from bnreport.study.definitions import definitions
from bnreport.study.lock import read_lock
from bnreport.study.schema import Study

if TYPE_CHECKING:
    from pathlib import Path

    from bnreport.study.entry import Entry


Kept = Field(exclude_if=lambda held: not held)
"""Written only where something is known."""


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
    study: Annotated[Study | None, Kept] = None
    """The study as it was resolved then, labels left out; None where this version cannot read it."""
    begun: Annotated[dict[str, str], Kept] = field(default_factory=dict)
    """By arm, when the first of its runs began that were judged while this entry was the last, of the arm as it was
    then; as far as a bundle recorded it."""
    commit: Annotated[str, Kept] = ""
    """The first commit that holds the entry, and its date, as Git said when the study was run; empty if it did not."""

    @property
    def committed_at(self) -> str:
        """When that commit was made, ISO 8601; empty where nobody knows."""
        return self.commit.rpartition(" of ")[2]


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


def register(spec: "Path", study: Study, profile: str) -> tuple[Study, Registration | None]:
    """Compare a study as resolved with its lock, and return it as it may be judged; None without a lock.

    Seeds that are added once results are known let chance choose when to stop, so no verdict reads them: where seeds
    were added since, the study returned has those of the lock, and what else its claims share.

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
    kept = with_analysis(study, locked[-1].study)
    if all(kept.looks_of(name)[-1] >= study.looks_of(name)[-1] for name in study.experiments):
        return study, Registration(locked, changes, {})
    return kept, Registration(locked, changes, {name: study.looks_of(name) for name in study.experiments})


def _locked(entry: "Entry", profile: str) -> Locked:
    held = (entry.locked_at, entry.digest, entry.salt, entry.why, entry.definitions.get(profile, {}))
    try:
        return Locked(*held, Study.model_validate({**entry.resolved[profile], "explanations": {}}))
    except (KeyError, ValidationError):
        return Locked(*held)


def with_analysis(study: Study, locked: Study | None, *later: Study | None) -> Study:
    """Return a study with what all claims share as an entry has it: looks, error rates, families, analysis, deciders.

    As it is where this version cannot read the entry. Experiments that the entry lacks are as the first later one
    has them; where that has another number of looks, or there is none, they have the looks of the study.
    """
    if locked is None:
        return study  # amendments show it
    experiments = {
        name: held.model_copy(update=_shared(name, [locked, *filter(None, later)]))
        for name, held in study.experiments.items()
    }
    questions = {
        name: held.model_copy(update={"decided_by": locked.questions[name].decided_by})
        if name in locked.questions
        else held
        for name, held in {**locked.questions, **study.questions}.items()
    }
    shared = {"seeds": locked.seeds, "analysis": locked.analysis, "experiments": experiments, "questions": questions}
    return study.model_copy(update=shared)


def _shared(experiment: str, entries: "list[Study]") -> dict[str, Any]:
    """Return looks and family of an experiment as the first entry has them that holds it."""
    held = next((entry.experiments[experiment] for entry in entries if experiment in entry.experiments), None)
    looks, count = held and held.looks, len(entries[0].seeds.looks)
    return {"looks": looks if looks and len(looks) == count else None, "family": held and held.family}
