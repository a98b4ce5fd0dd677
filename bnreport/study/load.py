"""From a YAML file, a profile and overrides to one resolved study, beside what was locked before the runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.errors import Problem, SpecError, unknown
from bnreport.study.arms import trained
from bnreport.study.problems import in_file_order
from bnreport.study.profiles import Chosen, choose
from bnreport.study.registration import Registration, register
from bnreport.study.resolve import Resolved, meaning, resolve, shape
from bnreport.study.yaml import Document, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.study.schema import Scales, Study


@dataclass(frozen=True)
class StudyFile:
    """A study as it was asked for: the file, the profile chosen and why, the overrides, and what they resolve to."""

    path: Path
    text: str
    """The YAML, byte for byte."""
    profile: str
    because: str
    """Why this profile: `--profile`, or which profiles before it this machine does not meet."""
    overrides: tuple[str, ...]
    """`--set` options, as given."""
    study: "Study"
    """Resolved, profile, overrides and lock applied: what is planned, judged and rendered."""
    registration: Registration | None = None
    """What the lock beside the file says, and what was changed since; None without a lock."""

    @property
    def salt(self) -> str:
        """What its seeds are drawn with: the lock's; empty without one."""
        return self.registration.entries[0].salt if self.registration else ""

    @property
    def scale(self) -> "Scales":
        """Of the profile."""
        return self.study.profiles[self.profile].scale


def load_study(path: Path, profile: str | None, overrides: "Iterable[str]", data: Path) -> StudyFile:
    """Read, validate and resolve a study, and apply the lock beside it, if there is one.

    Args:
        path: the YAML file.
        profile: its name; None takes the first that this machine meets.
        overrides: `path=value` each, applied after the profile.
        data: folder that holds the data sets, for profiles that require data.

    Raises:
        SpecError: with every mistake found, or because the lock is damaged.
        MachineError: no profile was named and none fits this machine.
    """
    document = parse(path, read_text(path))
    overrides = tuple(overrides)
    studies = _sound(inspect(document, profile, overrides))
    if profile is not None:
        chosen = Chosen(profile, "it was chosen with --profile")
    else:
        profiles = next(iter(studies.values())).profiles
        chosen = choose(profiles, {name: _datasets(study) for name, study in studies.items()}, data)
    study = studies[chosen.name]
    study, held = register(path, study, chosen.name)
    return StudyFile(path, document.text, chosen.name, chosen.because, overrides, study, held)


def load_profiles(path: Path) -> tuple[StudyFile, ...]:
    """Read a study as every one of its profiles resolves it, the lock applied.

    Raises:
        SpecError: with every mistake found in any profile, or because the lock is damaged.
    """
    document = parse(path, read_text(path))
    return tuple(
        StudyFile(path, document.text, name, "it was chosen with --profile", (), *register(path, study, name))
        for name, study in check_document(document).items()
    )


def check_document(document: Document) -> "dict[str, Study]":
    """Validate a study in every one of its profiles, and return each as resolved.

    Raises:
        SpecError: with every mistake found in any profile.
    """
    return _sound(inspect(document))


class Inspected(NamedTuple):
    """A study in every profile asked for, sound or not."""

    profiles: dict[str, Resolved]
    found: list[Problem]
    """Every mistake, in the file as a whole and in each profile."""


def inspect(document: Document, profile: str | None = None, overrides: "Iterable[str]" = ()) -> Inspected:
    """Validate a study that was read, and say all that is wrong.

    Args:
        document: the file.
        profile: the only one to look at; None looks at all.
        overrides: `path=value` each, applied after the profile.
    """
    whole, found = shape(document.data, document.places)
    if whole is None:
        return Inspected({}, found)
    if profile is not None and profile not in whole.profiles:
        known = document.data["profiles"]
        return Inspected(
            {}, found if profile in known else [*found, Problem("--profile", "", unknown("profile", profile, known))]
        )
    names = whole.profiles if profile is None else [profile]
    overrides = tuple(overrides)
    profiles = {name: resolve(document, whole, name, overrides) for name in names}
    changed = [held.set or held.experiments for held in map(whole.profiles.get, names) if held]
    if overrides or all(changed):  # or else a profile takes the file as it stands
        found += meaning(whole, document.data, document.places)
    return Inspected(profiles, [*found, *(problem for each in profiles.values() for problem in each.found)])


def _sound(inspected: Inspected) -> "dict[str, Study]":
    """Return the study by profile if nothing was found against it."""
    if inspected.found:
        raise SpecError(in_file_order(inspected.found))
    return {name: resolved.study for name, resolved in inspected.profiles.items() if resolved.study}


def _datasets(study: "Study") -> list[Any]:
    return [
        condition.recipe.dataset
        for experiment in study.experiments.values()
        for condition in trained(experiment).values()
    ]
