"""Explanations against present, needed and enough: of each cell the claims that decide it, and what they say.

- A claim that decides a question of its study decides its cell; of a study none of whose claims there does, all claims
  that are to be decided do. Exploratory claims never do.
- The largest published scale at which anything was tested counts, the paper's before a reduced one before a toy's. What
  smaller scales say stands in the paragraph about the explanation and changes nothing.
- Claims that speak for and against at that scale are contested. Nothing is averaged, and nothing is counted.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.judge.questions import ASPECTS
from bnreport.study.schema import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.studies import Studied
    from bnreport.study.questions import Aspect, Explanation, Side
    from bnreport.study.schema import Scale

State = Literal[
    "for", "against", "contested", "silent", "unsettled", "untested", "toy", "exploratory", "not_run", "nobody"
]
"""What the deciding claims of a cell say together. `silent`: decided, and declared to say nothing about the
explanation; `toy`: whatever they say, in a toy alone; `nobody`: no study tests it."""
SPEAKING: tuple[State, ...] = ("for", "against", "contested")


class Cell(NamedTuple):
    """One question about one explanation."""

    aspect: "Aspect"
    state: State
    scale: "Scale | None"
    """At which it was decided; None without runs."""
    deciding: "tuple[Bearing, ...]"
    """Claims that decide it at that scale, in the studies' order."""
    others: "tuple[Bearing, ...]"
    """All that bear on it besides: at other scales, exploratory, or in support."""
    above: "tuple[Bearing, ...]"
    """Claims that were to decide it at larger scales, and were not tested there."""
    below: "tuple[Bearing, ...]"
    """Claims that were to decide it at smaller scales, toys apart."""
    planned: tuple[str, ...]
    """Studies that test it and were not run."""

    @property
    def partly(self) -> bool:
        """Whether it speaks though some claim that decides it is not settled."""
        return self.state in SPEAKING and not all(claim.decided for claim in self.deciding)

    @property
    def smaller_differ(self) -> bool:
        """Whether a claim that decides it, at a smaller scale, speaks otherwise."""
        return self.state in {"for", "against"} and bool(self.smaller_sides - {self.state})

    @property
    def smaller_sides(self) -> "set[Side]":
        """On which sides the claims speak that were to decide it at smaller scales."""
        return {each.side for each in self.below if each.side != "silent"}


class Row(NamedTuple):
    """One explanation."""

    name: str
    explanation: "Explanation"
    cells: tuple[Cell, ...]


def rows_of(
    explanations: "dict[str, Explanation]", bearings: "Iterable[Bearing]", studies: "Iterable[Studied]"
) -> tuple[Row, ...]:
    """Return a row for each explanation, in the studies' order."""
    found, waiting = [*bearings], [each for each in studies if not each.published]
    return tuple(
        Row(name, explanation, tuple(_cell(name, aspect, found, waiting) for aspect in ASPECTS))
        for name, explanation in explanations.items()
    )


def _cell(name: str, aspect: "Aspect", bearings: "Iterable[Bearing]", waiting: "Iterable[Studied]") -> Cell:
    held = [each for each in bearings if each.explanation == name and each.bears_on.tests == aspect]
    planned = tuple(each.name for each in waiting if _tests(each, name, aspect))
    deciders = _deciders(held)
    scale = _scale(deciders)
    deciding = _once([each for each in deciders if each.scale == scale])
    others = _told(deciding, [each for each in held if each not in deciding and not _waits(each, held)])
    state = _state(deciding) or ("exploratory" if held else "not_run" if planned else "nobody")
    above = tuple(each for each in deciders if SCALES.index(each.scale) < SCALES.index(scale or SCALES[0]))
    below = tuple(each for each in deciders if each.scale == "reduced" and scale == "paper")
    return Cell(aspect, state, scale, deciding, others, above, below, planned)


def _told(deciding: "Sequence[Bearing]", others: "Iterable[Bearing]") -> "tuple[Bearing, ...]":
    """Return the other claims, but for those that a further profile of one scale only says again."""
    said = {_as_judged(each) for each in deciding}
    return tuple({_as_judged(each): each for each in reversed([*others]) if _as_judged(each) not in said}.values())[
        ::-1
    ]


def _as_judged(claim: "Bearing") -> "tuple[object, ...]":
    return claim.published.spec, claim.name, claim.scale, claim.verdict.verdict


def _waits(claim: "Bearing", held: "Iterable[Bearing]") -> bool:
    """Tell whether a claim has no runs at a profile, and has some at another or was listed for one."""
    same = [each for each in held if (each.published.spec, each.name) == (claim.published.spec, claim.name)]
    ran = [each for each in same if each.verdict.verdict != "not_run"]
    return claim not in (ran or same[:1])


def _tests(study: "Studied", name: str, aspect: "Aspect") -> bool:
    claims = study.files[0].study.hypotheses.values()
    return any(name in each.bears_on and each.bears_on[name].tests == aspect for each in claims if each.primary)


def _deciders(held: "Sequence[Bearing]") -> "list[Bearing]":
    """Return the claims that decide a cell, at every scale: of each study those that decide a question, else all."""
    primary = [each for each in held if each.verdict.primary]
    asked = {each.published.spec for each in primary if each.decides}
    return [each for each in primary if each.decides or each.published.spec not in asked]


def _scale(deciders: "Sequence[Bearing]") -> "Scale | None":
    """Return the largest scale at which something was tested; where nothing was, the largest at all."""
    for held in ([each for each in deciders if each.tested], deciders):
        if held:
            return min((each.scale for each in held), key=SCALES.index)
    return None


def _once(deciders: "Sequence[Bearing]") -> "tuple[Bearing, ...]":
    """Return each claim once, as the first profile that decided it has it, else that tested it; twice if two differ."""
    kept: list[Bearing] = []
    for each in sorted(deciders, key=lambda claim: (not claim.decided, not claim.tested)):  # stable
        same = [other for other in kept if (other.published.spec, other.name) == (each.published.spec, each.name)]
        opposite = each.decided and all(o.decided and o.verdict.verdict != each.verdict.verdict for o in same)
        if not same or opposite:
            kept.append(each)
    return tuple(sorted(kept, key=deciders.index))


def _state(deciding: "Sequence[Bearing]") -> State | None:
    """Return what the deciding claims say together; None where there are none."""
    if not deciding or deciding[0].scale == "toy":
        return "toy" if deciding else None
    sides = {each.side for each in deciding} - {"silent"}
    if sides:
        return "contested" if len(sides) > 1 else "for" if "for" in sides else "against"
    if any(each.tested for each in deciding):
        return "silent" if any(each.decided for each in deciding) else "unsettled"
    return "untested" if any(each.void for each in deciding) else "not_run"
