"""Handwritten digits that come with scikit-learn: the offline default."""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.errors import DataError

TARGETS = "labels"
INPUTS = "images"
SHAPE = [1, 8, 8]
OUTPUTS = 10
SAMPLES = 1442


def digits(root: Path) -> Source:  # noqa: ARG001  (every data set takes the folder of raw data)
    """1,797 handwritten digits of 8x8 grey pixels, ten classes; needs no download.

    Values v = 0..16 become round(255 v / 16). Images are uint8 (n, 1, 8, 8): 1,442 to train, 355 to test.
    The test set is the last fifth (rounded down) of each class in the file's order. The file names no writers, but
    seems ordered by them: the nearest neighbour classifies 95.5 % of these test images, against 97.7 to 99.2 % when
    the split is random or takes every fifth image, and the same hand is then in train and test.

    Licence: CC BY 4.0 (UCI Machine Learning Repository). Size: 0.1 MB.

    Args:
        root: not used; the data come with scikit-learn.

    Source: Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits, doi:10.24432/C50P49 (its test part, as
        `sklearn.datasets.load_digits`).
    """
    if find_spec("sklearn") is None:
        return Source(fingerprint="no scikit-learn", local=False, decode=_refuse)
    return Source(fingerprint=f"scikit-learn {version('scikit-learn')}", local=True, decode=_decode)


def _refuse() -> Arrays:
    raise DataError("digits: come with scikit-learn, which is not installed. pip install 'bnreport[digits]'.")


def _decode() -> Arrays:
    from sklearn.datasets import load_digits  # noqa: PLC0415  (takes a second: only where the cache has no digits)

    raw = load_digits()
    images = np.rint(raw.images * (255 / 16)).astype(np.uint8)[:, None]  # (n, 1, 8, 8)
    labels = raw.target.astype(np.int64)
    test = _last_fifth(labels)
    return Arrays(images[~test], labels[~test], images[test], labels[test], tuple("0123456789"))


def _last_fifth(labels: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    test = np.zeros(labels.shape, dtype=np.bool_)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        test[places[places.size - places.size // 5 :]] = True
    return test
