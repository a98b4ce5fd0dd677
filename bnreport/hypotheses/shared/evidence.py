"""What a kind of hypothesis must answer, and what the verdict rule reads."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.hypotheses.shared.scale import Scale
    from bnreport.results import Measure, Results, SeedValues
    from bnreport.stats.estimate import Estimate
    from bnreport.stats.region import Region


class Need(NamedTuple):
    """A metric that a hypothesis reads off an arm: why its runs are planned."""

    arm: str
    metric: str


class EffectSentence(NamedTuple):
    """How an effect reads: subject, what it does, and compared with what, arms as `experiment.arm`.

    `{size}` stands for how far the effect is from no difference, `{value}` for the effect itself, and `{share}` for it
    in percent.
    """

    subject: str
    above: str
    """What it does where the effect lies above no difference: `is {size} higher`."""
    below: str
    """And where it lies below: `is {size} lower`."""
    compared: str = ""
    """`with vgg.batchnorm than with vgg.standard`."""
    turned: bool = False
    """Whether a ratio is told the other way round than it is, as where lower is better."""


@dataclass(frozen=True)
class Evidence:
    """What the runs say about one hypothesis, before any verdict."""

    unit: str
    """Unit of the effect: the metric's, or `ratio` on the ratio scale."""
    effect: str
    """What the number is, in words: `train_accuracy (final): vgg.noisy_batchnorm - vgg.batchnorm`."""
    estimate: "Estimate | None"
    """None where the runs allow none; `reason` then says why."""
    seeds: tuple[int, ...] = ()
    """Seeds that every arm has, in order: one per-seed effect each."""
    effects: tuple[float, ...] = ()
    """Effect of each seed."""
    arms: "Mapping[str, SeedValues]" = field(default_factory=dict)
    """Per arm, one number per seed: the table behind the effect."""
    correlation: float | None = None
    """Realised correlation between the paired arms over seeds."""
    reason: str = ""
    """Reason code when there can be no verdict, even beside an estimate: degenerate, not_started, too_few_seeds, ..."""
    detail: str = ""
    """Whole sentences about the reason, or caveats; empty if there is nothing to say."""
    null: float = 0.0
    """The effect that means no difference: 0, or 1 for a ratio."""
    counted: Literal["seeds", "arms"] = "seeds"
    """What the estimate's n counts."""
    parts: "tuple[Part, ...]" = ()
    """What a composite claim is made of, in its order; empty for a simple one."""

    closed: bool = False
    """Whether a declared seed cannot be read, so that no further look may decide; the estimate is of the others."""
    about_diverging: bool = False
    """Whether the numbers by arm are themselves whether runs diverged, not what trained runs reached."""
    sentence: EffectSentence | None = None
    """How the effect reads; None of a composite, which reads as its parts do."""

    def tables(self, *, values_only: bool = False) -> "tuple[Evidence, ...]":
        """Return itself and its parts, and theirs, as far as they have numbers by arm.

        Steps have those of the whole. With `values_only`, what is about diverging is left out.
        """
        own = (self,) if self.arms and not (values_only and self.about_diverging) else ()
        parts = [part.evidence for part in self.parts if part.kind != STEP]
        return (*own, *(found for part in parts for found in part.tables(values_only=values_only)))

    def refused(self, reason: str, sentence: str) -> "Evidence":
        """Return it without an estimate, and why; a reason that it has already stays."""
        detail = " ".join(filter(None, [sentence, self.detail]))
        return replace(self, estimate=None, reason=self.reason or reason, detail=detail)

    def still(self, what: str, value: float) -> "Evidence":
        """Return it without an estimate, since `what` is the same value in every seed."""
        return self.refused(
            "degenerate",
            f"{what} is {value:.3g} in every seed, with no variation to judge it by: "
            "suspect arms that are configured alike, saturation, or randomness that ignores the seed.",
        )


STEP = "step"
"""Kind of a part that compares neighbours of an order; the whole compares all of them."""

READING = "reading"
"""Kind of a part that is no claim: one of several metrics that a claim sets beside each other."""


class Part(NamedTuple):
    """One part of a composite claim."""

    kind: str
    region: "Region"
    evidence: Evidence


class Test(Protocol):
    """A hypothesis with its options bound: all that judging and rendering know of its kind."""

    @property
    def region(self) -> "Region":
        """Effects for which the claim is true."""

    @property
    def scale(self) -> "Scale":
        """What the margin is: a difference, or a ratio."""

    @property
    def measures(self) -> "tuple[Measure, ...]":
        """How its runs are read: by `metric`, and by `other` where it has two; empty for a composite."""

    @property
    def parts(self) -> "tuple[tuple[str, Test], ...]":
        """Kind and test of each part of a composite; empty for a simple claim."""

    @property
    def no_power(self) -> str:
        """Why no power follows from seeds, margin and an SD; empty where it does."""

    @property
    def about_diverging(self) -> bool:
        """Whether the claim, or a part of it, is about diverging itself, so that no diverged run may be left out."""

    def needs(self) -> tuple[Need, ...]:
        """Arms and metrics it reads."""

    def decides(self, seeds: int, alpha: float) -> bool:
        """Tell whether any outcome of so many seeds would decide the claim at a two-sided level."""

    def under(self, confidence: float) -> "Test":
        """Return it with the confidence at which the study judges claims of two bounds, if it holds such claims."""

    def evidence(self, results: "Results") -> Evidence:
        """Reduce the runs to one effect per seed, and estimate."""


class Simple:
    """What holds for a claim that is no composite, unless its kind says otherwise."""

    parts: "ClassVar[tuple[tuple[str, Test], ...]]" = ()
    no_power: ClassVar[str] = ""
    about_diverging: ClassVar[bool] = False

    def under(self, confidence: float) -> Self:  # noqa: ARG002  (the verdict's own level says it)
        """Return it as it is."""
        return self

    def decides(self, seeds: int, alpha: float) -> bool:  # noqa: ARG002  (an effect large enough passes any level)
        """Tell whether any outcome at all would decide the claim: an interval needs two seeds."""
        return seeds >= 2  # noqa: PLR2004
