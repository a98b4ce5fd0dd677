"""Which fields choose a plug-in."""

from bnreport import augmentations, inits
from bnreport.study.choice import Choice, plugin_fields
from bnreport.study.fields import Augmentation, Init
from bnreport.study.recipe import PLUGIN_FIELDS, Arm, Recipe


class Longer(Recipe):
    """A recipe with more fields."""

    clip: Init = Choice("he", {})
    """One plug-in."""
    readers: tuple[Augmentation, ...] = ()
    """Several."""
    rounds: int = 1
    """A number."""


def test_fields_that_choose_a_plugin() -> None:
    """Each with its folder; numbers and words choose none."""
    folders = {name: registry.package.removeprefix("bnreport.") for name, registry in PLUGIN_FIELDS.items()}
    assert "steps" not in folders
    assert (
        folders
        | {
            "dataset": "datasets",
            "model": "models",
            "optimizer": "optimizers",
            "loss": "losses",
            "schedule": "schedules",
            "init": "inits",
            "augment": "augmentations",
            "norm": "norms",
        }
        == folders
    )


def test_a_new_field_is_found() -> None:
    """The schema alone says which they are, one plug-in or several."""
    more = {"clip": inits.registry, "readers": augmentations.registry}
    assert plugin_fields(Longer) | plugin_fields(Arm) == {**PLUGIN_FIELDS, **more}
