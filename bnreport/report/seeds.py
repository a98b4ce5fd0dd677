"""The seeds behind one verdict, number by number."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.claims._claim import effects, place
from bnreport.report.ledger import anchor
from bnreport.units import NOTHING, effect_unit, say_effect, say_value

if TYPE_CHECKING:
    from bnreport.hypotheses._protocol import Evidence
    from bnreport.results import Results, SeedValues

_ABREAST = 10
"""Seeds that fit side by side on A4."""
_ROOM = 6
"""Letters of a unit that fit beside each of them."""


class Cell(NamedTuple):
    """One number of the seed table."""

    text: str
    anchor: str
    """Row of the ledger it comes from; empty for an effect."""
    diverged: bool


class Block(NamedTuple):
    """Up to ten seeds side by side."""

    seeds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """Per arm, and for the effect, one cell per seed."""


def blocks(evidence: "Evidence", results: "Results") -> tuple[Block, ...]:
    """Return one column per seed that any arm has, each number linked to its run."""
    seeds = sorted({seed for arm in evidence.arms.values() for seed in arm.seeds} | set(evidence.seeds))
    found = dict(zip(evidence.seeds, effects(evidence), strict=True))
    long = len(effect_unit(evidence.unit)) > _ROOM
    unit, title = ("1", f"effect ({evidence.unit})") if long else (evidence.unit, "effect")
    made = []
    for start in range(0, len(seeds), _ABREAST):
        part = seeds[start : start + _ABREAST]
        rows = [(name, tuple(_cell(name, arm, s, results) for s in part)) for name, arm in evidence.arms.items()]
        last = tuple(Cell(say_effect(found.get(seed), unit), "", diverged=False) for seed in part)
        made.append(Block(tuple(map(str, part)), (*rows, (title, last))))
    return tuple(made)


def _cell(name: str, arm: "SeedValues", seed: int, results: "Results") -> Cell:
    at = place(arm, seed)
    if at is None:
        return Cell(NOTHING, "", diverged=False)
    run = results.runs.get(name, {}).get(seed)
    text = say_value(float(arm.values[at]), arm.metric.unit)
    return Cell(text, anchor(name, seed, run.key) if run else "", bool(arm.diverged[at]))
