"""Networks are built without memory, and every fault has a part to blame."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from bnreport.datasets.shared.cache import Form
from bnreport.executors.build import faults
from bnreport.executors.trial import Trial, trial
from bnreport.study import Choice
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe


def asked(norm: object = "batch", **changes: object) -> Trial:
    """Return a small VGG on 8x8 images, in batches of four."""
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 11, "width": 2}}, "optimizer": "adam", "steps": 5}
    fields = {*Recipe.model_fields}
    held = Recipe.model_validate({**recipe, **{name: changes.pop(name) for name in set(changes) & fields}})
    chosen = Arm.model_validate({"norm": norm}).norm
    whole = trial(Condition(resolved(held), chosen), {}, Form((1, 8, 8), 10, 4))
    return whole._replace(**changes)  # type: ignore[arg-type]


def parts(trial: Trial) -> list[str]:
    """Return what is blamed."""
    return [fault.part for fault in faults(trial)]


def test_what_fits_has_no_fault() -> None:
    """Nothing is said of it."""
    assert faults(asked()) == []


@pytest.mark.parametrize(
    ("trial", "part", "says"),
    [
        (asked({"group": {"groups": 3}}), "norm", "groups must divide channels. Got 3 for 2 channels."),
        (asked("instance"), "norm", "a group of one value has no variance"),
        (asked(model={"resnet_cifar": {"depth": 7}}), "model", "depth must be 6n + 2"),
        (
            asked(model={"vgg": {"width": 65_536, "hidden": 65_536}}),
            "model",
            "parameters; the limit is 10,000,000",
        ),
        (asked(model="deep_linear"), "model", "cannot be built for this data: a and b must have same reduction dim"),
        (asked(optimizer={"sgd": {"lr": 0.1, "nesterov": True}}), "optimizer", "sgd: nesterov needs momentum"),
        (asked(batches=(4, 1)), "batch_size", "batch normalisation needs two values a channel"),
        (
            asked(layers={"moments": [5, 12]}),
            "probes.moments.layers",
            "the network has 11 layers, and none of number 12",
        ),
    ],
)
def test_each_fault_is_blamed_on_its_part(trial: Trial, part: str, says: str) -> None:
    """The plug-in that raised it, or what was tried."""
    [fault] = faults(trial)
    assert fault.part == part
    assert says in fault.what


def fail(*_: object, **_options: object) -> object:
    """Refuse whatever comes."""
    raise ValueError("not for this")


@pytest.mark.parametrize(
    ("plugin", "part", "instead", "says"),
    [
        ("inits.he", "init", fail, "not for this"),
        ("optimizers.adam", "optimizer", fail, "not for this"),
        ("losses.cross_entropy", "loss", fail, "not for this"),
        ("losses.cross_entropy", "loss", lambda outputs, _: outputs[0], "must be one number, and cross_entropy gives"),
        ("losses.cross_entropy", "loss", lambda outputs, _: outputs.detach().sum(), "does not require grad"),
        ("schedules.cosine", "schedule", fail, "not for this"),
        ("schedules.cosine", "schedule", lambda step, steps, **_: float("nan") if step == steps - 1 else 1, "nan at"),
        ("augmentations.flip", "augment", fail, "not for this"),
        ("augmentations.flip", "augment", lambda images, _: images[:, :, 1:], "flip must keep shape and type"),
    ],
)
def test_all_that_trains_is_tried(
    monkeypatch: pytest.MonkeyPatch, plugin: str, part: str, instead: Callable[..., object], says: str
) -> None:
    """Whatever the recipe chooses is called once, as training calls it, and blamed by its own name."""
    recipe = {"init": "he", "schedule": "cosine", "augment": ["crop", "flip"]}
    assert faults(asked(**recipe)) == []
    monkeypatch.setattr(f"bnreport.{plugin}.{plugin.partition('.')[2]}", instead)
    [fault] = faults(asked(**recipe))
    assert fault.part == part
    assert says in fault.what


def test_one_fault_hides_no_other() -> None:
    """Behind a norm that does not fit, the rest is tried without it."""
    both = asked(model={"resnet_cifar": {"depth": 8, "width": 8}}, layers={"moments": [99]})
    assert parts(both._replace(norm=Choice("group", {"groups": 3}))) == ["norm", "probes.moments.layers"]


def test_a_process_of_its_own_answers_in_json() -> None:
    """What goes in as JSON comes out as the faults."""
    trials = [asked(), asked({"group": {"groups": 3}}, layers={"moments": [1]})]
    done = subprocess.run(
        [sys.executable, "-m", "bnreport.executors.build"],
        input=json.dumps(trials),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [[list(fault) for fault in faults(trial)] for trial in trials]
