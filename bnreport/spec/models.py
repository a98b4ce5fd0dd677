"""The study as Pydantic models: what may stand in a spec, with every default."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic_core import PydanticCustomError, core_schema

from bnreport import augmentations, datasets, hypotheses, inits, models, norms, optimizers, probes, schedules
from bnreport.registry import Count
from bnreport.spec.choice import Choice, ChoiceOf

Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Prose = Annotated[str, Field(strict=True, min_length=1)]
Augmentation = Annotated[Choice, ChoiceOf(augmentations.registry)]
Dataset = Annotated[Choice, ChoiceOf(datasets.registry)]
Init = Annotated[Choice, ChoiceOf(inits.registry)]
Network = Annotated[Choice, ChoiceOf(models.registry)]
Norm = Annotated[Choice, ChoiceOf(norms.registry)]
Optimizer = Annotated[Choice, ChoiceOf(optimizers.registry)]
Probe = Annotated[Choice, ChoiceOf(probes.registry)]
Schedule = Annotated[Choice, ChoiceOf(schedules.registry)]
Test = Annotated[Choice, ChoiceOf(hypotheses.registry)]
Says = Literal["supported", "refuted", "inconclusive", "silent"]


class Model(BaseModel):
    """A part of a study: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


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

    looks: Annotated[tuple[Count, ...], Field(min_length=1)] = (5,)
    """Seeds trained at each declared look; later looks run only for undecided hypotheses."""
    alpha: Annotated[tuple[Annotated[float, Field(gt=0, lt=1)], ...], Field(min_length=1)] = (0.05,)
    """Two-sided error rate spent at each look; their sum is the study's."""

    @model_validator(mode="after")
    def _looks_match(self) -> "Seeds":
        if len(self.looks) != len(self.alpha):
            raise PydanticCustomError("looks", f"{len(self.looks)} looks need as many alphas, not {len(self.alpha)}")  # type: ignore[arg-type]
        if sorted(set(self.looks)) != list(self.looks):
            raise PydanticCustomError("looks", "looks must increase, e.g. [5, 10]")
        return self


class Recipe(Model):
    """What the arms of an experiment share."""

    dataset: Dataset
    """Images and labels."""
    model: Network
    """Network, with its depth and width."""
    optimizer: Optimizer
    """Optimiser; its `lr` is the base learning rate."""
    batch_size: Count = 128
    """Images per step; the last, smaller batch of an epoch is kept."""
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


class Experiment(Model):
    """One recipe and its arms."""

    recipe: Recipe
    arms: Annotated[dict[Name, Arm], Field(min_length=1)]
    """Conditions by name."""
    grid: dict[str, Annotated[tuple[Any, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Recipe values to cross with every arm, by dotted path; arm `bn` becomes `bn/lr=0.1`, ..."""
    probes: dict[str, Probe] = Field(default_factory=dict)
    """Measurements by name, with options."""

    @field_validator("probes", mode="before")
    @classmethod
    def _name_is_the_key(cls, value: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(value, dict):
            return value
        return {name: held if isinstance(held, Choice) else {name: held} for name, held in value.items()}


class Paper(Model):
    """What the paper says about a hypothesis."""

    says: Says
    where: Prose
    """Figure, table, section or page."""
    value: float | None = None
    """The paper's own number, on the scale of the estimate, where it prints one."""


class Hypothesis(Model):
    """A claim fixed before the runs, and the test that decides it."""

    claim: Prose
    """One sentence that can be true or false."""
    test: Test
    """Kind and options; in YAML the kind itself is the key."""
    why_this_margin: Prose
    """Why a smaller effect would not matter."""
    paper: Paper | None = None
    primary: bool = True
    """False: exploratory; an estimate without a verdict, outside the multiplicity correction."""
    bears_on: dict[Name, Literal["for", "against"]] = Field(default_factory=dict)
    """Explanations of BatchNorm that support would speak for or against."""

    @model_validator(mode="before")
    @classmethod
    def _kind_is_the_key(cls, data: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(data, dict) or "test" in data:
            return data
        kinds = [key for key in data if key in hypotheses.registry.names]
        # a single key that is neither a field nor a kind is a kind misspelt
        kinds = kinds or [key for key in data if key not in cls.model_fields][:1]
        if len(kinds) != 1:
            known = ", ".join(hypotheses.registry.names)
            problem = f"has {len(kinds)} tests ({', '.join(kinds)})" if kinds else "has no test"
            raise PydanticCustomError("kind", f"{problem}; it needs exactly one of these keys: {known}.")  # type: ignore[arg-type]
        kind = kinds[0]
        return {key: value for key, value in data.items() if key != kind} | {"test": {kind: data[kind]}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the file's form: the kind itself is the key."""
        described = handler.resolve_ref_schema(handler(schema))
        described["properties"].pop("test")
        described["required"].remove("test")
        entries = [hypotheses.registry[name] for name in hypotheses.registry.names]
        for entry in entries:
            described["properties"][entry.name] = {"description": entry.summary, **entry.options.model_json_schema()}
        described["oneOf"] = [{"required": [entry.name]} for entry in entries]
        return described


class Profile(Model):
    """A named scale of the same study."""

    requires: Literal["cuda", "data"] | None = None
    """`cuda`: a GPU; `data`: every data set present without a download."""
    experiments: tuple[Name, ...] | None = None
    """Experiments that this profile runs; all of them if absent."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Values of the study that this profile changes, by dotted path; `*` stands for every name at its place."""
    note: Prose | None = None
    """What a reader must know about this scale: proxy data, narrower nets."""


class Study(Model):
    """One YAML file."""

    study: Name
    title: Prose
    source: Source | None = None
    seeds: Seeds = Seeds()
    experiments: Annotated[dict[Name, Experiment], Field(min_length=1)]
    hypotheses: Annotated[dict[Name, Hypothesis], Field(min_length=1)]
    profiles: Annotated[dict[Name, Profile], Field(min_length=1)]
