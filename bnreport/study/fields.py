"""The kinds of value that a study is made of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bnreport import augmentations, datasets, hypotheses, inits, losses, models, norms, optimizers, probes, schedules
from bnreport.registry import Count
from bnreport.study.choice import Choice, ChoiceOf, OptionsByName


def _rising(looks: tuple[int, ...]) -> tuple[int, ...]:
    if sorted(set(looks)) != list(looks):
        raise PydanticCustomError("looks", "looks must increase, e.g. [5, 10]")
    return looks


Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Prose = Annotated[str, Field(strict=True, min_length=1, max_length=2000)]
Label = Annotated[str, Field(strict=True, min_length=1, max_length=60)]
Looks = Annotated[tuple[Annotated[Count, Field(le=1000)], ...], Field(min_length=1), AfterValidator(_rising)]
Augmentation = Annotated[Choice, ChoiceOf(augmentations.registry)]
Dataset = Annotated[Choice, ChoiceOf(datasets.registry)]
Init = Annotated[Choice, ChoiceOf(inits.registry)]
Loss = Annotated[Choice, ChoiceOf(losses.registry)]
Network = Annotated[Choice, ChoiceOf(models.registry)]
Norm = Annotated[Choice, ChoiceOf(norms.registry)]
Optimizer = Annotated[Choice, ChoiceOf(optimizers.registry)]
Probe = Annotated[Choice, ChoiceOf(probes.registry)]
Probes = Annotated[dict[str, Probe], OptionsByName(probes.registry)]
Schedule = Annotated[Choice, ChoiceOf(schedules.registry)]
Test = Annotated[Choice, ChoiceOf(hypotheses.registry)]


class Model(BaseModel):
    """A part of a study: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, serialize_by_alias=True)
