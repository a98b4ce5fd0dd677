"""Several claims that must all be true."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import ValidationError

from bnreport.errors import SpecError
from bnreport.hypotheses import registry, validate
from bnreport.hypotheses.shared.evidence import Evidence, Need, Part, Test
from bnreport.stats.region import Region
from bnreport.stats.slack import Claim, Slack
from bnreport.stats.tost import sides

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.scale import Scale
    from bnreport.results import Measure, Results

FIGURES = ("forest",)
_ABOVE_ZERO = Region(low=0)


@dataclass(frozen=True)
class AllOf:
    """The conjunction of tests: supported iff every part is, refuted iff a part is at its share of the level."""

    parts: tuple[tuple[str, Test], ...]
    """Kind and test of each part."""
    confidence: float = 0.95
    """Of the interval by which a part with two bounds is judged."""
    region: Region = _ABOVE_ZERO
    """Of the least slack: above 0, every part lies in its own region."""
    scale: "ClassVar[Scale]" = "raw"
    measures: "ClassVar[tuple[Measure, ...]]" = ()
    no_power: ClassVar[str] = "each part has an effect of its own"

    @property
    def about_diverging(self) -> bool:
        """Whether some part is."""
        return any(test.about_diverging for _, test in self.parts)

    def decides(self, seeds: int, alpha: float) -> bool:
        """Tell whether every part can be decided."""
        return all(test.decides(seeds, alpha) for _, test in self.parts)

    def under(self, confidence: float) -> Self:
        """Return it with every part's confidence."""
        parts = tuple((kind, test.under(confidence)) for kind, test in self.parts)
        return replace(self, parts=parts, confidence=confidence)

    def needs(self) -> tuple[Need, ...]:
        """What any part reads, once."""
        return tuple(dict.fromkeys(need for _, test in self.parts for need in test.needs()))

    def evidence(self, results: "Results") -> Evidence:
        """Gather the parts' evidence; the first part without an estimate or with a reason gives the reason."""
        parts = tuple(Part(kind, test.region, test.evidence(results)) for kind, test in self.parts)
        claims = [
            Claim(estimate, region, sides(region, self.confidence))
            for region, estimate in ((part.region, part.evidence.estimate) for part in parts)
            if estimate is not None
        ]
        # how far a ratio lies inside its region is a difference of ratios, which has no unit that people read
        units = {"" if part.evidence.unit == "ratio" else part.evidence.unit for part in parts}
        reason = next((part.evidence.reason for part in parts if part.evidence.reason), "")
        convention = any(claim.sides == 1 for claim in claims)
        details = ["Parts with two bounds are two one-sided tests at alpha each."] if convention else []
        details += [f"Part {i} ({p.kind}): {p.evidence.detail}" for i, p in enumerate(parts, 1) if p.evidence.detail]
        return Evidence(
            unit=units.pop() if len(units) == 1 else "",
            effect=f"how far the worst lies inside its region: {'; '.join(part.evidence.effect for part in parts)}",
            estimate=Slack(tuple(claims)) if len(claims) == len(parts) else None,
            reason=reason,
            detail=" ".join(details),
            closed=any(part.evidence.closed for part in parts),
            parts=parts,
        )


def all_of(*, parts: list[dict[str, dict[str, object]]]) -> AllOf:
    """Claim that several parts are true together, each of any kind.

    The effect is the least slack: how far the part that fits worst lies inside its claim region, negative outside.
    The claim region is slack > 0. Supported iff every part is, with no correction; refuted iff some part is at
    alpha / k of k parts. With the study's `equivalence: 0.9` parts with two bounds have twice the alpha, as they would
    alone. Parts in different units have a slack whose sign alone means something.

    Args:
        parts: each `{kind: {option: value}}`, as a hypothesis of its own would be written.

    Raises:
        SpecError: no part, an unknown kind, or an option that the kind refuses.

    Source: Berger (1982), Technometrics 24, 295-300 (intersection-union tests).
    """
    if not parts or any(len(part) != 1 for part in parts):
        raise SpecError(["all_of: parts: each must be one {kind: {option: value}}, and there must be one at least."])
    bound = []
    for part in parts:
        [(kind, options)] = part.items()
        try:
            validate(kind, options)
        except ValidationError as error:
            wrong = [
                f"all_of: {kind}.{'.'.join(map(str, e['loc']))}: {e['msg']}. Got {e['input']!r}."
                for e in error.errors()
            ]
            raise SpecError(wrong) from None
        bound.append((kind, registry.create(kind, **options)))
    return AllOf(tuple(bound))
