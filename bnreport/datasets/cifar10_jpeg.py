"""CIFAR-10 as a public copy that was compressed once more."""

from pathlib import Path

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.datasets.shared.folder import absent, decoded, fingerprint
from bnreport.errors import DataError

TARGETS = "labels"
INPUTS = "images"
SHAPE = [3, 32, 32]
OUTPUTS = 10
SAMPLES = 50_000
_TESTS = 10_000
_ARCHIVE = "cifar10-jpeg.tar.xz"


def cifar10_jpeg(root: Path) -> Source:
    """CIFAR-10 in JPEG of quality 75: the same photographs, split and classes, a little blurred.

    Read from the archive `cifar10-jpeg.tar.xz` in the folder of raw data, which holds `train/<class>/NNNN.jpg` and
    `test/<class>/NNNN.jpg`. Images are uint8 (n, 3, 32, 32): 50,000 to train, 10,000 to test, in the order of their
    paths. Accuracies are somewhat lower than on the original pixels, in every arm. The archive of the published
    runs has the sha256 f7453856acd3811d8bb9297c414e1d265bfe85aaec7b1460a37e9b44e8077808; it is not downloaded.

    Licence: none stated by the authors of CIFAR-10; free for research with citation. Size: 19 MB, 184 MB decoded.

    Args:
        root: folder of raw data that holds the archive.

    Source: Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images, chapter 3; compressed by others.
    """
    place = root / _ARCHIVE
    if not place.exists():
        return Source(fingerprint="absent", local=False, decode=lambda: absent(place, "put it there"))
    return Source(fingerprint=fingerprint(place), local=True, decode=lambda: _whole(decoded(place), place))


def _whole(arrays: Arrays, place: Path) -> Arrays:
    """Return the images if they are as many, as large and of as many classes as CIFAR-10's."""
    found = [len(arrays.train_inputs), len(arrays.test_inputs), *arrays.sample, arrays.outputs]
    wanted = [SAMPLES, _TESTS, *SHAPE, OUTPUTS]
    if found != wanted:
        raise DataError(
            f"cifar10_jpeg: {place} is not all of CIFAR-10: training images, test images, channels, height, width and "
            f"classes are {found} and not {wanted}. Fetch it again."
        )
    return arrays
