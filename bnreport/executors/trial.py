"""What of a run decides whether its network can be built, and what can be wrong with it."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.study import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.datasets.shared.cache import Form
    from bnreport.study.arms import Condition


class Fault(NamedTuple):
    """What keeps a network from being trained."""

    part: str
    """What to blame: `norm`, `model`, `optimizer`, `batch_size` or `probes.NAME.layers`."""
    what: str
    """The sentence."""


class Trial(NamedTuple):
    """A network to build, and what it will meet."""

    model: Choice
    norm: Choice
    optimizer: Choice
    sample: tuple[int, ...]
    """Shape of one input."""
    outputs: int
    batches: tuple[int, ...]
    """Sizes: the usual one, then that of the last batch of an epoch if it is another and is reached."""
    layers: dict[str, list[int]]
    """By probe, the layers that it asks for."""

    @classmethod
    def from_json(cls, row: "list[Any]") -> "Trial":
        """Read what `json` wrote of one."""
        chosen, (sample, outputs, batches, layers) = row[:3], row[3:]
        model, norm, optimizer = (Choice(*held) for held in chosen)
        return cls(model, norm, optimizer, tuple(sample), outputs, tuple(batches), layers)


def trial(condition: "Condition", looks: "Mapping[str, Mapping[str, Any]]", data: "Form") -> Trial:
    """Return what a condition builds.

    Args:
        condition: recipe and norm.
        looks: options of the probes, by name.
        data: form of its data set.
    """
    recipe = condition.recipe
    full, rest = divmod(data.samples, recipe.batch_size)
    usual = min(recipe.batch_size, data.samples)
    return Trial(
        model=recipe.model,
        norm=condition.norm,
        optimizer=recipe.optimizer,
        sample=data.sample,
        outputs=data.outputs,
        batches=(usual, rest) if rest and rest != usual and recipe.steps > full else (usual,),
        layers={name: options["layers"] for name, options in looks.items() if options.get("layers")},
    )
