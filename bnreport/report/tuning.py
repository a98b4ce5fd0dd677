"""What was tried for tuned arms, value by value, and what to say of the arms that have the values."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_list, say_value
from bnreport.judge.tuning import say_rule, say_value_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bnreport.judge.tuning import Tried, TunedArm
    from bnreport.report.facts import Facts


class ValueRow(NamedTuple):
    """One value tried."""

    value: str
    seeds: tuple[str, ...]
    mean: str
    diverged: int
    said: str
    """Whether the rule selects it, whether the arm has it."""


class TuningTable(NamedTuple):
    """One arm."""

    label: str
    sentence: str
    vary: str
    seeds: tuple[int, ...]
    rows: tuple[ValueRow, ...]


def tuning_tables(facts: "Facts") -> tuple[TuningTable, ...]:
    """Return a table for each tuned arm."""
    return tuple(_table(facts, each) for each in facts.tuning)


def _table(facts: "Facts", tuned: "TunedArm") -> TuningTable:
    seeds = tuple(range(tuned.tuning.seeds))
    rows = tuple(_row(tuned, each, len(seeds)) for each in tuned.tried)
    return TuningTable(facts.study.full_label(tuned.arm), say_value_of(tuned), tuned.tuning.vary, seeds, rows)


def _row(tuned: "TunedArm", tried: "Tried", seeds: int) -> ValueRow:
    said = [*(["selected"] if tried == tuned.selected else []), *(["the arm's"] if tried == tuned.held else [])]
    numbers = [say_value(value, tried.unit) for value in tried.numbers]
    return ValueRow(
        value=tried.label,
        seeds=(*numbers, *[NOTHING] * (seeds - len(numbers))),
        mean=say_value(tried.mean, tried.unit) if len(numbers) == seeds else NOTHING,
        diverged=tried.diverged,
        said=", ".join(said),
    )


def say_tuning_of(facts: "Facts", arms: "Collection[str]") -> tuple[tuple[str, str], ...]:
    """Say of each tuned arm that a claim reads which value it has; nothing where none is tuned."""
    return tuple(
        (f"Tuning of {facts.study.label(each.arm)}", say_value_of(each)) for each in facts.tuning if each.arm in arms
    )


def say_tuning(facts: "Facts") -> str:
    """Say how arms were tuned, in a line."""
    if not facts.tuning:
        return "they were not; settings are the study's"
    return "; ".join([*_by_experiment(facts), *_others(facts)])


def _by_experiment(facts: "Facts") -> "Iterator[str]":
    for name in dict.fromkeys(each.arm.experiment for each in facts.tuning):
        held = [each for each in facts.tuning if each.arm.experiment == name]
        arms = say_list([facts.study.label(each.arm) for each in held])
        tried = f"{held[0].tuning.vary}, of each selected {say_rule(held[0])}, on seeds that no verdict has"
        yield f"{facts.study.experiment_label(name)}, {arms}: {tried}"


def _others(facts: "Facts") -> "Iterator[str]":
    apart = [facts.study.full_label(each.arm) for each in facts.tuning if not each.by_rule]
    yield (
        f"not what the rule selects, or not known to be: {say_list(apart)}" if apart else "each arm has what it selects"
    )
    rest = len(facts.planned) - len(facts.tuning)
    if rest:
        yield f"the other {rest} arms were not tuned" if rest > 1 else "the other arm was not tuned"
