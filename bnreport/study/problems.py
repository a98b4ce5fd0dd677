"""Pydantic's errors as problems: a place in the file, the value, and how to mend it."""

import re
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import Tag

from bnreport.errors import Problem, short, unknown
from bnreport.hypotheses import registry
from bnreport.registry import ARM
from bnreport.study import schema as models
from bnreport.study.fields import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from bnreport.study.yaml import Where

_NEAR = re.compile("Did you mean '([^']*)'")
_PERCENT = re.compile(r"\s*(-?\d+(?:\.\d*)?)\s*%\s*")
_MARK = re.compile(r":(\d+):(\d+)$")
_NAME = "must be lower-case letters, digits and underscores, starting with a letter. Got {value}."
_SENTENCES = {
    "missing": "is missing.",
    "choice": "{msg}",
    "unknown": "{sentence}",
    "looks": "{msg}.",
    "tuning": "{msg}.",
    "arms": "{msg}.",
    "model_type": "must be names with values. Got {value}.",
    "dict_type": "must be names with values. Got {value}.",
    "tuple_type": "must be a list. Got {value}.",
    "list_type": "must be a list. Got {value}.",
    "string_type": "must be text. Got {value}.",
    "string_unicode": "must be text. Got {value}.",
    "string_too_long": "must have {max_length} characters at most. Got {value}.",
    "string_too_short": "must not be empty. Got {value}.",
    "int_type": "must be a whole number. Got {value}.",
    "float_type": "must be a number. Got {value}.",
    "bool_type": "must be true or false. Got {value}.",
    "greater_than": "must be greater than {gt:.15g}. Got {value}.",
    "greater_than_equal": "must be greater than or equal to {ge:.15g}. Got {value}.",
    "less_than": "must be less than {lt:.15g}. Got {value}.",
    "less_than_equal": "must be less than or equal to {le:.15g}. Got {value}.",
    "too_short": "must have {min_length} or more entries. Got {value}.",
    "too_long": "must have {max_length} entries at most. Got {value}.",
    "string_pattern_mismatch": _NAME,
}
_PATTERNS = {
    "^https?://": "must start with http:// or https://. Got {value}.",
    ARM: "must name an arm as experiment.arm. Got {value}.",
}
"""By how the pattern begins."""
_REMEDIES = {
    "margin": "A margin is the largest difference that does not matter, in the metric's unit or as a ratio.",
    "looks": "Looks are seed counts, e.g. [5] or [5, 10].",
    "why_this_margin": "Say why a smaller effect would not matter.",
}


def problems(
    error: "ValidationError", places: "Mapping[Where, str]", root: type[Model] = models.Study
) -> list[Problem]:
    """Turn a validation error of a study, or of a part of it, into one problem per mistake."""
    found = [leaf for details in error.errors() for leaf in _leaves(details, (), places)]
    wheres = [where for where, _ in found]
    guesses = {
        (*where[:-1], near[1])
        for where, details in found
        if details["type"] == "extra_forbidden" and (near := _NEAR.search(_sentence(details, where, root)))
    }
    return [
        Problem(place(places, where), ".".join(map(str, where)), _sentence(details, where, root))
        for where, details in found
        # a key misspelt is missing too, a list whose entry is wrong is too short too: one mistake, one line
        if not (details["type"] == "missing" and where in guesses)
        and not (details["type"] == "too_short" and any(w[: len(where)] == where != w for w in wheres))
    ]


def place(places: "Mapping[Where, str]", where: "Where") -> str:
    """Return where a part of the study stands, or the nearest part around it that stands in the file."""
    while where not in places:
        where = where[:-1]
    return places[where]


def in_file_order(found: "Iterable[Problem | str]") -> list[Problem | str]:
    """Sort problems by line and column; what has neither, such as `--set`, comes first."""
    return sorted(dict.fromkeys(found), key=_position)


def _position(problem: Problem | str) -> tuple[int, int]:
    mark = _MARK.search(problem.place) if isinstance(problem, Problem) else None
    return (int(mark[1]), int(mark[2])) if mark else (0, 0)


def _leaves(
    details: "ErrorDetails", around: "Where", places: "Mapping[Where, str]"
) -> "Iterator[tuple[Where, ErrorDetails]]":
    where = _shown((*around, *details["loc"]), places)
    if details["type"] == "options":
        for inner in details["ctx"]["errors"]:
            yield from _leaves(inner, (*where, details["ctx"]["name"]), places)
    elif details["type"] == "unknown" and (*where, details["ctx"]["name"]) in places:
        yield (*where, details["ctx"]["name"]), details
    else:
        yield where, details


def _shown(location: "Where", places: "Mapping[Where, str]") -> "Where":
    """Drop steps that the file does not have: a hypothesis's `test`, `[key]` or the like, a probe's second name."""
    where: Where = ()
    for part in location:
        added = part == "test" or str(part).startswith("[") or (len(where) > 1 and where[-2:] == ("probes", part))
        if not added or (*where, part) in places:
            where = (*where, part)
    return where


def _sentence(details: "ErrorDetails", where: "Where", root: type[Model]) -> str:
    name, kind, context = str(where[-1]) if where else "", details["type"], details.get("ctx") or {}
    if kind == "extra_forbidden":
        siblings = context["known"] if "known" in context else _siblings(where, root, details["loc"])
        said = unknown("key", name, siblings).replace(" Known:", " Known here:")
        # `{says: one, two}` is a key called two, and `{a:b}` a key called a:b
        trap = " A text with a comma needs quotes, a colon a blank after it." if details["input"] is None else ""
        return said + trap * (" " in name or ":" in name)
    if kind == "missing" and details["loc"][-1] == "test":
        return f"has no test; it needs exactly one of these keys: {', '.join(registry.names)}."
    template = _SENTENCES.get(kind)
    if kind == "string_pattern_mismatch" and details["loc"][-1] != "[key]":
        template = next((said for start, said in _PATTERNS.items() if context["pattern"].startswith(start)), _NAME)
    if template is None:
        message = details["msg"].removeprefix("Value error, ")
        start = "must be " if message.startswith("Input should be ") else ""
        template = (
            f"{start}{message.removeprefix('Input should be ').replace('{', '{{').replace('}', '}}')}. Got {{value}}."
        )
    value = details["input"]
    percent = _PERCENT.fullmatch(value) if kind == "float_type" and isinstance(value, str) else None
    filled = template.format_map({"msg": details["msg"], "value": short(value), **context})
    whole = (
        f"Write {int(value)}."
        if kind in {"int_type", "length"} and isinstance(value, float) and value.is_integer()
        else ""
    )
    share = f"Write {float(percent[1]) / 100:.15g}." if percent else ""
    allowed = _allowed(where, root, details["loc"]) if kind in {"missing", "model_type", "dict_type"} else ""
    return " ".join(filter(None, [filled, whole, share, allowed, _REMEDIES.get(name, "")]))


def _allowed(where: "Where", root: type[Model], tags: "Where") -> str:
    """Say which words, or which keys, may stand at a place that holds none of them."""
    model = _model_at(where[:-1], root, tags)
    field = model.model_fields.get(str(where[-1])) if where else None
    if field is None:
        named = _model_at(where[:-2], root, tags).model_fields.get(str(where[-2])) if where[1:] else None
        return f"Its keys: {', '.join(_keys(model))}." if named and get_origin(named.annotation) is dict else ""
    if get_origin(field.annotation) is Literal:
        return f"One of: {', '.join(map(str, get_args(field.annotation)))}."
    held = _model_in(field.annotation, tags)
    if held is None:
        return ""
    each = "The names are yours; each takes the keys" if get_origin(field.annotation) is dict else "Its keys:"
    return f"{each} {', '.join(_keys(held))}."


def _siblings(where: "Where", root: type[Model], tags: "Where") -> list[str]:
    """Return the keys that may stand where an unknown one stood."""
    return _keys(_model_at(where[:-1], root, tags))


def _model_at(where: "Where", root: type[Model], tags: "Where") -> type[Model]:
    """Return the model at a place, or of what is around it."""
    model = root
    for part in where:
        field = model.model_fields.get(str(part))
        model = (_model_in(field.annotation, tags) if field else None) or model
    return model


def _keys(model: type[Model]) -> list[str]:
    """Return the keys that a part of a study may have."""
    kinds = registry.names if model is models.Hypothesis else ()
    return [*(field.alias or name for name, field in model.model_fields.items() if name != "test"), *kinds]


def _model_in(annotation: Any, tags: "Where") -> Any:  # noqa: ANN401  (a type annotation)
    """Find the model class inside `Model`, `Model | None`, `dict[Name, Model]`, ...; of several, the one tagged so."""
    if any(isinstance(mark, Tag) and mark.tag not in tags for mark in getattr(annotation, "__metadata__", ())):
        return None
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for argument in arguments if (found := _model_in(argument, tags))), None)
