"""Your own images: a folder a class."""

import os
from pathlib import Path

from bnreport.datasets.shared.arrays import Source
from bnreport.datasets.shared.folder import absent, decoded, fingerprint
from bnreport.registry import Text

TARGETS = "labels"
INPUTS = "images"


def image_folder(root: Path, *, path: Text) -> Source:
    """Your own images, as `train/<class>/*.jpg` and `test/<class>/*.png`, in a folder or a tar archive.

    The layout of torchvision's `ImageFolder`, read as it reads: each image is converted to 8-bit RGB (transparency
    dropped), classes are numbered in the order of their names. Images are uint8 (n, 3, h, w), all of one size, ordered
    by path. An archive (.tar, .tar.gz, .tar.xz) is read as it is; nothing is unpacked. Hidden files and folders, and
    files that are neither JPEG nor PNG by name, are passed over.

    Licence: that of your images. Size: yours, at most 4 GiB, packed or decoded.

    Args:
        root: folder of raw data.
        path: the folder or archive, relative to the folder of raw data (`--data DIR`), absolute, or from home (`~/x`).

    Source: you; the layout is torchvision's, https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html.
    """
    place = root / os.path.expanduser(path)  # noqa: PTH111  (Path's raises where there is no such user)
    if not place.exists():
        return Source(fingerprint="absent", local=False, decode=lambda: absent(place, "mend `path`"))
    return Source(fingerprint=fingerprint(place), local=True, decode=lambda: decoded(place))
