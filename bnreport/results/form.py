"""The JSON form of a run, made of the types of its fields: the codec and what the schema is made from."""

import json
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter, ValidationError

from bnreport.errors import printable
from bnreport.results.run import RunResult

SHOWN = 3
"""Mistakes that a line tells; of a damaged file there may be thousands."""


def _measured(run: RunResult) -> RunResult:
    if run.metrics.keys() != run.series.keys():
        raise ValueError("it has other metrics than series")
    return run


StoredRun = Annotated[RunResult, AfterValidator(_measured)]
_ADAPTER: TypeAdapter[RunResult] = TypeAdapter(StoredRun)


def encoded(run: RunResult) -> bytes:
    """Return a run as one line of strict JSON, names sorted: equal runs, equal bytes; floats by repr, so exact."""
    return dumped(_ADAPTER.dump_python(run, warnings="error"), sort=True)


def decoded(text: bytes) -> RunResult:
    """Read what `encoded` wrote.

    Raises:
        ValidationError: see `say_errors`.
    """
    return _ADAPTER.validate_json(text)


def dumped(data: object, *, sort: bool = False) -> bytes:
    """Return one line of strict JSON."""
    text = json.dumps(data, sort_keys=sort, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def say_errors(error: ValidationError) -> str:
    """Say in one line what is wrong with a file, field by field."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [_say_error([*map(str, each["loc"])], each["msg"].removeprefix("Value error, ")) for each in found[:SHOWN]]
    rest = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return printable("; ".join(lines)) + rest


def _say_error(place: list[str], what: str) -> str:
    return f"{'.'.join(place)}: {what}" if place else what
