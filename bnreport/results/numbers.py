"""Numbers in strict JSON, which has no NaN and no infinity: `"nan"`, `"inf"` and `"-inf"` stand for them.

Arrays are looked at type by type, which takes no time worth the name: a bundle holds hundreds of thousands of values.
"""

from itertools import chain, pairwise
from math import isfinite
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, PlainSerializer, PlainValidator

STRICT = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True)
"""Of everything that is stored: no value is bent to fit, no field is passed over."""
Spelt = float | Literal["nan", "inf", "-inf"]
_WORDS = frozenset({"nan", "inf", "-inf"})
_NUMBERS = frozenset({float, int, str})


def read_number(held: object) -> float:
    """Read a number or its word."""
    if type(held) not in _NUMBERS or (isinstance(held, str) and held not in _WORDS):
        raise ValueError(f"{held!r} is no number")
    return float(_array([held])[0])


def spell(number: float) -> float | str:
    """Return a number, or the word for it."""
    return float(number) if isfinite(number) else repr(float(number))


def read_steps(held: object) -> NDArray[np.int64]:
    """Read whole numbers that rise."""
    if not isinstance(held, list) or {*map(type, held)} - {int} or any(late <= early for early, late in pairwise(held)):
        raise ValueError("they are no whole numbers that rise")
    if held and not 0 <= held[0] <= held[-1] <= np.iinfo(np.int64).max:
        raise ValueError("they are no numbers of steps")
    return np.array(held, dtype=np.int64)


def read_values(held: object) -> NDArray[np.float64]:
    """Read numbers, or rows of them."""
    rows: list[Any] = held if isinstance(held, list) else [None]
    nested = bool(rows) and {*map(type, rows)} == {list}
    flat = [*chain.from_iterable(rows)] if nested else rows
    kinds = {*map(type, flat)}
    if kinds - _NUMBERS:
        raise ValueError("one is no number")
    if str in kinds:
        flat = [read_number(value) for value in flat]
    if not nested:
        return _array(flat)
    if len({*map(len, rows)}) > 1:
        raise ValueError("their rows are of different lengths")
    return _array(flat).reshape(len(rows), len(rows[0]))


def _array(flat: list[Any]) -> NDArray[np.float64]:
    try:
        return np.array(flat, dtype=np.float64)
    except OverflowError:
        raise ValueError("one is too large") from None


def spell_values(values: NDArray[np.float64]) -> list[Any]:
    """Return what `read_values` reads."""
    listed: list[Any] = values.tolist()
    if np.isfinite(values).all():
        return listed
    return [[*map(spell, row)] if isinstance(row, list) else spell(row) for row in listed]


Number = Annotated[
    float,
    PlainValidator(read_number, json_schema_input_type=Spelt),
    PlainSerializer(spell),
]


def finite(value: Any) -> Any:  # noqa: ANN401  (JSON values)
    """Return JSON values with null for numbers that are not finite, where no word stands for them."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value
