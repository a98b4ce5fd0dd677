"""The types that options of plug-ins may have, bounds included."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from bnreport.registry.sizes import Depth


def _rising(values: list[float]) -> list[float]:
    if (mended := sorted(set(values))) != values:
        raise ValueError(f"must rise from entry to entry, as in {mended}")
    return values


Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
NonNegativeInt = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Real = Annotated[float, Field(strict=True, ge=-1e30, le=1e30, allow_inf_nan=False)]
"""A value of a metric: one that float32 holds, and whose square float64 does."""
Positive = Annotated[float, Field(strict=True, gt=0, le=1e30, allow_inf_nan=False)]
AtLeastOne = Annotated[float, Field(strict=True, ge=1, le=1e30, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(strict=True, ge=0, le=1e30, allow_inf_nan=False)]
Fraction = Annotated[float, Field(strict=True, ge=0, le=1)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
_NAME = "[a-z][a-z0-9_]*"
ARM = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(/[a-z0-9_.]+=[^/\s]+)*$"


class ArmName(str):
    """An arm as `experiment.condition`, the condition with its point of the grid: `vgg.batchnorm/lr=0.1`."""

    __slots__ = ()

    @property
    def experiment(self) -> str:
        """Return what stands before the first dot."""
        return self.partition(".")[0]

    @property
    def condition(self) -> str:
        """Return what stands after it."""
        return self.partition(".")[2]

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it from text of that form."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(strict=True, pattern=ARM))


class MetricName(str):
    """A metric as a claim reads it: `loss`, column 5 of several as `ics_cosine.5`, or `ics_cosine.median` over them."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """Return the metric, as its probe calls it."""
        return self.partition(".")[0]

    @property
    def column(self) -> str | None:
        """Return the column, or the reduction over columns; None where it names none."""
        _, dot, column = self.partition(".")
        return column if dot else None


class WindowName(str):
    """The name of one of the study's windows."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> "WindowName":
        """Read a name."""
        if not (isinstance(value, str) and re.fullmatch(_NAME, value)):
            raise PydanticCustomError("window", "must name one of the study's windows")
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read it by `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe what stands in a file."""
        return {"type": "string", "pattern": f"^{_NAME}$"}


Better = Literal["higher", "lower"]
Reduce = Literal["final", "best", "mean", "median", "min", "max"]
Layers = Annotated[list[Depth], Field(min_length=1), AfterValidator(_rising)]
"""Numbers of weight layers, from 1."""
Multiples = Annotated[list[Positive], Field(min_length=1, max_length=100), AfterValidator(_rising)]
