"""Accuracy and loss against counts by hand."""

from copy import deepcopy

import pytest
import torch
from torch import nn

from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train


def moment(step: int, logits: list[list[float]], labels: list[int], model: nn.Module, *, last: bool = False) -> Moment:
    """Return a step with the given training outputs."""
    outputs, truth = torch.tensor(logits), torch.tensor(labels)
    return Moment(
        step=step,
        last=last,
        model=model,
        inputs=torch.zeros(1),
        targets=truth,
        outputs=outputs,
        loss=nn.functional.cross_entropy(outputs, truth),
        criterion=nn.functional.cross_entropy,
        lr=1.0,
        noise=0,
        test=lambda samples: [(torch.eye(3), torch.tensor([0, 1, 0])), (torch.eye(3)[:1], torch.tensor([0]))][:samples],
        reference=list,
    )


EACH = {"every": 1, "samples": None}


def test_training_is_weighted_by_batch_size() -> None:
    """Means over minibatches of unequal size count every image once; the tally starts afresh after each reading."""
    probe = registry.create("accuracy", every=2, test=EACH | {"every": 2})
    model = nn.Identity()
    assert not probe.before_step(moment(0, [[1.0, 0, 0]] * 3, [0, 0, 0], model))
    assert not probe.after_step(moment(1, [[1.0, 0, 0]], [0], model))
    probe.before_step(moment(1, [[1.0, 0, 0]], [1], model))
    readings = probe.after_step(moment(2, [[1.0, 0, 0]], [1], model))
    right, wrong = (float(nn.functional.cross_entropy(torch.tensor([[1.0, 0, 0]]), torch.tensor([k]))) for k in (0, 1))
    assert readings["train_accuracy"] == 0.75
    assert readings["train_loss"] == pytest.approx((3 * right + wrong) / 4)
    assert readings["test_accuracy"] == 0.75
    assert readings["test_loss"] == pytest.approx((3 * right + wrong) / 4)
    probe.before_step(moment(2, [[1.0, 0, 0]], [0], model))
    assert probe.after_step(moment(3, [[1.0, 0, 0]], [0], model, last=True))["train_accuracy"] == 1


def test_test_set_is_seen_in_evaluation_mode() -> None:
    """Dropout is off while the test set passes, and on again afterwards."""
    model = nn.Dropout(0.99).train()
    probe = registry.create("accuracy", every=1, test=EACH)
    probe.before_step(moment(0, [[1.0, 0, 0]], [0], model))
    readings = probe.after_step(moment(1, [[1.0, 0, 0]], [0], model))
    assert readings["test_accuracy"] == 0.75
    assert model.training


def test_tests_come_at_steps_of_their_own() -> None:
    """Every third step and the last, whatever the interval in training; none after `until`."""
    model = nn.Identity()
    read: dict[int | None, dict[int, list[str]]] = {}
    for until in (None, 4):
        probe = registry.create("accuracy", every=2, until=until, test={"every": 3, "samples": None})
        read[until] = {}
        for step in range(7):
            probe.before_step(moment(step, [[1.0, 0, 0]], [0], model))
            found = probe.after_step(moment(step + 1, [[1.0, 0, 0]], [0], model, last=step == 6))
            read[until] |= {step + 1: sorted({name.partition("_")[0] for name in found})} if found else {}
    whole = {2: ["train"], 3: ["test"], 4: ["train"], 6: ["test", "train"], 7: ["test", "train"]}
    assert read == {None: whole, 4: {step: whole[step] for step in (2, 3, 4)}}


def test_only_the_samples_that_were_asked_for_are_tested() -> None:
    """The number goes to whoever holds the test set."""
    asked = []
    probe = registry.create("accuracy", every=1, test={"every": 1, "samples": 2000})
    seen = moment(1, [[1.0, 0, 0]], [0], nn.Identity())
    seen.test = lambda samples: asked.append(samples) or [(torch.eye(3), torch.tensor([0, 1, 0]))]  # type: ignore[func-returns-value]
    probe.before_step(moment(0, [[1.0, 0, 0]], [0], nn.Identity()))
    assert probe.after_step(seen)["test_accuracy"] == pytest.approx(2 / 3)
    assert asked == [2000]


def run(norm: str, *probes: str, steps: int = 100) -> Run:
    """Return a run of a small VGG on digits, tested at its end."""
    recipe = Recipe.model_validate(
        {
            "dataset": "digits",
            "model": {"vgg": {"depth": 11, "width": 4, "hidden": 16}},
            "optimizer": {"sgd": {"lr": 0.1}},
            "batch_size": 64,
            "steps": steps,
            "init": "he",
        }
    )
    options = {"every": steps, "until": None, "test": {"every": steps, "samples": None}}
    looks = {probe: {"options": options, "code": ""} for probe in probes}
    return Run(
        "0" * 64, Condition(resolved(recipe), Arm.model_validate({"norm": norm}).norm), 1, 0, 1, "", looks, (), ()
    )


@torch.no_grad()
def test_noise_in_training_is_no_part_of_a_test(data: Resident) -> None:
    """Statistics gathered with noise give half the accuracy, on the same weights, of those gathered without."""
    trainer = Trainer(run("noisy_batch"), data)
    with torch.enable_grad():
        for step in range(100):
            trainer.step(step)
    shipped, batches = deepcopy(trainer.model).eval(), list(data.test(0))
    right = sum(int((shipped(images).argmax(1) == labels).sum()) for images, labels in batches)
    as_shipped = right / sum(len(labels) for _, labels in batches)
    with torch.enable_grad():
        tested = train(run("noisy_batch", "accuracy"), data)
        plain = train(run("batch", "accuracy"), data)
    [recalibrated], [without] = (each.series["test_accuracy"].values for each in (tested, plain))
    assert as_shipped < 0.6
    assert 0.75 < recalibrated < without


def test_an_infinite_statistic_in_training_does_not_spoil_the_test(data: Resident) -> None:
    """What the network has gathered is not read at all, and stays as it is."""
    trainer = Trainer(run("batch", "accuracy", steps=1), data)
    clean = train(run("batch", "accuracy", steps=1), data).series["test_loss"].values
    statistics = [value for name, value in trainer.model.named_buffers() if name.endswith("running_var")]
    for value in statistics:
        value.fill_(float("inf"))
    trainer.step(0)
    assert trainer.log.readings[0][1]["test_loss"] == clean
    assert all(value.isinf().all() for value in statistics)
