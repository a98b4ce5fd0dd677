"""What was tried for tuned arms, in lines and in JSON."""

import json
from typing import TYPE_CHECKING

from bnreport.formatting import NOTHING, say_value
from bnreport.judge.tuning import say_value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.judge.tuning import TunedArm


def lines(tuned: "TunedArm") -> "Iterator[str]":
    """Say what was tried for an arm, value by value, what the rule selects, and what to write where it is another."""
    yield f"{tuned.arm}: {say_value_of(tuned)}"
    width = max(len(each.label) for each in tuned.tried)
    for each in tuned.tried:
        mark = "*" if each == tuned.selected else " "
        numbers = ", ".join(say_value(value, each.unit) for value in each.numbers) or "not run"
        lost = f"; {each.diverged} diverged" if each.diverged else ""
        mean = say_value(each.mean, each.unit) if len(each.numbers) == tuned.tuning.seeds else NOTHING
        yield f"  {mark} {each.label:{width}}  {mean:>8}  ({numbers}{lost})"
    if tuned.selected and not tuned.by_rule:
        path = f"experiments.{tuned.arm.experiment}.arms.{tuned.arm.condition}.set.{tuned.tuning.vary}"
        yield f"  write {path}: {json.dumps(tuned.selected.value)}"
