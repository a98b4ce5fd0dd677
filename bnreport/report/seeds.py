"""The seeds behind one verdict, number by number."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.shared.claim import effects_of
from bnreport.figures.shared.claim_arms import index_of
from bnreport.formatting import NOTHING, effect_unit, say_effect, say_value
from bnreport.hypotheses.shared.evidence import READING
from bnreport.judge.explanation import labelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.report.facts import Facts
    from bnreport.results import SeedValues

_ABREAST = 10
"""Seeds that fit side by side on A4."""
_ROOM = 6
"""Letters of a unit that fit beside each of them."""


class Cell(NamedTuple):
    """One number of the seed table."""

    text: str
    anchor: str
    """Row of the table of runs that it comes from; empty for an effect."""
    diverged: bool


class Block(NamedTuple):
    """Up to ten seeds side by side."""

    seeds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """Per arm, and for the effect, one cell per seed."""


def blocks(facts: "Facts", evidence: "Evidence", labels: "Mapping[str, str]") -> tuple[Block, ...]:
    """Return a column for each seed, each number linked to its run; the last row has effects, where seeds have any.

    A claim that several others are true together has the blocks of each, part by part.
    """
    if evidence.parts and not evidence.arms:
        return tuple(
            block._replace(rows=tuple((f"Part {number}, {name}", cells) for name, cells in block.rows))
            for number, part in enumerate(evidence.parts, 1)
            for block in blocks(facts, part.evidence, labels)
        )
    sides = _sides(evidence, labels)
    seeds = sorted({seed for _, _, side in sides for seed in side.seeds} | set(evidence.seeds))
    found = dict(zip(evidence.seeds, effects_of(evidence), strict=True))
    long = len(effect_unit(evidence.unit)) > _ROOM
    unit, title = ("1", f"effect ({evidence.unit})") if long else (evidence.unit, "effect")
    made = []
    for start in range(0, len(seeds), _ABREAST):
        part = seeds[start : start + _ABREAST]
        rows = [(name, tuple(_cell(facts, arm, side, seed) for seed in part)) for name, arm, side in sides]
        if found:
            rows.append((title, tuple(Cell(say_effect(found.get(seed), unit), "", diverged=False) for seed in part)))
        made.append(Block(tuple(map(str, part)), tuple(rows)))
    return tuple(made)


def _sides(evidence: "Evidence", labels: "Mapping[str, str]") -> "list[tuple[str, str, SeedValues]]":
    """Return title, arm and numbers of every row: of each metric, where the claim sets several beside each other."""
    readings = [part.evidence for part in evidence.parts if part.kind == READING]
    if not readings:
        return [(labels[name], name, side) for name, side in evidence.arms.items()]
    return [
        (f"{labels[name]}, {labelled(each.effect, labels)}", name, side)
        for each in readings
        for name, side in each.arms.items()
    ]


def _cell(facts: "Facts", name: str, arm: "SeedValues", seed: int) -> Cell:
    at = index_of(arm, seed)
    if at is None:
        return Cell(NOTHING, "", diverged=False)
    text = say_value(float(arm.values[at]), arm.metric.unit)
    return Cell(text, facts.anchor(name, seed), bool(arm.diverged[at]))
