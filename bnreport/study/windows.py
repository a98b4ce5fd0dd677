"""The steps that claims read, by name."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from bnreport.registry import Length, Real, Text
from bnreport.study.fields import Model

Level = Annotated[Real, Field(description="A value of the metric, in its unit.")]


class FixedWindow(Model):
    """Steps alone: for networks that no level fits."""

    align: Literal["fixed"]
    """`fixed`: the same steps of every run."""
    between: tuple[Length, Length]
    """First and last step, both included: `[1, 20 %]`."""

    @model_validator(mode="after")
    def _rises(self) -> "FixedWindow":
        first, last = self.between
        if first.unit == last.unit and first.amount > last.amount:
            raise PydanticCustomError(
                "length", f"must run from its first step to its last: [{last.plain()}, {first.plain()}]"
            )
        return self


class StepWindow(Model):
    """As many steps for every arm of the claim, from where all of them have come so far."""

    align: Literal["step"]
    """`step`: starts, seed by seed, at the first of two consecutive readings at which every arm is at the level."""
    start: Annotated[dict[Text, Level], Field(alias="from", min_length=1, max_length=1)]
    """One metric and the level it must be at, or beyond: `{train_accuracy: 0.2}`."""
    length: Length
    """How long it is, the same for every arm: `10 %`."""

    @property
    def metric(self) -> str:
        """What must be at the level."""
        return next(iter(self.start))

    @property
    def level(self) -> float:
        """The level."""
        return next(iter(self.start.values()))


class ProgressWindow(Model):
    """Each arm while it comes from one level to another, however many steps that takes."""

    align: Literal["progress"]
    """`progress`: from the first of two consecutive readings at the first level to the first of two at the second."""
    metric: Text
    """What the levels are levels of."""
    between: tuple[Level, Level]
    """First and last level, the better one last: `[0.2, 0.4]`."""


def _align(value: object) -> str | None:
    align = value.get("align") if isinstance(value, dict) else getattr(value, "align", None)
    return f"[{align}]" if align in {"fixed", "step", "progress"} else None


Window = Annotated[
    Annotated[FixedWindow, Tag("[fixed]")]
    | Annotated[StepWindow, Tag("[step]")]
    | Annotated[ProgressWindow, Tag("[progress]")],
    Discriminator(
        _align,
        custom_error_type="choice",
        custom_error_message="needs `align`: fixed, step or progress, as in {align: fixed, between: [1, 20 %]}",
    ),
]
