"""Small data sets on disk, and the ways to spoil them."""

import pickle
import tarfile
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bnreport.datasets.shared.cache import load

CLASSES = ("ant", "bee", "cow")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return a folder `pets` of random 6x5 PNGs, three classes, 4 to train and 2 to test in each."""
    rng = np.random.default_rng(0)
    for half, n in (("train", 4), ("test", 2)):
        for name in CLASSES:
            folder = tmp_path / "raw" / "pets" / half / name
            folder.mkdir(parents=True)
            for i in range(n):
                Image.fromarray(rng.integers(0, 256, (5, 6, 3), dtype=np.uint8)).save(folder / f"{i}.png")
    return tmp_path / "raw" / "pets"


@pytest.fixture
def small_cifar10(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Write CIFAR-10's files with 3 images each, and have torchvision take their MD5 sums for right."""
    from torchvision.datasets import CIFAR10  # noqa: PLC0415  (takes seconds; few tests need it)

    def write(folder: Path) -> Path:
        rng = np.random.default_rng(0)
        folder.mkdir(parents=True)

        def dump(name: str, content: object) -> list[str]:
            raw = pickle.dumps(content)
            (folder / name).write_bytes(raw)
            return [name, md5(raw, usedforsecurity=False).hexdigest()]

        def batch(name: str) -> list[str]:
            data = rng.integers(0, 256, (3, 3072), dtype=np.uint8)
            return dump(name, {"data": data, "labels": rng.integers(0, 10, 3).tolist()})

        monkeypatch.setattr(CIFAR10, "train_list", [batch(f"data_batch_{i}") for i in range(1, 6)])
        monkeypatch.setattr(CIFAR10, "test_list", [batch("test_batch")])
        name, digest = dump("batches.meta", {"label_names": [f"class {i}" for i in range(10)]})
        monkeypatch.setattr(CIFAR10, "meta", {"filename": name, "key": "label_names", "md5": digest})
        return folder

    return write


def digest(place: Path, cache: Path) -> str:
    """Return the content digest of a folder or archive."""
    return load("image_folder", {"path": place.name}, place.parent, cache).digest


def pack(folder: Path, name: str, inside: str) -> Path:
    """Put a folder in an archive, under another name."""
    place = folder.parent / name
    with tarfile.open(place, "w:" + name.rpartition(".")[2].removeprefix("tar")) as archive:
        archive.add(folder, inside)
    return place
