"""The digits and their split."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from bnreport.datasets.digits import digits
from bnreport.datasets.shared.arrays import content_digest
from bnreport.errors import DataError


def test_each_class_ends_in_the_test_set() -> None:
    """By class, the first four fifths of the file train and the rest tests; nothing is lost or used twice."""
    arrays, raw = digits(Path()).decode(), load_digits()
    place = {image.tobytes(): i for i, image in enumerate(np.rint(raw.images * 255 / 16).astype(np.uint8))}
    train, test = ([place[image.tobytes()] for image in images] for images in (arrays.train_inputs, arrays.test_inputs))
    assert sorted(train + test) == list(range(1797))
    assert np.array_equal(raw.target[train], arrays.train_targets)
    assert np.array_equal(raw.target[test], arrays.test_targets)
    for label in range(10):
        ours, theirs = (np.array(places)[raw.target[places] == label] for places in (train, test))
        assert ours.max() < theirs.min()
        assert len(theirs) == (len(ours) + len(theirs)) // 5


def test_pixels_span_the_bytes() -> None:
    """The sixteen steps of grey reach from 0 to 255."""
    images = digits(Path()).decode().train_inputs
    assert images.shape == (1442, 1, 8, 8)
    assert np.unique(images).tolist() == np.rint(np.arange(17) * 255 / 16).tolist()


def test_the_digits_are_the_digits() -> None:
    """The content is pinned: a change of it would retrain every run."""
    assert content_digest(digits(Path()).decode()).startswith("a944e1983d34")


def test_without_scikit_learn_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the images are asked for, and not before: what is known of them, and runs on them, need none."""
    monkeypatch.setattr("bnreport.datasets.digits.find_spec", lambda _: None)
    assert not digits(Path()).local
    with pytest.raises(DataError, match="pip install 'bnreport\\[digits\\]'"):
        digits(Path()).decode()
