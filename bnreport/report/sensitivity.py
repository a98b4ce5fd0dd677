"""What other analyses say of a verdict: the end of every card."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.specification_curve import from_sensitivity
from bnreport.formatting import say_effect, say_list, say_region, say_span
from bnreport.judge.sensitivity import MORE_SEEDS, SEED
from bnreport.judge.validity import say_reason
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from bnreport.judge.sensitivity import Sensitivity


class OtherAnalyses(NamedTuple):
    """A verdict among its variants."""

    sentence: str
    margins: tuple[tuple[str, str, str], ...]
    """Other margins: which, what the claim then is, and what becomes of it."""
    figure: ReportFigure


_PARTS = "Numbers are those of the part that fits worst: how far it lies inside where it must lie, negative outside."


def sensitivity(name: str, variants: "Sensitivity | None", *, of_parts: bool = False) -> OtherAnalyses | None:
    """Draw and sum up the variants; None where there are none.

    Args:
        name: of the figure.
        variants: of one claim.
        of_parts: whether it is a composite, whose own number has no unit that people read.
    """
    if variants is None or not variants.variants:
        return None
    table = from_sensitivity.table(variants)
    margins = tuple(
        (
            each.label,
            "of each part" if of_parts else say_region(each.region, each.unit),
            each.answer or say_reason(each.reason),
        )
        for each in variants.margins
    )
    return OtherAnalyses(
        _sentence(variants, of_parts=of_parts), margins, ReportFigure("specification_curve", name, table)
    )


def say_more_seeds(variants: "Sensitivity | None", *, of_parts: bool) -> str:
    """Say what all stored seeds show of a claim that an earlier look decided; empty where there are no more.

    Args:
        variants: of the claim.
        of_parts: whether it is a composite, whose own number has no unit that people read.
    """
    more = [each for each in variants.variants if each.family == MORE_SEEDS] if variants else []
    if not more or not variants or more[0].n <= variants.judged.n:
        return ""
    [found] = more
    numbers = "" if of_parts else f"{say_effect(found.estimate, found.unit)} {say_span(found.interval, found.unit)}, "
    answer = found.answer or say_reason(found.reason)
    return f"On all {found.n} seeds that are stored, for which the look that decided did not wait: {numbers}{answer}."


def _sentence(variants: "Sensitivity", *, of_parts: bool) -> str:
    seeds = sum(variant.family == SEED and variant.answer is not None for variant in variants.variants)
    said = []
    if variants.choices:
        said.append(f"{variants.agreeing} of {len(variants.choices)} other analyses agree with the verdict")
    if variants.flipping:
        word = "seed" if len(variants.flipping) == 1 else "any one of seeds"
        said.append(f"leaving out {word} {say_list([*variants.flipping])} takes it away")
    elif seeds:
        said.append(f"leaving out any one of the {seeds} seeds costs no more than a seed does by design")
    if not of_parts:
        low, high = (say_effect(end, variants.judged.unit) for end in variants.range)
        said.append(f"estimates range from {low} to {high}")
    text = "; ".join(said)
    told = f"{'Fragile: ' * variants.fragile}{text if variants.fragile else text[:1].upper() + text[1:]}."
    return " ".join([*([told] if said else []), *([_PARTS] if of_parts else [])])
