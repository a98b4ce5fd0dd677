"""Batches: order, size, arithmetic."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torchvision.transforms import Normalize, ToTensor

from bnreport.errors import SpecError
from bnreport.study.choice import Choice
from bnreport.training.data import Batches, Resident


def test_pixels_are_torchvisions(data: Resident) -> None:
    """Standardised pixels equal ToTensor and Normalize bit for bit."""
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (5, 3, 6, 6), dtype=np.uint8)
    data = object.__new__(Resident)
    data.images = True
    mean, std = [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]
    data.white = torch.tensor(255.0)
    data.mean, data.std = (torch.tensor(values).view(1, -1, 1, 1) for values in (mean, std))
    expected = torch.stack([Normalize(mean, std)(ToTensor()(image.transpose(1, 2, 0))) for image in images])
    assert torch.equal(data.normalise(torch.from_numpy(images)), expected)


def test_moments_are_the_training_images_own(data: Resident) -> None:
    """Standardised training images have mean 0 and variance 1 (1/m)."""
    pixels = data.normalise(data.train_inputs).double()
    assert float(pixels.mean()) == pytest.approx(0, abs=1e-6)
    assert float(pixels.var(correction=0)) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("batch_size", [64, 721, 1441, 1442, 5000])
def test_an_epoch_is_every_image_once(data: Resident, monkeypatch: pytest.MonkeyPatch, batch_size: int) -> None:
    """The last, smaller batch is kept; the next epoch has another order, unless one batch holds all: then their own."""
    monkeypatch.setattr(data, "train_targets", torch.arange(1442))  # labels that tell images apart
    batches = Batches(data, batch_size=batch_size, augment=(), seed=0, index=0)
    per_epoch = -(-1442 // batch_size)
    epochs = [[batches.at(epoch * per_epoch + step)[1] for step in range(per_epoch)] for epoch in range(2)]
    assert len(epochs[0][-1]) == (1442 % batch_size or batch_size)
    for epoch in epochs:
        assert torch.equal(torch.cat(epoch).sort().values, torch.arange(1442))
    if per_epoch > 1:
        assert not torch.equal(torch.cat(epochs[0]), torch.cat(epochs[1]))
    else:
        assert torch.equal(epochs[0][0], torch.arange(1442))


def test_a_batch_depends_on_its_step_alone(data: Resident) -> None:
    """Asked for out of order, batches and their augmentation are the same."""
    augment = (Choice("crop", {"padding": 2}), Choice("flip", {}))
    forward, backward = (Batches(data, batch_size=64, augment=augment, seed=5, index=5) for _ in range(2))
    ahead = {step: forward.at(step)[0] for step in (0, 22, 23, 40)}
    for step in (40, 23, 22, 0):
        assert torch.equal(ahead[step], backward.at(step)[0])


def test_images_keep_their_labels(data: Resident) -> None:
    """Whatever the order, an image comes with its own label."""
    labels = {
        image.tobytes(): label for image, label in zip(data.train_inputs.numpy(), data.train_targets, strict=True)
    }
    batches = Batches(data, batch_size=64, augment=(), seed=3, index=3)
    batches.data = SimpleNamespace(normalise=lambda inputs: inputs, device=data.device)  # type: ignore[assignment]
    for images, targets in (batches.at(step) for step in (0, 22, 30)):
        assert [labels[image.tobytes()] for image in images.numpy()] == targets.tolist()


def test_each_seed_trains_and_tests_on_its_own_draw(vectors: Resident) -> None:
    """Vectors are taken as they are, in training and in the test, from the draw of the seed's index."""
    for seed in range(3):
        inputs, targets = Batches(vectors, batch_size=600, augment=(), seed=seed + 7, index=seed).at(1)
        assert torch.equal(inputs, vectors.train_inputs[seed])
        assert torch.equal(targets, vectors.train_targets[seed])
        parts = list(vectors.test(seed))
        assert [len(part[0]) for part in parts] == [500, 100]
        assert torch.equal(torch.cat([part[0] for part in parts]), vectors.test_inputs[seed])
        assert torch.equal(torch.cat([part[1] for part in parts]), vectors.test_targets[seed])
    assert vectors.shape == (6, 6)
    assert vectors.classes == 6


def test_minibatches_of_vectors_are_an_epoch(vectors: Resident) -> None:
    """A seed's vectors come once each, with their targets, in a fresh order."""
    batches = Batches(vectors, batch_size=256, augment=(), seed=2, index=2)
    place = {x.numpy().tobytes(): i for i, x in enumerate(vectors.train_inputs[2])}
    for epoch in range(2):
        inputs, targets = (
            torch.cat(held) for held in zip(*map(batches.at, range(3 * epoch, 3 * epoch + 3)), strict=True)
        )
        order = [place[x.numpy().tobytes()] for x in inputs]
        assert sorted(order) == list(range(600)) != order
        assert torch.equal(targets, vectors.train_targets[2][order])


def test_a_seed_without_a_draw_is_refused(vectors: Resident) -> None:
    """The message says how many draws there are and how many are needed."""
    with pytest.raises(SpecError, match=r"has 3 draws, one a seed, and 4 are needed\. Raise `draws`"):
        Batches(vectors, batch_size=64, augment=(), seed=3, index=3)


def test_a_subset_of_the_test_set_is_fixed(data: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same samples for every seed, each once and with its label; more of them hold those that fewer hold."""
    n = len(data.test_targets)
    monkeypatch.setattr(data, "test_targets", torch.arange(n))  # labels that tell images apart
    few, more, other = ([*data.test(seed, samples)] for seed, samples in ((0, 100), (0, 200), (7, 100)))
    chosen = torch.cat([labels for _, labels in few])
    assert len(set(chosen.tolist())) == 100
    assert torch.equal(chosen, torch.cat([labels for _, labels in other]))
    assert torch.equal(chosen, torch.cat([labels for _, labels in more])[:100])
    assert not torch.equal(chosen, torch.arange(100))
    assert torch.equal(torch.cat([inputs for inputs, _ in few]), data.normalise(data.test_inputs[chosen]))


@pytest.mark.parametrize("samples", [None, 100_000])
def test_the_whole_test_set_keeps_its_order(data: Resident, samples: int | None) -> None:
    """No number, or one that is beyond it."""
    assert torch.equal(torch.cat([labels for _, labels in data.test(0, samples)]), data.test_targets)


def test_reference_batches_are_fixed_and_not_augmented(data: Resident) -> None:
    """Full batches of different training images, whatever was trained on before; another seed has others."""
    augment = (Choice("crop", {"padding": 2}), Choice("flip", {}))
    batches, plain, other = (
        Batches(data, batch_size=400, augment=chosen, seed=seed, index=seed)
        for chosen, seed in ((augment, 5), ((), 5), ((), 6))
    )
    batches.at(3)
    found = [*batches.reference()]
    assert [len(batch) for batch in found] == [400, 400, 400]  # of 1,442
    assert torch.equal(torch.cat(found), torch.cat([*plain.reference()]))
    assert not torch.equal(torch.cat(found), torch.cat([*other.reference()]))
    ours = {image.tobytes() for image in data.normalise(data.train_inputs).numpy()}
    seen = [image.tobytes() for image in torch.cat(found).numpy()]
    assert {*seen} <= ours
    assert len({*seen}) > 1190  # a few digits are drawn twice


def test_a_full_batch_is_its_own_reference(data: Resident) -> None:
    """In the order in which training sees it."""
    [found] = Batches(data, batch_size=5000, augment=(), seed=0, index=0).reference()
    assert torch.equal(found, data.normalise(data.train_inputs))
