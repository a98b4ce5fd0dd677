"""The image files of a folder or an archive, by path."""

import lzma
import os
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from bnreport.errors import DataError

Files = Mapping[str, bytes | str]
"""`train/<class>/name.png` -> the file's bytes, or where it lies."""

MOST_BYTES = 4 * 2**30
"""Of an archive, unpacked, and of all images, decoded: a study has to fit in memory."""

_HALVES = frozenset({"train", "test"})
_MAGIC = slice(257, 262)
_END = 1024
_SUFFIXES = (".jpg", ".jpeg", ".png")


def walk(folder: Path) -> Files:
    """Return the images below `folder`, links followed."""
    files: dict[str, bytes | str] = {}
    for half in sorted(_HALVES):
        for place, folders, names in os.walk(folder / half, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside = Path(place).relative_to(folder).as_posix()
            files |= {f"{inside}/{name}": f"{place}/{name}" for name in names if _is_image(name)}
    return files


def archived(path: Path) -> Files:
    """Return the images of a tar archive, read into memory; one folder around `train` and `test` is passed over.

    Members that are no regular files (links, devices) are ignored, and names are only ever compared, so an archive
    cannot reach anything outside itself.

    Raises:
        DataError: it is no tar archive, is damaged, or unpacks to more than 4 GiB.
    """
    files: dict[tuple[str, ...], bytes] = {}
    total = 0
    try:
        _refuse_half(path)
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                total += member.size
                if total > MOST_BYTES:
                    limit = f"{MOST_BYTES / 2**30:.0f} GiB"
                    raise DataError(f"image_folder: {path} unpacks to more than {limit}. Use a smaller archive.")
                file = archive.extractfile(member) if member.isreg() and _is_image(member.name) else None
                if file is not None:
                    files[PurePosixPath(member.name).parts] = file.read()
    except (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError) as error:
        raise DataError(
            f"image_folder: {path} is no readable folder or tar archive, or is cut short ({error}). Fetch it again."
        ) from error
    if not any(parts[0] in _HALVES for parts in files):
        files = {parts[1:]: content for parts, content in files.items()}
    return {"/".join(parts): content for parts, content in files.items() if parts and parts[0] in _HALVES}


def _refuse_half(path: Path) -> None:
    """Look for the zeros that end an unpacked tar: `tarfile` takes one cut between two members for whole."""
    with path.open("rb") as file:
        plain = file.read(_MAGIC.stop)[_MAGIC] == b"ustar"
        file.seek(max(0, path.stat().st_size - _END))
        if plain and any(file.read()):
            raise EOFError("the end is missing")


def _is_image(name: str) -> bool:
    hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
    return name.lower().endswith(_SUFFIXES) and not hidden
