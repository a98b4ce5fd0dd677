"""Whole files or none."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from bnreport.errors import StoreError


def write_atomically(path: Path, data: bytes) -> Path:
    """Write beside the target, then rename over it: a reader never sees half a file.

    Raises:
        StoreError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(data)
                file.close()
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}). Choose another folder with --reports."
        ) from None
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
