"""Files that are there whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from bnreport.errors import StoreError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that readers see all of it or nothing, whatever happens in between.

    Raises:
        StoreError: the disk is full or the folder not writable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(0o644)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written: {error.strerror or error}. What was stored before is untouched."
        ) from None
