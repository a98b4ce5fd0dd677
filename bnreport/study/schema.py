"""The study as Pydantic models: what may stand in a spec, with every default."""

from math import prod
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bnreport import hypotheses
from bnreport.registry import Count
from bnreport.study.choice import Choice, plugin_fields
from bnreport.study.fields import (
    Augmentation,
    Dataset,
    Init,
    Loss,
    Model,
    Name,
    Network,
    Norm,
    Optimizer,
    Probes,
    Prose,
    Schedule,
)
from bnreport.study.hypothesis import Hypothesis, Paper

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Test

__all__ = ["Analysis", "Arm", "Experiment", "Hypothesis", "Paper", "Profile", "Recipe", "Seeds", "Source", "Study"]

MAX_ARMS = 1000
"""Of one experiment, its grid crossed: more is a slip of the pen, and would take minutes to check."""


class Source(Model):
    """The paper whose claims are tested."""

    paper: Prose
    """Authors, year, title or short form."""
    url: Annotated[str, Field(strict=True, pattern=r"^https?://[^\s]+$", max_length=500)]
    """Where the version that was read lies."""
    departures: tuple[Prose, ...] = ()
    """Every way in which this study's protocol differs from the paper's."""


class Seeds(Model):
    """How many seeds, and how the error rate is spent on them."""

    looks: Annotated[tuple[Annotated[Count, Field(le=1000)], ...], Field(min_length=1)] = (5,)
    """Seeds trained at each declared look; later looks run only for undecided hypotheses."""
    alpha: Annotated[tuple[Annotated[float, Field(strict=True, gt=0, lt=1)], ...], Field(min_length=1)] = (0.05,)
    """Two-sided error rate spent at each look; their sum is the study's."""

    @model_validator(mode="after")
    def _looks_match(self) -> "Seeds":
        if len(self.looks) != len(self.alpha):
            raise PydanticCustomError("looks", f"{len(self.looks)} looks need as many alphas, not {len(self.alpha)}")
        if sorted(set(self.looks)) != list(self.looks):
            raise PydanticCustomError("looks", "looks must increase, e.g. [5, 10]")
        if sum(self.alpha) >= 1:
            raise PydanticCustomError("looks", f"alpha is an error rate, and adds up to {sum(self.alpha):g}")
        return self


class Analysis(Model):
    """Choices of the analysis that the whole study shares; whatever is not the default stands beside every verdict."""

    divergence: Literal["composite", "conditional"] = "composite"
    """`composite`: a diverged run counts as the metric's failure value. `conditional`: only seeds that trained in every
    arm count, and arms that diverged unequally often get no verdict. Hypotheses about diverging, `trains`, are always
    composite."""
    multiplicity: Literal["holm", "bonferroni"] = "holm"
    """`holm` over the primary hypotheses; `bonferroni` needs no assumption about their dependence, and decides less."""
    equivalence: Annotated[float, Field(strict=True, json_schema_extra={"enum": [0.95, 0.9]})] = 0.95
    """Confidence of the interval, before correction, of claims that have two bounds, such as equivalence: 0.95, or the
    convention for two one-sided tests, 0.90, which errs twice as often."""

    @field_validator("equivalence")
    @classmethod
    def _of_two(cls, value: float) -> float:
        if value not in {0.95, 0.9}:
            raise PydanticCustomError("equivalence", f"must be 0.95, or 0.90 for two one-sided tests, not {value:g}")
        return value


class Recipe(Model):
    """What the arms of an experiment share."""

    dataset: Dataset
    """Images and labels."""
    model: Network
    """Network, with its depth and width."""
    optimizer: Optimizer
    """Optimiser; its `lr` is the base learning rate."""
    loss: Loss = Choice("cross_entropy", {})
    """What training minimises, of outputs and targets."""
    batch_size: Count = 128
    """Samples per step; the last, smaller batch of an epoch is kept."""
    steps: Count
    """Optimiser steps in all."""
    schedule: Schedule = Choice("constant", {})
    """Learning rate over steps, as a factor of the base rate."""
    init: Init = Choice("glorot", {})
    """Initialisation of every convolution and linear weight."""
    augment: tuple[Augmentation, ...] = ()
    """Augmentations of the training batch, in order, before normalising the pixels."""
    precision: Literal["fp32", "bf16"] = "fp32"
    """Arithmetic of training; bf16 is autocast, weights stay fp32. Probes measure in fp32."""


class Arm(Model):
    """One condition: a norm, and what else differs from the recipe."""

    norm: Norm
    """Normalisation placed before each nonlinearity."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Recipe values that this arm changes, by dotted path, e.g. `optimizer.lr: 0.5`."""


PLUGIN_FIELDS = plugin_fields(Recipe) | plugin_fields(Arm)
"""What a condition is made of, apart from numbers: the fields that choose plug-ins, each with its registry."""


class Experiment(Model):
    """One recipe and its arms."""

    recipe: Recipe
    arms: Annotated[dict[Name, Arm], Field(min_length=1)]
    """Conditions by name."""
    grid: dict[str, Annotated[tuple[Any, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Recipe values to cross with every arm, by dotted path; arm `bn` becomes `bn/lr=0.1`, ..."""
    probes: Probes = Field(default_factory=dict)
    """Measurements by name, with options."""

    @field_validator("probes", mode="before")
    @classmethod
    def _name_is_the_key(cls, value: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(value, dict):
            return value
        return {name: held if isinstance(held, Choice) else {name: held} for name, held in value.items()}

    @field_serializer("probes")
    def _options_are_the_value(self, probes: dict[str, Choice]) -> dict[str, dict[str, Any]]:
        return {name: choice.options for name, choice in probes.items()}

    @model_validator(mode="after")
    def _bounded(self) -> "Experiment":
        arms = len(self.arms) * prod(len(values) for values in self.grid.values())
        if arms > MAX_ARMS:
            raise PydanticCustomError("arms", f"the grid makes {arms:,} arms; the limit is {MAX_ARMS:,}")
        return self


class Profile(Model):
    """A named scale of the same study."""

    requires: Literal["cuda", "data"] | None = None
    """`cuda`: a GPU; `data`: every data set present without a download."""
    experiments: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Experiments that this profile runs; all of them if absent."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Values of the study that this profile changes, by dotted path; `*` stands for every name at its place.
    The longer path wins, then the one with fewer `*`."""
    scale: Literal["paper", "reduced", "toy"] = "paper"
    """`paper`: comparable with the paper's numbers; `reduced`: same question and data, smaller networks or budgets, so
    verdicts are compared and numbers are not; `toy`: says nothing about the paper."""
    note: Prose | None = None
    """What a reader must know about this scale: proxy data, narrower nets."""


class Study(Model):
    """One YAML file."""

    study: Name
    title: Prose
    source: Source | None = None
    seeds: Seeds = Seeds()
    analysis: Analysis = Analysis()
    experiments: Annotated[dict[Name, Experiment], Field(min_length=1)]
    hypotheses: Annotated[dict[Name, Hypothesis], Field(min_length=1)]
    profiles: Annotated[dict[Name, Profile], Field(min_length=1)]

    def bind(self, test: Choice) -> "Test":
        """Make what judges a claim of this study: its kind, with the options bound.

        Raises:
            SpecError: the options contradict each other.
        """
        bound: Test = hypotheses.registry.create(test.name, **test.options)
        return bound
