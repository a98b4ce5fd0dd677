"""What a kind of hypothesis must answer, and what the verdict rule reads."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.results import Results, SeedValues
    from bnreport.stats.estimate import Estimate
    from bnreport.stats.region import Region


class Need(NamedTuple):
    """A metric that a hypothesis reads off an arm: why its runs are planned."""

    arm: str
    metric: str


@dataclass(frozen=True)
class Evidence:
    """What the runs say about one hypothesis, before any verdict."""

    unit: str
    """Unit of the effect: the metric's, or `ratio` on a log scale."""
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
    """Reason code when there can be no verdict: degenerate, censored, too_few_seeds, ..."""
    detail: str = ""
    """Whole sentences about the reason, or caveats; empty if there is nothing to say."""
    null: float = 0.0
    """The effect that means no difference: 0, or 1 for a ratio."""
    counted: Literal["seeds", "arms"] = "seeds"
    """What the estimate's n counts."""
    parts: "tuple[Part, ...]" = ()
    """What a composite claim is made of, in its order; empty for a simple one."""

    def tables(self, *, without: str = "") -> "tuple[Evidence, ...]":
        """Return itself and its parts, and theirs, as far as they have numbers by arm.

        Steps have those of the whole. Parts of the kind `without` are left out.
        """
        own = (self,) if self.arms else ()
        parts = [part.evidence for part in self.parts if part.kind not in {STEP, without}]
        return (*own, *(found for part in parts for found in part.tables(without=without)))


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
    """A hypothesis with its options bound."""

    @property
    def region(self) -> "Region":
        """Effects for which the claim is true."""

    def needs(self) -> tuple[Need, ...]:
        """Arms and metrics it reads."""

    def evidence(self, results: "Results") -> Evidence:
        """Reduce the runs to one effect per seed, and estimate."""
