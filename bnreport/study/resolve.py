"""A study's data, validated, with a profile and overrides applied; messages point at what was applied last."""

from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from bnreport.errors import Problem, SpecError
from bnreport.study.checks.semantics import semantic_errors
from bnreport.study.overrides import UnknownPathError, ordered, override
from bnreport.study.problems import place, problems
from bnreport.study.schema import Profile, Study
from bnreport.study.yaml import Document, Where, parse, scalar

FIXED = frozenset({"study", "profiles", "*"})
CHANGEABLE = "analysis, experiments, explanations, hypotheses, questions, seeds, source, title or windows"


class Resolved(NamedTuple):
    """A study as one profile resolves it."""

    study: "Study | None"
    """None where its shape is wrong."""
    found: list[Problem]
    """Every mistake."""
    places: dict[Where, str]
    """Where each part of it was set: in the file, by the profile or by `--set`."""


def shape(data: dict[str, Any], places: dict[Where, str]) -> "tuple[Study | None, list[Problem]]":
    """Validate the shape of data; where that of some hypotheses or profiles is wrong, go on with the others."""
    found: list[Problem] = []
    try:
        study = Study.model_validate(data)
    except ValidationError as error:
        found = problems(error, places)
        rest = {**data}
        for details in error.errors():
            part, name = (*details["loc"], "", "")[:2]
            if part not in {"hypotheses", "profiles"} or name == "":
                return None, found
            rest[part] = {key: value for key, value in rest[part].items() if key != name}
        try:
            study = Study.model_validate(rest)
        except ValidationError:
            return None, found
    return study, found


def meaning(study: Study, data: dict[str, Any], places: dict[Where, str], profile: str | None = None) -> list[Problem]:
    """Return every mistake of meaning, under a profile or in the file as it stands."""
    return [
        Problem(place(places, where), ".".join(map(str, where)), what)
        for where, what in semantic_errors(study, data["hypotheses"], profile)
    ]


def resolve(document: Document, whole: Study, name: str, overrides: tuple[str, ...]) -> Resolved:
    """Apply a profile and overrides to the file's data, and validate again; messages point at what was applied last.

    Args:
        document: the file.
        whole: what it says with no profile applied; what a profile that changes nothing resolves to.
        name: of the profile.
        overrides: `path=value` each, applied after it.
    """
    profile = whole.profiles[name]
    if not profile.set and not overrides:
        return Resolved(_kept(whole, profile), meaning(whole, document.data, document.places, name), document.places)
    data = deepcopy(document.data)
    places = dict(document.places)
    found: list[Problem] = []
    for path, value in ordered(profile.set):
        origin = ("profiles", name, "set", path)
        inner = {where[len(origin) :]: at for where, at in document.places.items() if where[: len(origin)] == origin}
        found += _apply(data, places, (path, value), inner, ".".join(origin[:-1]))
    for text in overrides:
        path, equals, value_text = text.partition("=")
        if not equals:
            what = "must be path=value, e.g. experiments.*.recipe.steps=100."
            found.append(Problem(f"--set {text}", "", what))
            continue
        found += _apply(data, places, (path, _value(value_text, f"--set {text}")), {(): f"--set {text}"}, "")
    study, more = shape(data, places)
    if study is None:
        return Resolved(None, [*found, *more], places)
    return Resolved(_kept(study, profile), [*found, *more, *meaning(study, data, places, name)], places)


def _kept(study: Study, profile: Profile) -> Study:
    """Leave out the experiments that a profile does not run."""
    kept = profile.experiments or tuple(study.experiments)
    return study.model_copy(
        update={"experiments": {key: study.experiments[key] for key in kept if key in study.experiments}}
    )


def _apply(
    data: dict[str, Any], places: dict[Where, str], change: tuple[str, Any], inner: dict[Where, str], around: str
) -> list[Problem]:
    """Set one path in the data, and let its place be where the change stands."""
    path, value = change
    first = path.partition(".")[0]
    if first in FIXED:
        return [Problem(inner[()], around, f"{first!r} cannot be changed here. Name a part of {CHANGEABLE}.")]
    try:
        targets = override(data, path, value)
    except UnknownPathError as error:
        return [Problem(inner[()], around, str(error))]
    for target in targets:
        for where in [where for where in places if where[: len(target)] == target]:
            del places[where]
        places.update({(*target, *where): at for where, at in inner.items()})
        for end in range(1, len(target)):
            places.setdefault(target[:end], inner[()])
    return []


def _value(text: str, flag: str) -> Any:  # noqa: ANN401  (plain YAML data)
    """Read the value of `--set` as YAML: `0.1`, `group`, `{group: {groups: 8}}`."""
    if text[:1] not in "[{\"'":
        return scalar(text)
    try:
        return parse(Path(flag), f"value: {text}").data["value"]
    except SpecError as error:
        raise SpecError([Problem(flag, "", p.what if isinstance(p, Problem) else p) for p in error.problems]) from None
