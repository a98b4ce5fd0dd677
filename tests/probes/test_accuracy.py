"""Accuracy and loss against counts by hand."""

import pytest
import torch
from torch import nn

from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment


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
        test=lambda: [(torch.eye(3), torch.tensor([0, 1, 0])), (torch.eye(3)[:1], torch.tensor([0]))],
    )


def test_training_is_weighted_by_batch_size() -> None:
    """Means over minibatches of unequal size count every image once; the tally starts afresh after each reading."""
    probe = registry.create("accuracy", every=2)
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
    probe = registry.create("accuracy", every=1)
    probe.before_step(moment(0, [[1.0, 0, 0]], [0], model))
    readings = probe.after_step(moment(1, [[1.0, 0, 0]], [0], model))
    assert readings["test_accuracy"] == 0.75
    assert model.training
