"""A folder or an archive of images as a data set."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import PIL

from bnreport.datasets.shared.arrays import Arrays
from bnreport.datasets.shared.files import archived, walk
from bnreport.datasets.shared.images import decode
from bnreport.errors import DataError


def absent(place: Path, mend: str) -> Arrays:
    """Say that it is not there, and what can be done beside giving another folder of raw data.

    Raises:
        DataError: always.
    """
    raise DataError(
        f"image_folder: there is no {place}. A relative path is looked for under --data DIR (or BNREPORT_DATA): "
        f"{mend}, or give that folder."
    )


def decoded(place: Path) -> Arrays:
    """Read all of its images.

    Raises:
        DataError: one line, when they cannot be read, or are not of one size.
    """
    files = walk(place) if place.is_dir() else archived(place)
    return decode(files, place)


def fingerprint(place: Path) -> str:
    """Return a digest of place, paths, sizes, times of change, and the decoder's version.

    The time of the last change of a file's state is one that nobody can set, unlike that of its content.
    """
    digest = sha256(f"Pillow {PIL.__version__} {place.resolve()}".encode())
    for name, file in sorted(walk(place).items()) if place.is_dir() else [("", place)]:
        with suppress(OSError):  # a dangling link: decoding says so
            state = os.stat(file)  # noqa: PTH116  (60,000 of them: half the time of Path.stat)
            digest.update(f"\n{name}\0{state.st_size}\0{state.st_ctime_ns}".encode())
    return digest.hexdigest()
