"""What a data set is once decoded, and how it is described before."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Arrays(NamedTuple):
    """All of a data set, in fixed order: images with labels (raw pixels), or vectors with target vectors."""

    train_inputs: NDArray[Any]
    """Images: uint8 (n, c, h, w). Vectors: float32 (draws, n, d), a draw for each seed."""
    train_targets: NDArray[Any]
    """Labels: int64 (n,), indices into `classes`. Vectors: float32 (draws, n, d)."""
    test_inputs: NDArray[Any]
    """The same with m for n."""
    test_targets: NDArray[Any]
    """The same with m for n."""
    classes: tuple[str, ...]
    """Names, by label; none for vectors."""

    @property
    def images(self) -> bool:
        """Images with labels, not vectors with vectors."""
        return bool(self.train_inputs.dtype == np.uint8)

    @property
    def samples(self) -> int:
        """How many one seed trains on."""
        return int(self.train_inputs.shape[0 if self.images else 1])

    @property
    def sample(self) -> tuple[int, ...]:
        """Shape of one: (c, h, w) or (d,)."""
        return tuple(self.train_inputs.shape[1 if self.images else 2 :])

    @property
    def outputs(self) -> int:
        """How many numbers a network must give: one per class, or the length of a target."""
        return len(self.classes) if self.images else int(self.train_targets.shape[-1])


@dataclass(frozen=True)
class Source:
    """The raw files of a data set: found, not yet read."""

    fingerprint: str
    """Changes when the raw files may have changed; cheap, says nothing about content."""
    local: bool
    """Decoding needs no download."""
    decode: Callable[[], Arrays]
    """Reads the raw files. Raises DataError, one line, when it cannot."""
    downloads: bool = False
    """Decoding begins with a download."""


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
