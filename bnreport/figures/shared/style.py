"""Colours (Okabe and Ito 2008; those with 3:1 on white), dashes and markers: no meaning rests on colour alone."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLOURS = ("#0072B2", "#B04A00", "#00795A", "#A8487F", "#1A1A1A", "#6B6B6B")
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
INK = "#1F2328"
QUIET = "#5B6169"
RULE = "#C9CDD2"
REGION = "#E4EEF6"
VERDICTS = {
    "supported": ("#005A8C", "o"),
    "refuted": ("#A63A00", "X"),
    "inconclusive": ("#595959", "s"),
    "exploratory": ("#595959", "D"),
    "not_run": ("#595959", "_"),
}
_PLACES: "ContextVar[Mapping[str, int]]" = ContextVar("_PLACES", default={})  # noqa: B039  (never written to)


class ArmStyle(NamedTuple):
    """How an arm looks in every figure: colour, dash and marker together."""

    colour: str
    dash: Any
    marker: str


@contextmanager
def places_of(places: "Mapping[str, int]") -> "Iterator[None]":
    """Draw, within it, every arm that has a place among all of a report by that, whichever figure it is in."""
    before = _PLACES.set(places)
    try:
        yield
    finally:
        _PLACES.reset(before)


def arm_styles(arms: "Iterable[str]") -> dict[str, ArmStyle]:
    """Return the style of each arm by its place in the report; those without one come after all others, in order."""
    places = _PLACES.get()
    more = count(len({*places.values()}))
    return {arm: _style(places[arm] if arm in places else next(more)) for arm in dict.fromkeys(arms)}


def _style(index: int) -> ArmStyle:
    dash = DASHES[(index + index // len(COLOURS)) % len(DASHES)]
    return ArmStyle(COLOURS[index % len(COLOURS)], dash, MARKERS[index % len(MARKERS)])
