"""What a data set is once decoded."""

import numpy as np

from bnreport.datasets.shared.arrays import Arrays, content_digest
from tests.datasets.shared.conftest import arrays


def test_every_part_enters_the_digest() -> None:
    """Pixels, labels, halves, shapes and class names all count."""
    one = arrays()
    pixel, label = one.test_inputs.copy(), one.train_targets.copy()
    pixel[0, 0, 0, 0] ^= 1
    label[0] ^= 1
    others = [
        one._replace(test_inputs=pixel),
        one._replace(train_targets=label),
        one._replace(train_inputs=one.train_inputs.reshape(20, 1, 2, 8)),
        one._replace(classes=("a", "c")),
        arrays(1),
    ]
    assert len({content_digest(each) for each in [one, *others]}) == 1 + len(others)


def test_sizes_follow_from_the_arrays() -> None:
    """Of images the first axis counts samples; vectors have a draw for each seed before it, and no classes."""
    images = arrays()
    assert (images.images, images.samples, images.sample, images.outputs) == (True, 20, (1, 4, 4), 2)
    train, test = np.zeros((3, 20, 5), np.float32), np.zeros((3, 10, 5), np.float32)
    vectors = Arrays(train, train[..., :2], test, test[..., :2], ())
    assert (vectors.images, vectors.samples, vectors.sample, vectors.outputs) == (False, 20, (5,), 2)
