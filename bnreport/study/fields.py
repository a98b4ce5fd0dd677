"""The kinds of value that a study is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bnreport import augmentations, datasets, hypotheses, inits, losses, models, norms, optimizers, probes, schedules
from bnreport.study.choice import Choice, ChoiceOf, OptionsByName

Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Prose = Annotated[str, Field(strict=True, min_length=1)]
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

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
