"""CIFAR-10 as its authors publish it."""

import socket
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.errors import DataError

TARGETS = "labels"
INPUTS = "images"
SHAPE = [3, 32, 32]
OUTPUTS = 10
SAMPLES = 50_000
_FOLDER = "cifar-10-batches-py"
_FILES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch", "batches.meta")
_PATIENCE = 30.0
"""Seconds without an answer after which the download is given up."""


def cifar10(root: Path) -> Source:
    """60,000 photographs of 32x32 RGB pixels, ten classes; downloaded by torchvision where missing.

    Read from `cifar-10-batches-py` in the folder of raw data, after torchvision has checked the MD5 sum of each file.
    Images are uint8 (n, 3, 32, 32): 50,000 to train, 10,000 to test, the authors' split and order.

    Licence: none stated by the authors; free for research with citation. Size: 170 MB to download, 184 MB decoded.

    Args:
        root: folder of raw data that holds `cifar-10-batches-py`, or shall.

    Source: Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images, chapter 3,
        https://www.cs.toronto.edu/~kriz/cifar.html.
    """
    local = all((root / _FOLDER / name).is_file() for name in _FILES)
    # the sums torchvision checks fix the content, so nothing about the files at hand need enter
    checked = "cifar-10-python, MD5 checked by torchvision"
    absent = not (root / _FOLDER).is_dir()
    return Source(fingerprint=checked, local=local, decode=lambda: _decode(root), downloads=absent)


def _decode(root: Path) -> Arrays:
    if find_spec("torchvision") is None:
        raise DataError("cifar10: is read by torchvision, which is not installed. pip install 'bnreport[train]'.")
    if not (root / _FOLDER).is_dir():
        _download(root)
    try:
        train, test = _torchvision(root, train=True), _torchvision(root, train=False)
    except Exception as error:
        raise DataError(
            f"cifar10: {root / _FOLDER} is incomplete or damaged: {_line(error)} "
            "Remove the folder to have it downloaded again, or put a whole one there."
        ) from error
    return Arrays(*_pair(train), *_pair(test), classes=tuple(train.classes))


def _pair(half: Any) -> tuple[Any, Any]:  # noqa: ANN401  (torchvision ships no type information)
    return np.ascontiguousarray(half.data.transpose(0, 3, 1, 2)), np.asarray(half.targets, dtype=np.int64)


def _torchvision(root: Path, *, train: bool, download: bool = False) -> Any:  # noqa: ANN401  (likewise)
    from torchvision.datasets import CIFAR10  # noqa: PLC0415  (imports PyTorch: only where the cache has no CIFAR-10)

    return CIFAR10(root, train=train, download=download)


def _download(root: Path) -> None:
    """Fetch into a temporary folder and rename: an interrupted download leaves nothing."""
    present = root.is_dir()
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".partial-", dir=root) as scratch:
            _torchvision(Path(scratch), train=True, download=True)
            if not (root / _FOLDER).is_dir():  # else another process was faster
                (Path(scratch) / _FOLDER).rename(root / _FOLDER)
    except Exception as error:
        if not present:
            with suppress(OSError):
                root.rmdir()
        raise DataError(
            f"cifar10: there is no {root / _FOLDER} and the download failed: {_line(error)} "
            f"Put the folder {_FOLDER} under --data DIR (or BNREPORT_DATA), "
            "or use `dataset: {image_folder: {path: ...}}` with images you have."
        ) from error
    finally:
        socket.setdefaulttimeout(patience)


def _line(error: Exception) -> str:
    """Return an error's first line as a sentence."""
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0].rstrip(".") + "."
