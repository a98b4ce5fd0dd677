"""What a data set is once decoded, and how it is described before."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Arrays(NamedTuple):
    """All images and labels of a data set, undecorated: raw pixels, fixed order."""

    train_images: NDArray[np.uint8]
    """Shape (n, c, h, w)."""
    train_labels: NDArray[np.int64]
    """Shape (n,), indices into `classes`."""
    test_images: NDArray[np.uint8]
    """Shape (m, c, h, w)."""
    test_labels: NDArray[np.int64]
    """Shape (m,), indices into `classes`."""
    classes: tuple[str, ...]
    """Names, by label."""


@dataclass(frozen=True)
class Source:
    """The raw files of a data set: found, not yet read."""

    fingerprint: str
    """Changes when the raw files may have changed; cheap, says nothing about content."""
    local: bool
    """Decoding needs no download."""
    decode: Callable[[], Arrays]
    """Reads the raw files. Raises DataError, one line, when it cannot."""


@dataclass(frozen=True)
class Dataset:
    """A decoded data set. Its arrays are mapped from disk and read-only: workers share one copy of them."""

    name: str
    arrays: Arrays
    digest: str
    """Content: equal pixels, labels and class names give equal digests, wherever and however the files lie."""


def content_digest(arrays: Arrays) -> str:
    """Return sha256 over type, shape and bytes of the four arrays, in order, and the class names."""
    digest = sha256()
    for array in arrays[:4]:
        digest.update(json.dumps([array.dtype.str, array.shape]).encode())
        digest.update(np.ascontiguousarray(array).data)
    digest.update(json.dumps(arrays.classes).encode())
    return digest.hexdigest()
