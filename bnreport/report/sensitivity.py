"""What other analyses say of a verdict: the end of every card."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.specification_curve import from_sensitivity
from bnreport.formatting import say_effect, say_list, say_region
from bnreport.judge.sensitivity import SEED
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
