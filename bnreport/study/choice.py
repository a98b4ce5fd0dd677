"""A plug-in chosen in YAML: `norm: group` or `norm: {group: {groups: 8}}`."""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import PydanticCustomError, core_schema

from bnreport.errors import short, unknown
from bnreport.registry import Registry


class Choice(NamedTuple):
    """A plug-in's name with every option, defaults filled in."""

    name: str
    options: dict[str, Any]

    def plain(self) -> dict[str, dict[str, Any]]:
        """Return it as it would stand in YAML, nothing left out."""
        return {self.name: self.options}


class ChoiceOf:
    """Validates a Choice against a registry, and describes it in the JSON Schema."""

    def __init__(self, registry: Registry) -> None:
        """Take the plug-ins that may be chosen."""
        self.registry = registry

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Validate by `validate`; write as it would stand in YAML."""
        return core_schema.no_info_plain_validator_function(
            self.validate, serialization=core_schema.plain_serializer_function_ser_schema(lambda choice: choice.plain())
        )

    def __get_pydantic_json_schema__(self, _schema: object, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Offer the bare names, and each name with its options."""
        entries = [self.registry[name] for name in self.registry.names]
        return {
            "oneOf": [
                {"enum": [entry.name for entry in entries if not _required(entry.options)]},
                *(
                    {
                        "type": "object",
                        "description": entry.summary,
                        "properties": {entry.name: entry.options.model_json_schema()},
                        "required": [entry.name],
                        "additionalProperties": False,
                    }
                    for entry in entries
                ),
            ]
        }

    def validate(self, value: object) -> Choice:
        """Bind the options; every mistake becomes a problem at its own place."""
        kind, names = self.registry.kind, self.registry.names
        if isinstance(value, Choice):
            return value
        if isinstance(value, str):
            value = {value: {}}
        if not isinstance(value, Mapping) or len(value) != 1:
            form = f"must be one {kind}, by name or as {{name: {{option: value}}}}. Got {short(value)}."
            raise PydanticCustomError("choice", form + " Known: " + ", ".join(names) + ".")
        name, options = next(iter(value.items()))
        if name not in names:
            raise PydanticCustomError("unknown", "unknown", {"name": name, "sentence": unknown(kind, name, names)})
        try:
            bound = self.registry[name].options.model_validate({} if options is None else options)
        except ValidationError as error:
            known = list(self.registry[name].options.model_fields)
            errors = [{**details, "ctx": {**details.get("ctx", {}), "known": known}} for details in error.errors()]
            raise PydanticCustomError("options", "options", {"name": name, "errors": errors}) from None
        return Choice(name, bound.model_dump())


def plugin_fields(model: type[BaseModel]) -> dict[str, Registry]:
    """Return which fields of a model choose a plug-in, or several, and where from."""
    return {
        name: mark.registry
        for name, field in model.model_fields.items()
        for mark in [*field.metadata, *(mark for item in get_args(field.annotation) for mark in _marks(item))]
        if isinstance(mark, ChoiceOf)
    }


def _marks(annotation: object) -> tuple[object, ...]:
    return getattr(annotation, "__metadata__", ())


class OptionsByName:
    """Describes plug-ins whose names are the keys: `probes: {accuracy: {every: 100}}`."""

    def __init__(self, registry: Registry) -> None:
        """Take the plug-ins that may stand there."""
        self.registry = registry

    def __get_pydantic_json_schema__(self, _schema: object, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """List the names with their options."""
        entries = [self.registry[name] for name in self.registry.names]
        return {
            "type": "object",
            "properties": {e.name: {"description": e.summary, **e.options.model_json_schema()} for e in entries},
            "additionalProperties": False,
        }


def _required(options: type[BaseModel]) -> bool:
    return any(field.is_required() for field in options.model_fields.values())
