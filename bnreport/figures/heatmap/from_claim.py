"""The layers that a claim counts, over training: one arm over the other."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bnreport.figures.heatmap.from_probe import ratios
from bnreport.formatting import say_name, say_which_seeds
from bnreport.judge.divergence import left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures.heatmap.table import Table
    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.results import Series


def table(claim: "JudgedClaim") -> "Table | None":
    """Return the ratio of both arms in the layers that count; None without layers, or where a value is not positive."""
    options = claim.options
    metric, compared = options["metric"], (options["versus"], options["arm"])
    known = claim.test.measures[0].seen(claim.results.metric(options["arm"], metric))
    seeds = claim.evidence.seeds
    lost = [seed for seed in left_out(claim.test, claim.results, "conditional") if seed in seeds]
    measured = {
        claim.label(arm): {seed: claim.results.runs[arm][seed].table(metric) for seed in seeds if seed not in lost}
        for arm in compared
    }
    columns = tuple(options["columns"] or _columns(measured))
    if known is None or not columns or not all(_positive(held, columns) for held in measured.values()):
        return None
    title = f"{metric[:1].upper()}{say_name(metric[1:])} of the layers that count"
    made = ratios((claim.say_experiments(compared), title, metric), measured, columns)
    ahead = "Orange" if known.better == "lower" else "Violet"
    return replace(made, note=_note(claim, ahead, lost))


def _columns(measured: "Mapping[str, Mapping[int, Series]]") -> "tuple[str, ...]":
    """Return the layers of every run, in their order."""
    return tuple(
        dict.fromkeys(column for held in measured.values() for each in held.values() for column in each.columns)
    )


def _positive(held: "Mapping[int, Series]", columns: tuple[str, ...]) -> bool:
    """Tell whether there are readings, and those of these layers have a logarithm."""
    read = [
        each.values[:, [index for index, column in enumerate(each.columns) if column in columns]]
        for each in held.values()
        if each.columns and len(each.steps)
    ]
    return bool(read) and all(values.size > 0 and not (values <= 0).any() for values in read)


def _note(claim: "JudgedClaim", ahead: str, lost: list[int]) -> str:
    """Say what the picture does not: who is ahead, which steps count, and whose runs are not in it."""
    options = claim.options
    said = f"{ahead} is where {claim.label(options['arm'])} is ahead."
    if claim.test.measures[0].window is not None:
        said += f" The claim counts {claim.test.measures[0].window} only; all are shown."
    if lost:
        said += f" Not shown: {say_which_seeds(lost)}, which diverged in an arm and so has no such ratios."
    return said
