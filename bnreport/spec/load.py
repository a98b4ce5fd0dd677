"""From a YAML file, a profile and overrides to one resolved study."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bnreport.errors import Problem, SpecError, unknown
from bnreport.spec.arms import conditions
from bnreport.spec.document import Document, Where, parse, read_text, scalar
from bnreport.spec.meaning import senseless
from bnreport.spec.models import Study
from bnreport.spec.override import UnknownPathError, override
from bnreport.spec.problems import problems
from bnreport.spec.profiles import Chosen, choose

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path("data")


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
    study: Study
    """Resolved: profile and overrides applied."""


def load_study(path: Path, profile: str | None = None, overrides: "Iterable[str]" = (), data: Path = DATA) -> StudyFile:
    """Read, validate and resolve a study.

    Args:
        path: the YAML file.
        profile: its name; None takes the first that this machine meets.
        overrides: `path=value` each, applied after the profile.
        data: folder that holds the data sets, for profiles that require data.

    Raises:
        SpecError: with every mistake found.
        MachineError: no profile was named and none fits this machine.
    """
    document = parse(path, read_text(path))
    whole = _validate(document.data, document.places)
    overrides = tuple(overrides)
    if profile is not None:
        if profile not in whole.profiles:
            raise SpecError([Problem("--profile", "", unknown("profile", profile, whole.profiles))])
        study = _resolve(document, whole, profile, overrides)
        return StudyFile(path, document.text, profile, "--profile names it", overrides, study)
    studies = {name: _resolve(document, whole, name, overrides) for name in whole.profiles}
    chosen: Chosen = choose(whole.profiles, {name: _datasets(study) for name, study in studies.items()}, data)
    return StudyFile(path, document.text, chosen.name, chosen.because, overrides, studies[chosen.name])


def check_study(path: Path) -> dict[str, Study]:
    """Validate a study in every one of its profiles, and return each as resolved.

    Raises:
        SpecError: with every mistake found in any profile.
    """
    document = parse(path, read_text(path))
    whole = _validate(document.data, document.places)
    found: list[Problem | str] = []
    studies = {}
    for name in whole.profiles:
        try:
            studies[name] = _resolve(document, whole, name, ())
        except SpecError as error:
            found.extend(error.problems)
    if found:
        raise SpecError(found)
    return studies


def _validate(data: dict[str, Any], places: dict[Where, str]) -> Study:
    try:
        study = Study.model_validate(data)
    except ValidationError as error:
        raise SpecError(problems(error, places)) from None
    found = [Problem(_place(places, where), ".".join(map(str, where)).rstrip("."), what) for where, what in senseless(study)]
    if found:
        raise SpecError(found)
    return study


def _place(places: dict[Where, str], where: Where) -> str:
    while where not in places:
        where = where[:-1]
    return places[where]


def _resolve(document: Document, whole: Study, name: str, overrides: tuple[str, ...]) -> Study:
    """Apply a profile and overrides to the file's data, and validate again; messages point at what was applied last."""
    data = deepcopy(document.data)
    places = dict(document.places)
    found: list[Problem | str] = []
    profile = whole.profiles[name]
    for path, value in profile.set.items():
        _apply(data, places, (path, value), ("profiles", name, "set", path), found)
    for text in overrides:
        path, equals, value_text = text.partition("=")
        flag: Where = (f"--set {text}",)
        places[flag] = f"--set {text}"
        if not equals:
            found.append(Problem(places[flag], "", "must be path=value, e.g. experiments.*.recipe.steps=100."))
            continue
        _apply(data, places, (path, _value(value_text, flag)), flag, found)
    if found:
        raise SpecError(found)
    study = _validate(data, places)
    kept = profile.experiments or tuple(study.experiments)
    return study.model_copy(update={"experiments": {key: study.experiments[key] for key in kept}})


def _apply(data: dict[str, Any], places: dict[Where, str], change: tuple[str, Any], origin: Where, found: list[Problem | str]) -> None:
    path, value = change
    try:
        targets = override(data, path, value)
    except UnknownPathError as error:
        found.append(Problem(places[origin], ".".join(map(str, origin[:-1])), str(error)))
        return
    inner = {where[len(origin) :]: place for where, place in places.items() if where[: len(origin)] == origin}
    for target in targets:
        for where in [where for where in places if where[: len(target)] == target]:
            del places[where]
        places.update({(*target, *where): place for where, place in inner.items()})


def _value(text: str, flag: Where) -> Any:  # noqa: ANN401  (plain YAML data)
    """Read the value of `--set` as YAML: `0.1`, `group`, `{group: {groups: 8}}`."""
    if text[:1] not in "[{\"'":
        return scalar(text)
    return parse(Path(str(flag[0])), f"value: {text}").data["value"]


def _datasets(study: Study) -> list[Any]:
    return [condition.recipe.dataset for experiment in study.experiments.values() for condition in conditions(experiment).values()]
