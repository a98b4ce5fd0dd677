"""Your own images: a folder a class."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import PIL

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.datasets.shared.files import archived, walk
from bnreport.datasets.shared.images import decode
from bnreport.errors import DataError
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
        return Source(fingerprint="absent", local=False, decode=lambda: _absent(place))
    return Source(fingerprint=_fingerprint(place), local=True, decode=lambda: _decode(place))


def _absent(place: Path) -> Arrays:
    raise DataError(
        f"image_folder: there is no {place}. A relative path is looked for under --data DIR (or BNREPORT_DATA): "
        "mend `path`, or give that folder."
    )


def _decode(place: Path) -> Arrays:
    files = walk(place) if place.is_dir() else archived(place)
    return decode(files, place)


def _fingerprint(place: Path) -> str:
    """Return a digest of place, paths, sizes, times of change, and the decoder's version.

    The time of the last change of a file's state is one that nobody can set, unlike that of its content.
    """
    digest = sha256(f"Pillow {PIL.__version__} {place.resolve()}".encode())
    for name, file in sorted(walk(place).items()) if place.is_dir() else [("", place)]:
        with suppress(OSError):  # a dangling link: decoding says so
            state = os.stat(file)  # noqa: PTH116  (60,000 of them: half the time of Path.stat)
            digest.update(f"\n{name}\0{state.st_size}\0{state.st_ctime_ns}".encode())
    return digest.hexdigest()
