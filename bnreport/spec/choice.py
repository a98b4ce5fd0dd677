"""A plug-in chosen in YAML: `norm: group` or `norm: {group: {groups: 8}}`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import PydanticCustomError, core_schema

from bnreport.errors import unknown
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
        self.registry = registry

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.validate, serialization=core_schema.plain_serializer_function_ser_schema(lambda choice: choice.plain())
        )

    def __get_pydantic_json_schema__(self, _schema: object, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
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
        kind = self.registry.kind
        if isinstance(value, Choice):
            return value
        if isinstance(value, str):
            value = {value: {}}
        if not isinstance(value, Mapping) or len(value) != 1:
            known = ", ".join(self.registry.names)
            raise PydanticCustomError("choice", f"must be one {kind}, by name or as {{name: {{option: value}}}}. Known: {known}.")
        name, options = next(iter(value.items()))
        if name not in self.registry.names:
            raise PydanticCustomError("choice", unknown(kind, name, self.registry.names).replace("{", "{{").replace("}", "}}"))
        try:
            bound = self.registry[name].options.model_validate({} if options is None else options)
        except ValidationError as error:
            known = list(self.registry[name].options.model_fields)
            errors = [{**details, "ctx": {"known": known}} for details in error.errors()]
            raise PydanticCustomError("options", "options", {"name": name, "errors": errors}) from None
        return Choice(name, bound.model_dump())


def _required(options: Any) -> bool:  # noqa: ANN401  (a Pydantic model class)
    return any(field.is_required() for field in options.model_fields.values())
