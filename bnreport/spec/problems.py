"""Pydantic's errors as problems: a place in the file, the value, and how to mend it."""

from typing import TYPE_CHECKING, Any

from bnreport.errors import Problem, unknown
from bnreport.spec import models

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from bnreport.spec.document import Where

_SENTENCES = {
    "missing": "is missing.",
    "choice": "{msg}",
    "kind": "{msg}",
    "string_pattern_mismatch": "must be lower-case letters, digits and underscores, starting with a letter. Got {value}.",
}
_REMEDIES = {
    "margin": "A margin is the largest difference that does not matter, in the metric's unit.",
    "looks": "Looks are seed counts, e.g. [5] or [5, 10].",
    "why_this_margin": "Say why a smaller effect would not matter.",
}


def problems(error: "ValidationError", places: "Mapping[Where, str]") -> "Iterator[Problem]":
    """Turn a validation error of a study into one problem per mistake."""
    for details in error.errors():
        yield from _expand(details, (), places)


def sentences(error: "ValidationError") -> list[str]:
    """Turn a validation error of a part of a study into sentences that name the part."""
    return [f"{problem.where}: {problem.what}" for problem in problems(error, {(): ""})]


def _expand(details: "ErrorDetails", around: "Where", places: "Mapping[Where, str]") -> "Iterator[Problem]":
    location: Where = (*around, *details["loc"])
    if details["type"] == "options":
        for inner in details["ctx"]["errors"]:
            yield from _expand(inner, (*location, details["ctx"]["name"]), places)
        return
    where = _known(location, places)
    nearest = where
    while nearest not in places:
        nearest = nearest[:-1]
    yield Problem(places[nearest], ".".join(map(str, where)), _sentence(details, where, location))


def _known(location: "Where", places: "Mapping[Where, str]") -> "Where":
    """Drop the steps that Pydantic adds and the file does not have (`test`, a union's member), but not the last."""
    where: Where = ()
    for index, part in enumerate(location):
        if (*where, part) in places or index == len(location) - 1:
            where = (*where, part)
    return where


def _sentence(details: "ErrorDetails", where: "Where", location: "Where") -> str:
    name = str(where[-1]) if where else ""
    if details["type"] == "extra_forbidden":
        return unknown("key", name, _siblings(location, details)).replace("Known:", "Known here:")
    value = short(details["input"])
    template = _SENTENCES.get(details["type"])
    if name in {"arm", "versus"} and details["type"] == "string_pattern_mismatch":
        template = "must name an arm as experiment.arm. Got {value}."
    if name == "url" and details["type"] == "string_pattern_mismatch":
        template = "must start with http:// or https://. Got {value}."
    if template is None:
        message = details["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        start = "must be " if details["msg"].startswith("Input should be ") else ""
        template = f"{start}{message.replace('{', '{{').replace('}', '}}')}. Got {{value}}."
    remedy = _REMEDIES.get(name, "")
    return " ".join(filter(None, [template.format(msg=details["msg"], value=value), remedy]))


def _siblings(location: "Where", details: "ErrorDetails") -> list[str]:
    """Return the keys that may stand where an unknown one stood."""
    known = (details.get("ctx") or {}).get("known")
    if known:
        return list(known)
    model: Any = models.Study
    for part in location[:-1]:
        fields = getattr(model, "model_fields", {})
        annotation = fields[part].annotation if part in fields else model
        model = _model_in(annotation) or model
    return [name for name in model.model_fields if name != "test"] + (
        sorted(models.hypotheses.registry.names) if model is models.Hypothesis else []
    )


def _model_in(annotation: Any) -> Any:  # noqa: ANN401  (a type annotation)
    """Find the one model class inside `Model`, `Model | None`, `dict[Name, Model]`, ..."""
    if isinstance(annotation, type) and issubclass(annotation, models.Model):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for argument in arguments if (found := _model_in(argument))), None)


def short(value: object) -> str:
    """Show a value in a message: whole if short, its beginning otherwise."""
    text = repr(value)
    limit = 60
    return text if len(text) <= limit else f"{text[:limit]}... ({type(value).__name__})"
