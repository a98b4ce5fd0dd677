"""Can what a claim waits for be seen within its budget?"""

from typing import TYPE_CHECKING

from bnreport import hypotheses
from bnreport.errors import SpecError
from bnreport.registry import Length
from bnreport.study.checks.timing import timings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.bind import Binding, WrittenClaim

    Fault = tuple[str, str]
    """An option of the claim, and what is wrong."""

_FEWEST = 2
"""Readings within a budget: one alone tells no arm from another."""


def wait_faults(claim: "WrittenClaim", binding: "Binding", whole: int) -> "Iterator[Fault]":
    """Yield budgets that cannot be told in steps, or in which nothing can be decided; nothing of claims without one.

    Args:
        claim: with its options as written.
        binding: of the whole that it is part of.
        whole: steps of its shortest run.
    """
    if "budget" not in hypotheses.registry[claim.kind].options.model_fields:
        return
    written = claim.options.get("budget")
    place = "metric" if written is None else "budget"
    try:
        budget = binding.steps(Length.read("100 %" if written is None else written)) or 0
    except SpecError as error:
        yield place, str(error)
        return
    if not budget:
        return  # the kind says so
    if budget > whole:
        yield place, f"must end within the recipe's {whole} steps. Got {written}."
        return
    yield from _seen(claim, binding, budget, place)


def _seen(claim: "WrittenClaim", binding: "Binding", budget: int, place: str) -> "Iterator[Fault]":
    metric, margin = str(claim.options.get("metric")), claim.options.get("margin")
    for timing in (each for arm in claim.arms for each in timings(metric, arm, binding.study)):
        read = timing.between(1, budget)
        if timing.ends_before(budget):
            what = f"is read over the budget, and {timing.name} stops at step {timing.until}"
            yield "metric", f"{what}. Wait less, or read longer."
            return
        if read < _FEWEST:
            what = f"{metric} is {'read once' if read else 'never read'} from step 1 to {budget}"
            yield place, f"{what}: {timing.name} reads every {timing.every} steps. Wait longer, or read more often."
            return
        first = timing.reading(timing.between(0, 0))  # what is read before any step is no wait
        if isinstance(margin, int | float) and margin >= budget / first:
            what = f"must be below {budget / first:g}: {metric} is first read at step {first}, and the wait ends at"
            yield "margin", f"{what} {budget}. Got {margin:g}."
            return
