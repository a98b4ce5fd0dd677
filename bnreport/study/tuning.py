"""Tuning: which values are tried for arms, on seeds of their own, and the rule that selects one of them for each."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from bnreport.registry import Better, Count, Reduce, Text
from bnreport.study.fields import Model, Name

_Values = Annotated[tuple[Any, ...], Field(min_length=2, max_length=100)]


class Rule(Model):
    """How one value is selected: the best mean over the tuning seeds, of equal ones the first that is listed."""

    metric: Text
    """What is compared, as its probe calls it; `name.5` for its column 5, `name.median` over columns."""
    reduce: Reduce = "final"
    """How the steps of a run become one number. A run that diverged counts as the metric's failure value."""
    better: Better | None = None
    """`higher` or `lower`; absent for the metric's own direction."""


class Tuning(Model):
    """Values tried for some arms before the study's own runs, equally many for each.

    Tuning runs have seeds that no verdict's run has, and no verdict reads them. What the rule selects stands in the
    file, as the arm's own value: `run --tuning` says what to write, and every report whether it stands there.
    """

    vary: Text
    """Recipe value that is tuned, by dotted path, e.g. `optimizer.lr`."""
    values: Annotated[
        Annotated[_Values, Tag("[shared]")] | Annotated[dict[Name, _Values], Field(min_length=1), Tag("[each]")],
        Discriminator(lambda value: "[each]" if isinstance(value, Mapping) else "[shared]"),
    ]
    """Values tried: one list for all tuned arms, or by arm lists that are equally long."""
    arms: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Arms that are tuned, where `values` is one list; every arm if absent."""
    seeds: Annotated[Count, Field(le=1000)] = 2
    """Runs of each value."""
    select: Rule
    """The rule."""

    @model_validator(mode="after")
    def _equal_budgets(self) -> "Tuning":
        if not isinstance(self.values, dict):
            return self
        if self.arms is not None:
            raise PydanticCustomError("tuning", "the lists under `values` name the arms already; leave `arms` out")
        counts = {name: len(values) for name, values in self.values.items()}
        if len({*counts.values()}) > 1:
            said = ", ".join(f"{name} {count}" for name, count in counts.items())
            raise PydanticCustomError(
                "tuning", f"every arm needs the same budget: as many values as any other ({said})"
            )
        return self

    def tried(self, arms: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return the values tried for each tuned arm of an experiment that has these."""
        if isinstance(self.values, dict):
            return self.values
        return dict.fromkeys(self.arms or arms, self.values)
