"""How much was trained, in a line under the title."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_list, say_name
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnreport.study.schema import Scale, Study

_WORDS = {"paper": "the paper's scale", "reduced": "reduced scale", "toy": "toy scale"}
_NAMED = 3
"""Names that are told; any more are counted."""


def say_scale(study: "Study", scale: "Scale", experiments: "Sequence[str]", seeds: "Sequence[int]") -> str:
    """Say scale, networks, data, steps and seeds, as far as anything was planned.

    Args:
        study: as resolved.
        scale: of what was run.
        experiments: that the profile runs.
        seeds: that each planned arm has.
    """
    recipes = [each.recipe for name in experiments for each in conditions(study.experiments[name]).values()]
    if not recipes:
        return "nothing to run"
    networks = dict.fromkeys(study.experiment_label(name).partition(",")[0] for name in experiments)
    data = say_list([*dict.fromkeys(say_name(each.dataset.name) for each in recipes)])
    word = _WORDS[scale] if study.source or scale == "toy" else "own scale"
    steps = _range(each.steps for each in recipes)
    return f"{word}: {say_some([*networks])}; {data}; {steps} steps; {_range(seeds)} seeds"


def say_some(labels: "Sequence[str]") -> str:
    """Name a few, and count any more; apart by semicolons where a comma is in a name."""
    more = [f"{len(labels) - _NAMED} more"] if len(labels) > _NAMED + 1 else []
    told = [*labels[: _NAMED if more else None], *more]
    return "; ".join(told) if any("," in each for each in told) else say_list(told)


def _range(counts: "Iterable[int]") -> str:
    held = sorted(counts)
    return f"{held[0]:,}" if held[0] == held[-1] else f"{held[0]:,} to {held[-1]:,}"
