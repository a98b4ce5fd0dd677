"""Lengths of training as people write them: steps, shares of the steps, epochs."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

_LENGTH = re.compile(r"(\d+(?:\.\d+)?) ?(%|epochs?|steps?)")
_MOST = 1_000_000_000
_MOST_SAMPLES = 10_000_000


class Length(NamedTuple):
    """A length of training as it is written: `200` steps, `10 %` of a run's steps, `30 epochs`."""

    amount: float
    unit: Literal["steps", "%", "epochs"] = "steps"

    def steps(self, whole: int, epoch: int | None = None) -> int:
        """Return it in steps, at least 1 unless it is 0, rounded to the nearest.

        Args:
            whole: steps of the run.
            epoch: steps of one epoch; None where nobody knows.

        Raises:
            ValueError: it is in epochs, and nobody knows how long one is.
        """
        if self.unit == "epochs" and epoch is None:
            raise ValueError(f"{self} cannot be told in steps: the data set does not say how many samples it has")
        unit = {"steps": 1.0, "%": whole / 100, "epochs": float(epoch or 0)}[self.unit]
        return max(int(self.amount > 0), round(self.amount * unit))

    def plain(self) -> int | str:
        """Return it as it stands in YAML."""
        return int(self.amount) if self.unit == "steps" else str(self)

    def __str__(self) -> str:
        """Write it as people do: `200 steps`, `2.5 %`."""
        return f"{self.amount:g} {self.unit}" if self.unit != "steps" else f"{self.amount:.0f} steps"

    @classmethod
    def read(cls, value: object) -> "Length":
        """Read a whole number of steps, or text with its unit."""
        if isinstance(value, Length):
            return value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST:
            return cls(value)
        found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise PydanticCustomError("length", _FORM)
        amount, unit = float(found[1]), found[2]
        kind: Literal["steps", "%", "epochs"] = "%" if unit == "%" else "epochs" if unit[0] == "e" else "steps"
        if amount > (100 if kind == "%" else _MOST) or (kind == "steps" and not amount.is_integer()):
            raise PydanticCustomError("length", _FORM)
        return cls(amount, kind)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it by `read`; write it as it stands in YAML."""
        plain = core_schema.plain_serializer_function_ser_schema(lambda held: held.plain())
        return core_schema.no_info_plain_validator_function(cls.read, serialization=plain)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe both forms."""
        return {"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": f"^{_LENGTH.pattern}$"}]}


_FORM = "must be a length of training: whole steps (200), a share of the steps (10 %) or epochs (30 epochs)"


class Every(NamedTuple):
    """How far apart readings are: a length, or a share of the steps with the fewest steps that it may come to."""

    length: Length
    at_least: int = 1
    """Steps."""

    def steps(self, whole: int, epoch: int | None = None) -> int:
        """Return it in steps; see `Length.steps`."""
        return max(self.at_least, self.length.steps(whole, epoch))

    def plain(self) -> int | str | dict[str, Any]:
        """Return it as it stands in YAML."""
        held = self.length.plain()
        return held if self.at_least == 1 else {"share": held, "at_least": self.at_least}

    @classmethod
    def read(cls, value: object) -> "Every":
        """Read a length above 0, or `{share, at_least}`."""
        if isinstance(value, Every):
            return value
        named = isinstance(value, Mapping)
        held = dict(value) if isinstance(value, Mapping) else {"share": value}
        length = Length.read(held.pop("share", None))
        least: Any = held.pop("at_least", 1)
        whole = isinstance(least, int) and not isinstance(least, bool) and 1 <= least <= _MOST
        if held or not whole or not length.amount or (named and length.unit != "%"):
            raise PydanticCustomError("length", f"{_FORM}, or {{share: 1 %, at_least: 20}}, and above 0")
        return cls(length, least)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it by `read`; write it as it stands in YAML."""
        plain = core_schema.plain_serializer_function_ser_schema(lambda held: held.plain())
        return core_schema.no_info_plain_validator_function(cls.read, serialization=plain)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the three forms."""
        share = {"type": "string", "pattern": r"^\d+(\.\d+)? ?%$"}
        named = {
            "type": "object",
            "properties": {"share": share, "at_least": {"type": "integer", "minimum": 1}},
            "required": ["share"],
            "additionalProperties": False,
        }
        return {"oneOf": [*Length.__get_pydantic_json_schema__(schema, handler)["oneOf"], named]}


_TEST = "must say when to test and, if not on all, on how many samples, 1 or more: {every: 10 %, samples: 2000}"


class Sparse(NamedTuple):
    """A measurement with an interval and a number of samples of its own; None for all that there are."""

    every: Every
    samples: int | None = None

    def steps(self, whole: int, epoch: int | None = None) -> dict[str, int | None]:
        """Return it with the interval in steps; see `Length.steps`."""
        return {"every": self.every.steps(whole, epoch), "samples": self.samples}

    def plain(self) -> dict[str, Any]:
        """Return it as it stands in YAML."""
        return {"every": self.every.plain()} | ({} if self.samples is None else {"samples": self.samples})

    @classmethod
    def read(cls, value: object) -> "Sparse":
        """Read `{every}` or `{every, samples}`."""
        if isinstance(value, Sparse):
            return value
        held = dict(value) if isinstance(value, Mapping) else {}
        every, samples = held.pop("every", None), held.pop("samples", None)
        if every is None or held or not (samples is None or (type(samples) is int and 1 <= samples <= _MOST_SAMPLES)):
            raise PydanticCustomError("length", _TEST)
        return cls(Every.read(every), samples)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it by `read`; write it as it stands in YAML."""
        plain = core_schema.plain_serializer_function_ser_schema(lambda held: held.plain())
        return core_schema.no_info_plain_validator_function(cls.read, serialization=plain)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe both keys."""
        samples = {"type": "integer", "minimum": 1, "maximum": _MOST_SAMPLES}
        return {
            "type": "object",
            "properties": {"every": Every.__get_pydantic_json_schema__(schema, handler), "samples": samples},
            "required": ["every"],
            "additionalProperties": False,
        }


Steps = Annotated[int, Length]
"""A length of training as it is written; the plug-in gets steps."""
Interval = Annotated[int, Every]
"""How far apart readings are as it is written; the plug-in gets steps."""
Testing = Annotated[dict[str, Any], Sparse]
"""When to test, and on how many samples, as it is written; the plug-in gets steps."""


def in_steps(options: type[BaseModel], held: Mapping[str, Any], whole: int, epoch: int | None = None) -> dict[str, Any]:
    """Return options with every length in steps.

    Args:
        options: the plug-in's, which know what is a length.
        held: the values.
        whole: steps of the run.
        epoch: steps of one epoch; None where nobody knows.
    """
    return {**held, **{name: length.steps(whole, epoch) for name, length in lengths_of(options, held).items()}}


def lengths_of(options: type[BaseModel], held: Mapping[str, Any]) -> dict[str, Length | Every | Sparse]:
    """Return the options that are lengths of training, as they are written; those left out are not among them."""
    kinds = {name: _length(options, name) for name, value in held.items() if value is not None}
    return {name: kind.read(held[name]) for name, kind in kinds.items() if kind}


@cache
def _length(options: type[BaseModel], name: str) -> "type[Length | Every | Sparse] | None":
    field = options.model_fields[name]
    parts = (field.annotation, *get_args(field.annotation))
    marks = [*field.metadata, *parts, *(mark for part in parts for mark in getattr(part, "__metadata__", ()))]
    return next((kind for kind in (Length, Every, Sparse) if kind in marks), None)
