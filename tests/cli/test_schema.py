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
APPLIES: dict[str, Any] = dict.fromkeys(
    ("required", "properties", "additionalProperties", "patternProperties", "propertyNames"), dict
) | {"items": list, "pattern": str, "exclusiveMinimum": (int, float)}
WORDS = frozenset(
    [
        "type",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "required",
        "properties",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "items",
        "prefixItems",
        "pattern",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "title",
        "description",
        "default",
        "$schema",
        "$defs",
    ]
)
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def _fits(data: Any, schema: Any, root: Any) -> bool:  # noqa: ANN401, C901, PLR0911, PLR0912  (JSON; one keyword a case)
    """The keywords of JSON Schema 2020-12 that ours uses; any other is an error."""
    if "$ref" in schema:
        return _fits(data, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for word, held in schema.items():
        if not isinstance(data, APPLIES.get(word, object)):
            continue  # a keyword says nothing about values of another type
        match word:
            case "type" if not isinstance(data, TYPES[held]) or (isinstance(data, bool) and held != "boolean"):
                return False
            case "enum" if data not in held:
                return False
            case "const" if data != held:
                return False
            case "anyOf" if not any(_fits(data, one, root) for one in held):
                return False
            case "oneOf" if sum(_fits(data, one, root) for one in held) != 1:
                return False
            case "required" if not set(held) <= data.keys():
                return False
            case "properties" if any(not _fits(data[key], one, root) for key, one in held.items() if key in data):
                return False
            case "additionalProperties" if isinstance(data, dict):
                known = schema.get("properties", {}).keys() | {
                    key for key in data for pattern in schema.get("patternProperties", {}) if re.search(pattern, key)
                }
                rest = [value for key, value in data.items() if key not in known]
                if held is not True and any(held is False or not _fits(value, held, root) for value in rest):
                    return False
            case "patternProperties" if any(
                re.search(pattern, key) and not _fits(value, one, root)
                for pattern, one in held.items()
                for key, value in data.items()
            ):
                return False
            case "propertyNames" if any(not _fits(key, held, root) for key in data):
                return False
            case "items" if isinstance(data, list) and any(not _fits(item, held, root) for item in data):
                return False
            case "prefixItems" if any(not _fits(*pair, root) for pair in zip(data, held, strict=False)):
                return False
            case "pattern" if not re.search(held, data):
                return False
            case "exclusiveMinimum" if data <= held:
                return False
            case _ if word not in WORDS:
                raise NotImplementedError(word)
    return True


@pytest.fixture
def schema(call: Callable[..., Result]) -> dict[str, Any]:
    """What the command prints."""
    return dict(json.loads(call("schema").stdout))


@pytest.mark.parametrize("name", ["specs/santurkar_replication.yaml", "templates/study.yaml"])
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
