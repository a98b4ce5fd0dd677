"""What a study says otherwise than it did when its report was made."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.study.amendments import Amendment, amendments, resolved, rewordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Study

_KINDS = {
    "claim": "claim", "margin": "margin", "arms": "arm", "recipe": "arm", "grid": "arm", "hypotheses": "hypothesis",
}  # fmt: skip
"""By a part of a value's path, what was changed; else the first part of the path says it."""


class Change(NamedTuple):
    """One thing that is not as the report has it."""

    what: str
    """study, a part of it such as claim, margin or arm, words, overrides, lock, runs, templates, engine, report."""
    said: str


def study_changes(was: "Study", now: "Study", profile: str) -> "Iterator[Change]":
    """Yield each value that is another, then the words that no value holds."""
    values = amendments({profile: resolved(was, profile)}, resolved(now, profile), profile)
    yield from (Change(_kind(each), str(each)) for each in values)
    yield from (Change("words", str(each)) for each in rewordings(was, now))


def _kind(value: Amendment) -> str:
    parts = value.where.split(".")
    first = _KINDS.get(parts[0], parts[0].removesuffix("s"))
    return next((_KINDS[part] for part in parts[1:] if part in _KINDS), first)
