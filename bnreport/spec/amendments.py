"""What was changed since a study was locked: every value of its hypotheses, seeds and experiments, one by one."""

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from bnreport.errors import printable
from bnreport.spec.choice import Choice
from bnreport.spec.models import Hypothesis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.spec.models import Study

    Path = tuple[str, ...]

_MOST = 300
"""Characters of a value that are shown."""
_BEFORE = 30
"""Of them, how many stand before the first difference of two long values."""
_EXACT = 2**53
"""Below it a float without a fraction is a whole number, exactly."""


class Amendment(NamedTuple):
    """One value that is not as it was locked."""

    where: str
    """Dotted path in the study, e.g. `hypotheses.noise.superiority.margin`."""
    was: str
    """As locked; empty where there was no such value."""
    now: str
    """As it stands; empty where it was removed."""


def amendments(locked: "Study", study: "Study") -> tuple[Amendment, ...]:
    """Return every difference between two studies resolved under the same profile, removed and added values included.

    Hypotheses, seeds and the experiments that the profile runs count, with every default written out; title and source
    do not. Order and layout of the file do not count either.
    """
    was, now = (dict(_leaves(_plan(each), ())) for each in (locked, study))
    return tuple(
        Amendment(printable(".".join(path)), *_shown(was.get(path, ""), now.get(path, "")))
        for path in dict.fromkeys([*was, *now])
        if was.get(path) != now.get(path)
    )


def _plan(study: "Study") -> dict[str, Any]:
    return {"hypotheses": study.hypotheses, "seeds": study.seeds, "experiments": study.experiments}


def _leaves(value: Any, path: "Path") -> "Iterator[tuple[Path, str]]":  # noqa: ANN401  (any part of a study)
    """Yield every value with its path; of a plug-in, its name and then its options."""
    if isinstance(value, Choice):
        yield path, value.name
        yield from _named(value.options, (*path, value.name))
    elif isinstance(value, Hypothesis):
        rest = {name: held for name, held in value if name != "test"}
        yield (*path, "kind"), value.test.name
        yield from _named(value.test.options, (*path, value.test.name))  # as it stands in the file
        yield from _named(rest, path)
    elif isinstance(value, BaseModel):
        yield from _named(dict(value), path)
    elif isinstance(value, dict) and value:
        for name, held in value.items():
            if isinstance(held, Choice) and held.name == name:  # a probe: its name is the key
                yield (*path, name), name
                yield from _named(held.options, (*path, name))
            else:
                yield from _leaves(held, (*path, str(name)))
    elif isinstance(value, list | tuple) and any(isinstance(item, dict | tuple | list) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, str(index)))
    else:
        yield path, _text(value)


def _named(fields: dict[str, Any], path: "Path") -> "Iterator[tuple[Path, str]]":
    """Yield the values of fields that are set; None, `{}` and `[]` are how a field says that it is not."""
    for name, value in fields.items():
        if value is not None and value not in ({}, (), []):
            yield from _leaves(value, (*path, name))


def _text(value: object) -> str:
    """Write a value as YAML has it; 1 and 1.0 are the same number."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_text, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _shown(was: str, now: str) -> tuple[str, str]:
    """Cut long values down to where they differ."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    start = max(0, alike - _BEFORE) if max(len(was), len(now)) > _MOST else 0
    return _cut(was, start), _cut(now, start)


def _cut(text: str, start: int) -> str:
    if not text:
        return ""
    end = start + _MOST
    return printable(f"{'...' if start else ''}{text[start:end]}{'...' if end < len(text) else ''}")
