"""`bnreport schema`."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from bnreport.study.yaml import parse

ROOT = Path(__file__).parents[2]
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
UNREAD = {
    "exclusiveMaximum", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
    "minProperties", "maxProperties", "title", "description", "default", "$schema", "$defs",
}  # fmt: skip
"""Keywords that no test here needs."""


def _fits(data: Any, schema: Any, root: Any) -> bool:  # noqa: ANN401  (JSON)
    """The keywords of JSON Schema 2020-12 that ours uses; any other is an error."""
    if "$ref" in schema:
        return _fits(data, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    rules = {**ANYTHING, **next((rules for kind, rules in RULES.items() if isinstance(data, kind)), {})}
    known = UNREAD.union(ANYTHING, *RULES.values())
    assert schema.keys() <= known
    return all(rules[word](data, held, schema, lambda one, by: _fits(one, by, root))
               for word, held in schema.items() if word in rules)  # fmt: skip


def _others(data: dict[str, Any], schema: Any) -> list[Any]:  # noqa: ANN401
    """Return the values that neither `properties` nor `patternProperties` names."""
    patterns = schema.get("patternProperties", ())
    return [
        value
        for key, value in data.items()
        if key not in schema.get("properties", ()) and not any(re.search(pattern, key) for pattern in patterns)
    ]


Fits = Callable[[Any, Any], bool]
ANYTHING: dict[str, Callable[[Any, Any, Any, Fits], bool]] = {
    "type": lambda data, held, _, __: isinstance(data, TYPES[held]) and isinstance(data, bool) <= (held == "boolean"),
    "enum": lambda data, held, _, __: data in held,
    "const": lambda data, held, _, __: data == held,
    "anyOf": lambda data, held, _, fits: any(fits(data, one) for one in held),
    "oneOf": lambda data, held, _, fits: sum(fits(data, one) for one in held) == 1,
}
"""Keywords about any value; each is given the value, what the keyword holds, its schema, and how to ask what fits."""
RULES: dict[Any, dict[str, Callable[[Any, Any, Any, Fits], bool]]] = {
    dict: {
        "required": lambda data, held, _, __: set(held) <= data.keys(),
        "properties": lambda data, held, _, fits: all(fits(data[key], held[key]) for key in held if key in data),
        "additionalProperties": lambda data, held, schema, fits: (
            held is True or all(held is not False and fits(value, held) for value in _others(data, schema))
        ),
        "patternProperties": lambda data, held, _, fits: all(
            fits(data[key], one) for pattern, one in held.items() for key in data if re.search(pattern, key)
        ),
        "propertyNames": lambda data, held, _, fits: all(fits(key, held) for key in data),
    },
    list: {
        "items": lambda data, held, _, fits: all(fits(item, held) for item in data),
        "prefixItems": lambda data, held, _, fits: all(fits(*pair) for pair in zip(data, held, strict=False)),
    },
    str: {"pattern": lambda data, held, _, __: re.search(held, data) is not None},
    (int, float): {"exclusiveMinimum": lambda data, held, _, __: data > held},
}
"""Keywords that say nothing about values of another type."""


@pytest.fixture
def schema(call: Callable[..., Result]) -> dict[str, Any]:
    """What the command prints."""
    return dict(json.loads(call("schema").stdout))


@pytest.mark.parametrize(
    "name", [*sorted(f"specs/{spec.name}" for spec in (ROOT / "specs").glob("*.yaml")), "templates/study.yaml"]
)
def test_it_takes_what_ships_and_refuses_a_misspelt_key(schema: dict[str, Any], name: str) -> None:
    """At the top, in a recipe, in a probe and in a hypothesis."""
    text = (ROOT / name).read_text().replace("STUDY_NAME", "x")
    assert _fits(parse(Path(name), text).data, schema, schema)
    for old, new in (
        ("title:", "titel:"),
        ("steps:", "stepz:"),
        ("every:", "evry:"),
        ("accuracy: {", "acuracy: {"),
        ("margin:", "mrgin:"),
        ("norm:", "nrom:"),
    ):
        assert not _fits(parse(Path(name), text.replace(old, new)).data, schema, schema), new


def test_it_names_its_dialect_and_resolves_within_itself(schema: dict[str, Any]) -> None:
    """Editors need the draft; every reference leads somewhere."""
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert used == set(schema["$defs"])


def test_fields_are_described(schema: dict[str, Any]) -> None:
    """The docstring under a field reaches the editor."""
    assert (
        schema["$defs"]["Recipe"]["properties"]["steps"]["description"]
        == "Optimiser steps in all: whole steps (0: as initialised), or `30 epochs` where the data's file has SAMPLES."
    )
