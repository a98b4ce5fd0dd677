"""The kinds of value that a study is made of."""

from typing import Annotated, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bnreport import augmentations, datasets, hypotheses, inits, losses, models, norms, optimizers, probes, schedules
from bnreport.formatting import say_name
from bnreport.registry import Count
from bnreport.study.choice import Choice, ChoiceOf, OptionsByName


def _rising(looks: tuple[int, ...]) -> tuple[int, ...]:
    if sorted(set(looks)) != list(looks):
        raise PydanticCustomError("looks", "looks must increase, e.g. [5, 10]")
    return looks


def _steady(looks: tuple[int, ...]) -> tuple[int, ...]:
    if sorted(looks) != list(looks):
        raise PydanticCustomError("looks", "looks must not fall, e.g. [5, 5]")
    return looks


Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Prose = Annotated[str, Field(strict=True, min_length=1, max_length=2000)]
Label = Annotated[str, Field(strict=True, min_length=1, max_length=60)]
_Seeds = Annotated[tuple[Annotated[Count, Field(le=1000)], ...], Field(min_length=1)]
Looks = Annotated[_Seeds, AfterValidator(_rising)]
OwnLooks = Annotated[_Seeds, AfterValidator(_steady)]
"""Of an experiment: the last count again at each of the study's looks at which it gets no more seeds."""
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


class _Labelled(Protocol):
    @property
    def label(self) -> str | None: ...


L = TypeVar("L", bound=_Labelled)


def unlike(what: str, named: dict[str, L]) -> dict[str, L]:
    """Return what has labels, or names.

    Raises:
        PydanticCustomError: people would read the same of two of them.
    """
    said: dict[str, str] = {}
    for name, held in named.items():
        read = held.label or say_name(name)
        if (first := said.setdefault(read, name)) != name:
            raise PydanticCustomError("label", f"{what} {first} and {name} both read {read!r}; label them apart")
    return named
