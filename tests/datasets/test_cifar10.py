"""CIFAR-10: at hand, downloaded, and without a network."""

import io
import pickle
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import numpy as np
import pytest
from torchvision.datasets import CIFAR10

from bnreport.datasets.shared.cache import load, source
from bnreport.errors import DataError

FOLDER = "cifar-10-batches-py"
Write = Callable[[Path], Path]


class Response(io.BytesIO):
    """A server's answer, as far as torchvision asks."""

    url = None
    length = None


def test_reads_the_authors_pixels_and_order(small_cifar10: Write, tmp_path: Path) -> None:
    """Rows of 3072 bytes become (3, 32, 32), batch after batch."""
    folder = small_cifar10(tmp_path / FOLDER)
    arrays = load("cifar10", {}, tmp_path, tmp_path / "cache").arrays
    raw = [pickle.loads((folder / f"data_batch_{i}").read_bytes()) for i in range(1, 6)]  # noqa: S301  (written above)
    assert np.array_equal(arrays.train_inputs, np.vstack([part["data"] for part in raw]).reshape(-1, 3, 32, 32))
    assert arrays.train_targets.tolist() == [label for part in raw for label in part["labels"]]
    assert arrays.classes[3] == "class 3"


def test_local_means_every_file(small_cifar10: Write, tmp_path: Path) -> None:
    """Without one batch, or the folder, a download would be needed."""
    assert not source("cifar10", {}, tmp_path).local
    folder = small_cifar10(tmp_path / FOLDER)
    assert source("cifar10", {}, tmp_path).local
    (folder / "data_batch_3").unlink()
    assert not source("cifar10", {}, tmp_path).local


def test_a_damaged_batch_is_refused(small_cifar10: Write, tmp_path: Path) -> None:
    """The MD5 check of torchvision becomes one line that names the folder; the folder is left as it is."""
    batch = small_cifar10(tmp_path / FOLDER) / "data_batch_3"
    batch.write_bytes(batch.read_bytes()[:-1] + b"?")
    with pytest.raises(DataError, match=f"{tmp_path}/{FOLDER} is incomplete or damaged") as caught:
        load("cifar10", {}, tmp_path, tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert batch.exists()


@pytest.mark.parametrize("present", [False, True])
def test_without_a_network_both_ways_out_are_named(
    *, present: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, no traceback, nothing left on disk."""

    def refuse(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no route\nto host")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    root = tmp_path / "data"
    if present:
        root.mkdir()
    with pytest.raises(DataError, match=f"no route.*{FOLDER} under --data DIR.*image_folder") as caught:
        load("cifar10", {}, root, tmp_path / "cache", download=True)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == (["data"] if present else [])
    assert not present or list(root.iterdir()) == []


def test_nothing_is_downloaded_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who plans or judges is told, at once, who downloads."""
    asked: list[object] = []
    monkeypatch.setattr(urllib.request, "urlopen", asked.append)
    with pytest.raises(DataError, match=r"^cifar10: is not in .*, and only `bnreport run` downloads it"):
        load("cifar10", {}, tmp_path / "data", tmp_path / "cache")
    assert (asked, list(tmp_path.iterdir())) == ([], [])


def test_a_download_leaves_the_folder_and_nothing_else(
    small_cifar10: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What torchvision fetches is unpacked, checked and kept for the next time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as file:
        file.add(small_cifar10(tmp_path / FOLDER), FOLDER)
    monkeypatch.setattr(urllib.request, "urlopen", lambda _: Response(buffer.getvalue()))
    monkeypatch.setattr(CIFAR10, "tgz_md5", md5(buffer.getvalue(), usedforsecurity=False).hexdigest())
    root = tmp_path / "deep" / "data"
    found = load("cifar10", {}, root, tmp_path / "cache", download=True)
    assert [path.name for path in root.iterdir()] == [FOLDER]
    assert found.digest == load("cifar10", {}, tmp_path, tmp_path / "other").digest
