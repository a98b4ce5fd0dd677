"""What every data set promises."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from bnreport.datasets import registry
from bnreport.datasets.shared.cache import Form, form, load, source
from bnreport.losses import registry as losses

if TYPE_CHECKING:
    from collections.abc import Callable


class Case(NamedTuple):
    """A data set that is there without a network."""

    name: str
    options: dict[str, object]
    root: Path


@pytest.fixture(params=registry.names)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    """Return each data set with data found offline; a new one that has none is skipped."""
    name, root, options = request.param, tmp_path / "raw", {}
    if name == "image_folder":
        options = {"path": request.getfixturevalue("pictures").name}
    elif name == "cifar10":
        write: Callable[[Path], Path] = request.getfixturevalue("small_cifar10")
        write(root / "cifar-10-batches-py")
    if not source(name, options, root).local:
        pytest.skip(f"{name} has no data offline")
    return Case(name, options, root)


def of(targets: str) -> pytest.MarkDecorator:
    """Run a test for the data sets with such targets."""
    names = [name for name in registry.names if registry[name].constants["TARGETS"] == targets]
    return pytest.mark.parametrize("case", names, indirect=True)


@of("labels")
def test_images_have_the_agreed_types_and_shapes(case: Case, tmp_path: Path) -> None:
    """Images are uint8 (n, c, h, w), labels int64 (n,), both halves alike."""
    arrays = load(*case, tmp_path / "cache").arrays
    for images, labels in ((arrays.train_inputs, arrays.train_targets), (arrays.test_inputs, arrays.test_targets)):
        assert images.dtype == np.uint8
        assert labels.dtype == np.int64
        assert images.ndim == 4
        assert labels.ndim == 1
        assert len(images) == len(labels) > 0
        assert images.shape[1:] == arrays.train_inputs.shape[1:]
    assert arrays.images
    assert (arrays.samples, *arrays.sample) == arrays.train_inputs.shape
    assert arrays.outputs == len(arrays.classes)


@of("numbers")
def test_vectors_have_the_agreed_types_and_shapes(case: Case, tmp_path: Path) -> None:
    """Vectors and target vectors are float32 (draws, n, d), both halves alike, all finite; there are no classes."""
    arrays = load(*case, tmp_path / "cache").arrays
    for inputs, targets in ((arrays.train_inputs, arrays.train_targets), (arrays.test_inputs, arrays.test_targets)):
        assert inputs.dtype == targets.dtype == np.float32
        assert inputs.ndim == targets.ndim == 3
        assert inputs.shape[:2] == targets.shape[:2]
        assert inputs.shape[0] == len(arrays.train_inputs) > 0
        assert inputs.shape[1] > 0
        assert inputs.shape[2] == arrays.train_inputs.shape[2]
        assert targets.shape[2] == arrays.train_targets.shape[2]
        assert np.isfinite(inputs).all()
        assert np.isfinite(targets).all()
    assert not arrays.images
    assert arrays.classes == ()
    assert (len(arrays.train_inputs), arrays.samples, *arrays.sample) == arrays.train_inputs.shape
    assert arrays.outputs == arrays.train_targets.shape[2]


def test_its_form_is_known_without_decoding(case: Case, tmp_path: Path) -> None:
    """The file's constants say what the arrays have; who has none is known from the cache, once decoded."""
    cache = tmp_path / "cache"
    options = registry[case.name].options.model_validate(case.options).model_dump()
    before = form(case.name, options, case.root, cache)
    arrays = load(case.name, options, case.root, cache).arrays
    expected = Form(arrays.sample, arrays.outputs, arrays.samples)
    if case.name == "cifar10":  # the real one, of which the fixture holds a few images
        expected = expected._replace(samples=50_000)
    assert registry[case.name].constants["INPUTS"] == ("images" if arrays.images else "vectors")
    assert before == (expected if "SHAPE" in registry[case.name].constants else None)
    assert form(case.name, options, case.root, cache) == expected


@of("labels")
def test_targets_index_the_classes(case: Case, tmp_path: Path) -> None:
    """Each label names a class, and class names differ."""
    arrays = load(*case, tmp_path / "cache").arrays
    assert len(set(arrays.classes)) == len(arrays.classes) >= 2
    for labels in (arrays.train_targets, arrays.test_targets):
        assert labels.min() >= 0
        assert labels.max() < len(arrays.classes)


def test_no_test_sample_is_trained_on(case: Case, tmp_path: Path) -> None:
    """Train and test share no image; of vectors, no draw shares one with any half of any draw."""
    arrays = load(*case, tmp_path / "cache").arrays
    halves = (arrays.train_inputs, arrays.test_inputs)
    if arrays.images:
        train, test = ({image.tobytes() for image in images} for images in halves)
        assert train.isdisjoint(test)
    else:
        every = [vector.tobytes() for half in halves for draw in half for vector in draw]
        assert len(set(every)) == len(every)


def test_arrays_are_mapped_and_cannot_be_changed(case: Case, tmp_path: Path) -> None:
    """The first load and every later one map the same read-only files."""
    first, second = load(*case, tmp_path / "cache"), load(*case, tmp_path / "cache")
    for one, other in zip(first.arrays[:4], second.arrays[:4], strict=True):
        assert isinstance(one, np.memmap)
        assert not one.flags.writeable
        assert np.array_equal(one, other)
    assert first.digest == second.digest


def test_the_digest_is_of_the_content(case: Case, tmp_path: Path) -> None:
    """The same data elsewhere, in another cache, have the same digest."""
    elsewhere = tmp_path / "moved" / "far"
    if case.root.exists():
        shutil.copytree(case.root, elsewhere)
    moved = load(case.name, case.options, elsewhere, tmp_path / "other cache")
    assert load(*case, tmp_path / "cache").digest == moved.digest


def test_a_hit_imports_neither_torch_nor_sklearn(case: Case, tmp_path: Path) -> None:
    """Judging reads data sets without PyTorch, and a decoded one without its decoder."""
    expected = load(*case, tmp_path / "cache").digest
    name, options, root = case
    code = f"""
import sys
from pathlib import Path
from bnreport.datasets.shared.cache import load
print(load({name!r}, {options!r}, Path({str(root)!r}), Path({str(tmp_path / "cache")!r})).digest)
print(sorted({{"torch", "torchvision", "sklearn"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (ours)
    assert done.stdout.splitlines() == [expected, "[]"]


@pytest.mark.parametrize("name", registry.names)
def test_a_loss_can_be_taken_of_its_targets(name: str) -> None:
    """The file says what its targets are, and some loss compares outputs with such."""
    fitting = {losses[loss].constants["TARGETS"] for loss in losses.names}
    assert registry[name].constants["TARGETS"] in fitting == {"labels", "numbers"}


@pytest.mark.parametrize("name", registry.names)
def test_it_says_whence_how_large_and_under_which_licence(name: str) -> None:
    """The docstring states source, licence and size."""
    text = registry.path(name).read_text(encoding="utf-8")
    assert registry[name].source
    assert "Licence: " in text
    assert "Size: " in text
