"""The seeds behind one verdict: drawn, and number by number."""

from math import nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures import paired
from bnreport.report.exhibit import Exhibit, exhibit
from bnreport.report.ledger import anchor
from bnreport.report.wording import badge
from bnreport.stats.region import Interval
from bnreport.units import NOTHING, effect_unit, say_effect, say_value

if TYPE_CHECKING:
    from bnreport.hypotheses._protocol import Evidence
    from bnreport.results import Results, SeedValues
    from bnreport.spec.models import Study
    from bnreport.verdicts import Verdict

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


def _effects(evidence: "Evidence") -> tuple[float, ...]:
    """Return one effect per seed; NaN where the evidence was refused before there were any."""
    return evidence.effects or (nan,) * len(evidence.seeds)


def _at(arm: "SeedValues", seed: int) -> int | None:
    return arm.seeds.index(seed) if seed in arm.seeds else None


def blocks(evidence: "Evidence", results: "Results") -> tuple[Block, ...]:
    """Return one column per seed that any arm has, each number linked to its run."""
    seeds = sorted({seed for arm in evidence.arms.values() for seed in arm.seeds} | set(evidence.seeds))
    effects = dict(zip(evidence.seeds, _effects(evidence), strict=True))
    long = len(effect_unit(evidence.unit)) > _ROOM
    unit, title = ("1", f"effect ({evidence.unit})") if long else (evidence.unit, "effect")
    made = []
    for start in range(0, len(seeds), _ABREAST):
        part = seeds[start : start + _ABREAST]
        rows = [(name, tuple(_cell(name, arm, s, results) for s in part)) for name, arm in evidence.arms.items()]
        last = tuple(Cell(say_effect(effects.get(seed), unit), "", diverged=False) for seed in part)
        made.append(Block(tuple(map(str, part)), (*rows, (title, last))))
    return tuple(made)


def _cell(name: str, arm: "SeedValues", seed: int, results: "Results") -> Cell:
    place = _at(arm, seed)
    if place is None:
        return Cell(NOTHING, "", diverged=False)
    run = results.runs.get(name, {}).get(seed)
    text = say_value(float(arm.values[place]), arm.metric.unit)
    return Cell(text, anchor(name, seed, run.key) if run else "", bool(arm.diverged[place]))


def figure(study: "Study", verdict: "Verdict", evidence: "Evidence") -> Exhibit:
    """Draw every seed, the estimate with both intervals, and the claim region of one verdict."""
    metric = next((arm.metric for arm in evidence.arms.values()), None)
    nothing = Interval(nan, nan)
    table = paired.Table(
        metric=metric.name if metric else "effect",
        metric_unit=metric.unit if metric else evidence.unit,
        unit=evidence.unit,
        verdict=badge(verdict).kind,
        seeds=evidence.seeds,
        arms=tuple(_arm(name, arm, evidence.seeds) for name, arm in evidence.arms.items()),
        effects=_effects(evidence),
        estimate=nan if verdict.estimate is None else verdict.estimate,
        interval=verdict.interval or nothing,
        verdict_interval=verdict.verdict_interval or nothing,
        region=verdict.region,
    )
    return exhibit("paired", f"{study.study}-{verdict.hypothesis}", table)


def _arm(name: str, arm: "SeedValues", seeds: tuple[int, ...]) -> paired.Arm:
    places = [_at(arm, seed) for seed in seeds]
    return paired.Arm(
        name,
        tuple(nan if place is None else float(arm.values[place]) for place in places),
        tuple(place is not None and bool(arm.diverged[place]) for place in places),
    )
