"""The study as Pydantic models: what may stand in a spec, with every default."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bnreport.formatting import say_name
from bnreport.registry import ArmName
from bnreport.study.arms import Experiment
from bnreport.study.fields import Looks, Model, Name, Prose, unlike
from bnreport.study.hypothesis import Hypothesis, Paper
from bnreport.study.questions import BearsOn, Explanation, Question
from bnreport.study.recipe import Arm, Recipe
from bnreport.study.windows import Window

__all__ = [
    "Analysis",
    "Arm",
    "BearsOn",
    "Experiment",
    "Explanation",
    "Hypothesis",
    "Paper",
    "Profile",
    "Question",
    "Recipe",
    "Scale",
    "Scales",
    "Seeds",
    "Source",
    "Study",
    "Window",
]

Scale = Literal["paper", "reduced", "toy"]
Scales = Scale | Mapping[str, Scale]
"""What a profile says: of all experiments, or of each."""
SCALES: tuple[Scale, ...] = get_args(Scale)
"""From the most faithful to the least."""


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

    looks: Looks = (5,)
    """Seeds trained at each declared look; later looks run only for undecided hypotheses."""
    alpha: Annotated[tuple[Annotated[float, Field(strict=True, gt=0, lt=1)], ...], Field(min_length=1)] = (0.05,)
    """Two-sided error rate spent at each look; their sum is the study's."""

    @model_validator(mode="after")
    def _looks_match(self) -> "Seeds":
        if len(self.looks) != len(self.alpha):
            raise PydanticCustomError("looks", f"{len(self.looks)} looks need as many alphas, not {len(self.alpha)}")
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


class Profile(Model):
    """A named scale of the same study."""

    requires: Literal["cuda", "data"] | None = None
    """`cuda`: a GPU; `data`: every data set present without a download."""
    experiments: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Experiments that this profile runs; all of them if absent."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Values of the study that this profile changes, by dotted path; `*` stands for every name at its place.
    The longer path wins, then the one with fewer `*`."""
    scale: Annotated[
        Annotated[Scale, Tag("[one]")] | Annotated[dict[Name, Scale], Tag("[each]")],
        Discriminator(lambda value: "[each]" if isinstance(value, dict) else "[one]"),
    ] = "paper"
    """One for all, or by experiment, each that the profile runs. `paper`: comparable with the paper's numbers;
    `reduced`: same question and data, smaller networks or budgets, so verdicts are compared and numbers are not; `toy`:
    says nothing about the paper."""
    note: Prose | None = None
    """What a reader must know about this scale: proxy data, narrower nets."""


class Study(Model):
    """One YAML file."""

    study: Name
    """Its name, which reports and the store call it by."""
    title: Annotated[str, Field(strict=True, min_length=1, max_length=200)]
    """The question that its first screen answers."""
    source: Source | None = None
    """The paper whose claims are tested."""
    seeds: Seeds = Seeds()
    """How many, and how the error rate is spent on them."""
    analysis: Analysis = Analysis()
    """Choices that all its verdicts share."""
    explanations: dict[Name, Explanation] = Field(default_factory=dict)
    """Mechanisms that claims bear on, by name."""
    questions: dict[Name, Question] = Field(default_factory=dict)
    """What it asks, in the order of the report; if there are any, each primary hypothesis names its own."""
    windows: dict[Name, Window] = Field(default_factory=dict)
    """Steps that claims read, by name."""
    experiments: Annotated[dict[Name, Experiment], Field(min_length=1)]
    """Recipes with their arms, by name."""
    hypotheses: Annotated[dict[Name, Hypothesis], Field(min_length=1)]
    """Claims fixed before the runs, by name."""
    profiles: Annotated[dict[Name, Profile], Field(min_length=1)]
    """Scales of the study; without `--profile` the first whose `requires` is met runs."""

    @field_validator("experiments")
    @classmethod
    def _experiments_read_apart(cls, experiments: dict[str, Experiment]) -> dict[str, Experiment]:
        return unlike("experiments", experiments)

    def label(self, arm: str) -> str:
        """Return what people read for an arm: its label or name, and its point of the grid: `BatchNorm (lr 0.1)`."""
        name = ArmName(arm)
        condition, _, point = name.condition.partition("/")
        experiment = self.experiments.get(name.experiment)
        held = experiment.arms.get(condition) if experiment else None
        said = (held and held.label) or say_name(condition)
        factors = ", ".join(say_name(factor.replace("=", " ", 1)) for factor in filter(None, point.split("/")))
        return f"{said} ({factors})" if factors else said

    def labels(self, arms: Iterable[str]) -> dict[str, str]:
        """Return what people read for arms that stand side by side: in full if they are of several experiments."""
        names = [ArmName(arm) for arm in arms]
        several = len({name.experiment for name in names}) > 1
        return {name: self.full_label(name) if several else self.label(name) for name in names}

    def full_label(self, arm: str) -> str:
        """Return what people read for an arm where no experiment is named: `BatchNorm in VGG-13`."""
        return f"{self.label(arm)} in {self.experiment_label(ArmName(arm).experiment)}"

    def experiment_label(self, name: str) -> str:
        """Return what people read for an experiment."""
        return (name in self.experiments and self.experiments[name].label) or say_name(name)

    def looks_of(self, experiment: str) -> tuple[int, ...]:
        """Return the seeds of an experiment at each look."""
        own = self.experiments[experiment].looks if experiment in self.experiments else None
        return own or self.seeds.looks

    def scale_of(self, profile: str, experiments: Iterable[str]) -> Scale:
        """Return the scale of a claim under a profile: of the experiments that it reads, the least faithful one's."""
        return least_faithful(self.profiles[profile].scale, experiments)


def least_faithful(said: Scales, experiments: Iterable[str]) -> Scale:
    """Return the least faithful scale of some experiments, as far as they have one; `paper` if none has."""
    scales = [said] if isinstance(said, str) else [said[name] for name in experiments if name in said]
    return max(scales, key=SCALES.index, default="paper")
