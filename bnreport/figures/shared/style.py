"""Colours (after Okabe and Ito 2008; all 4.5:1 on white), dashes and markers: no meaning rests on colour alone."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLOURS = ("#C04F00", "#0072B2", "#00795A", "#A8487F", "#1A1A1A", "#846100", "#6B54B8", "#6B6B6B")
"""Vermilion for no norm and blue for BatchNorm, in every figure; then those of other norms."""
NO_NORM, BATCH, OTHERS = 0, 1, 2
"""Places in `COLOURS` that mean something, and the first that does not."""
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
ACCENT = "#0072B2"
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
ABREAST = 4
"""Arms whose lines can be told apart on one pair of axes."""


class Place(NamedTuple):
    """What an arm is among all of a report."""

    norm: int
    """Its norm: `NO_NORM`, `BATCH` or another from `OTHERS` on; it gives the colour."""
    setting: int = 0
    """What else it is trained with: arms that share one are compared, and share panels."""


_PLACES: "ContextVar[Mapping[str, Place]]" = ContextVar("_PLACES", default={})  # noqa: B039  (never written to)


class ArmStyle(NamedTuple):
    """How an arm looks in every figure: colour, dash and marker together."""

    colour: str
    dash: Any
    marker: str


@contextmanager
def places_of(places: "Mapping[str, Place]") -> "Iterator[None]":
    """Draw, within it, every arm that has a place among all of a report by that, whichever figure it is in."""
    before = _PLACES.set(places)
    try:
        yield
    finally:
        _PLACES.reset(before)


def arm_styles(arms: "Iterable[str]") -> dict[str, ArmStyle]:
    """Return the style of each arm by its place in the report; those without one come after all others, in order."""
    return {arm: _style(place) for arm, place in _placed(arms).items()}


def share_out(arms: "Sequence[str]", most: int = ABREAST) -> tuple[tuple[str, ...], ...]:
    """Return which arms share a panel: all of a few; of more, those that are alike but for their norm.

    The first arm, which the others are compared with, also stands in each panel that has no other arm of its norm, and
    arms that are alone in their setting share panels with it.

    Args:
        arms: in order.
        most: how many a panel holds, at least two.
    """
    if len(arms) <= most:
        return (tuple(arms),)
    places = _placed(arms)
    settings: dict[int, list[str]] = {}
    for arm, place in places.items():
        settings.setdefault(place.setting, []).append(arm)
    first, *_ = arms
    shared = [held for held in settings.values() if len(held) > 1]
    alone = [arm for held in settings.values() if len(held) == 1 for arm in held if arm != first]
    panels: list[tuple[str, ...]] = []
    for held in shared:
        lead = next((arm for arm in held if places[arm].norm == places[first].norm), first)
        panels += _with(lead, [arm for arm in held if arm != lead], most)
    panels += _with(first, alone, most)
    return tuple(panels if any(first in panel for panel in panels) else [(first,), *panels])


def _with(lead: str, others: "Sequence[str]", most: int) -> "Iterator[tuple[str, ...]]":
    """Yield panels of about as many arms each, the same one first in all of them."""
    panels = -(-len(others) // (most - 1))
    for index in range(panels):
        yield (lead, *others[index * len(others) // panels : (index + 1) * len(others) // panels])


def _placed(arms: "Iterable[str]") -> "dict[str, Place]":
    places = _PLACES.get()
    more = count(max((place.norm + 1 for place in places.values()), default=0))
    return {arm: places[arm] if arm in places else Place(next(more)) for arm in dict.fromkeys(arms)}


def _style(place: Place) -> ArmStyle:
    turn, colour = place.norm + place.setting, place.norm
    if colour >= len(COLOURS):
        rest = len(COLOURS) - OTHERS
        turn, colour = turn + (colour - OTHERS) // rest, OTHERS + (colour - OTHERS) % rest
    return ArmStyle(COLOURS[colour], DASHES[turn % len(DASHES)], MARKERS[turn % len(MARKERS)])
