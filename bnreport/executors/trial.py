"""What of a run decides whether it can be trained, and what can be wrong with it."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.study import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.datasets.shared.cache import Form
    from bnreport.study.arms import Condition


class Fault(NamedTuple):
    """What keeps a network from being trained."""

    part: str
    """What to blame: a field of the recipe such as `model` or `batch_size`, `norm`, or `probes.NAME.layers`."""
    what: str
    """The sentence."""


class Trial(NamedTuple):
    """A network to build, and what it will meet."""

    model: Choice
    norm: Choice
    init: Choice
    optimizer: Choice
    loss: Choice
    schedule: Choice
    augment: tuple[Choice, ...]
    steps: int
    """Of the whole run."""
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
        *chosen, augment, steps, sample, outputs, batches, layers = row
        model, norm, init, optimizer, loss, schedule = (Choice(*held) for held in chosen)
        several = tuple(Choice(*held) for held in augment)
        rest = (several, steps, tuple(sample), outputs, tuple(batches), layers)
        return cls(model, norm, init, optimizer, loss, schedule, *rest)


def trial(condition: "Condition", probes: "Mapping[str, Mapping[str, Any]]", data: "Form") -> Trial:
    """Return what a condition builds.

    Args:
        condition: recipe and norm.
        probes: options of the probes, by name.
        data: form of its data set.
    """
    recipe = condition.recipe
    full, rest = divmod(data.samples, recipe.batch_size)
    usual = min(recipe.batch_size, data.samples)
    return Trial(
        model=recipe.model,
        norm=condition.norm,
        init=recipe.init,
        optimizer=recipe.optimizer,
        loss=recipe.loss,
        schedule=recipe.schedule,
        augment=recipe.augment,
        steps=recipe.steps,
        sample=data.sample,
        outputs=data.outputs,
        batches=(usual, rest) if rest and rest != usual and recipe.steps > full else (usual,),
        layers={name: options["layers"] for name, options in probes.items() if options.get("layers")},
    )
