"""Your own images: a folder a class."""

import os
import tarfile
from pathlib import Path

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.datasets.shared.folder import absent, decoded, fingerprint
from bnreport.errors import DataError
from bnreport.registry import Text

TARGETS = "labels"
INPUTS = "images"


def image_folder(root: Path, *, path: Text) -> Source:
    """Your own images, as `train/<class>/*.jpg` and `test/<class>/*.png`, in a folder or a tar archive.

    The layout of torchvision's `ImageFolder`, read as it reads: each image is converted to 8-bit RGB (transparency
    dropped), classes are numbered in the order of their names. Images are uint8 (n, 3, h, w), all of one size, ordered
    by path. An archive (.tar, .tar.gz, .tar.xz) is read as it is; nothing is unpacked, and none of its images may be a
    link. Hidden files and folders, and files that are neither JPEG nor PNG by name, are passed over.

    Licence: that of your images. Size: yours, at most 4 GiB, packed or decoded.

    Args:
        root: folder of raw data.
        path: the folder or archive, relative to the folder of raw data (`--data DIR`), absolute, or from home (`~/x`).

    Source: you; the layout is torchvision's, https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html.
    """
    place = root / os.path.expanduser(path)  # noqa: PTH111  (Path's raises where there is no such user)
    if not place.exists():
        return Source(fingerprint="absent", local=False, decode=lambda: absent(place, "mend `path`"))
    return Source(fingerprint=fingerprint(place), local=True, decode=lambda: _decoded(place))


def _decoded(place: Path) -> Arrays:
    """Read all of its images.

    Raises:
        DataError: one line, when they cannot be read, or one is a link in an archive, which would be passed over.
    """
    arrays = decoded(place)
    if not place.is_dir():
        with tarfile.open(place) as archive:
            links = [member for member in archive if member.issym() or member.islnk()]
        if links:
            raise DataError(
                f"image_folder: {len(links)} members of {place} are links, {links[0].name} the first. "
                "Pack it again with `tar --dereference --hard-dereference`, so that each is a file."
            )
    return arrays
