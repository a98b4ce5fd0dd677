"""CIFAR-10 from a JPEG archive: all of it, or a reason."""

import tarfile
from pathlib import Path

import numpy as np
import pytest

from bnreport.datasets.shared.cache import form, load, source
from bnreport.errors import DataError

SHARED = Path(__file__).parents[3] / "shared" / "data"
NAME = "cifar10-jpeg.tar.xz"


def test_without_the_archive_it_says_where_to_put_it(tmp_path: Path) -> None:
    """Its form is known all the same, so that networks can be built for it."""
    assert not source("cifar10_jpeg", {}, tmp_path).local
    known = form("cifar10_jpeg", {}, tmp_path, tmp_path)
    assert known == ((3, 32, 32), 10, 50000)
    with pytest.raises(DataError, match=rf"no .*{NAME}.*put it there, or give that folder"):
        load("cifar10_jpeg", {}, tmp_path, tmp_path / "decoded")


def test_other_images_are_refused(pictures: Path, tmp_path: Path) -> None:
    """By how many, how large and of how many classes they are."""
    with tarfile.open(tmp_path / NAME, "w:xz") as archive:
        archive.add(pictures, "images")
    with pytest.raises(DataError, match=r"not all of CIFAR-10: .* are \[.*\] and not \[50000, 10000, 3, 32, 32, 10\]"):
        load("cifar10_jpeg", {}, tmp_path, tmp_path / "decoded")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared CIFAR-10 archive is not beside this checkout")
def test_all_of_cifar10(tmp_path: Path) -> None:
    """The real archive: 5,000 and 1,000 images in each of ten classes."""
    arrays = load("cifar10_jpeg", {}, SHARED, tmp_path).arrays
    assert arrays.train_inputs.shape == (50000, 3, 32, 32)
    assert np.bincount(arrays.train_targets).tolist() == [5000] * 10
    assert np.bincount(arrays.test_targets).tolist() == [1000] * 10
