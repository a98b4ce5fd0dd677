"""Decoded once, mapped from disk ever after."""

import errno
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bnreport.datasets import registry
from bnreport.datasets.shared.arrays import Arrays, Dataset, Source, content_digest
from bnreport.errors import DataError
from bnreport.files import sealed, unsealed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_META = "meta.json"
_ARRAYS = Arrays._fields[:4]


def source(name: str, options: Mapping[str, object], root: Path) -> Source:
    """Find the raw files of a data set below `root`, without reading them.

    Raises:
        SpecError: there is no data set of that name.
    """
    found: Source = registry.create(name, root, **options)
    return found


class Form(NamedTuple):
    """What a network must know of a data set to be built."""

    sample: tuple[int, ...]
    """Shape of one input: (c, h, w) or (d,)."""
    outputs: int
    """Of a network: one per class, or the length of a target."""
    samples: int
    """How many one seed trains on."""


def form(name: str, options: Mapping[str, Any], root: Path, cache: Path) -> Form | None:
    """Return the form of a data set from its file's constants, or from `cache`; None where neither knows it.

    Raises:
        SpecError: there is no data set of that name, or its options do not go together.
    """
    raw, constants = source(name, options, root), registry[name].constants
    if "SHAPE" in constants:
        *sample, outputs, samples = (
            options[size] if isinstance(size, str) else size
            for size in (*constants["SHAPE"], constants["OUTPUTS"], constants["SAMPLES"])
        )
        return Form(tuple(sample), outputs, samples)
    held = _read(name, _home(name, options, raw, cache))
    return Form(held.arrays.sample, held.arrays.outputs, held.arrays.samples) if held else None


def load(
    name: str, options: Mapping[str, object], root: Path, cache: Path, *, download: bool = False, verify: bool = False
) -> Dataset:
    """Return a data set, from `cache` where it lies decoded, else from the raw files below `root`.

    Each entry is written to a temporary folder and renamed into place, so two processes at once both get whole data.
    A damaged entry is decoded again. What is checked on a hit: names, sizes, types and shapes; each byte only where
    asked, which costs 0.1 to 0.6 s for CIFAR-10.

    Args:
        name: of the data set, e.g. `digits`.
        options: as the study gives them.
        root: folder of raw data.
        cache: folder of decoded data, created where missing.
        download: fetch raw files that are missing.
        verify: check each byte of what lies decoded.

    Raises:
        SpecError: there is no data set of that name.
        DataError: the raw files are absent or unreadable, or the cache cannot be written.
    """
    raw = source(name, options, root)
    home = _home(name, options, raw, cache)
    held = _read(name, home)
    if held and verify and content_digest(held.arrays) != held.digest:
        held = None
    if not held and raw.downloads and not download:
        what = f"{name}: is not in {root}, and only `bnreport run` downloads it."
        raise DataError(f"{what} Run that, or name its folder: --data DIR.")
    return held or _build(name, home, raw.decode())


def _home(name: str, options: Mapping[str, object], raw: Source, cache: Path) -> Path:
    """Return where a data set lies decoded."""
    identity = json.dumps([name, dict(options), raw.fingerprint, _code_digest()], sort_keys=True)
    return cache / f"{name}-{sha256(identity.encode()).hexdigest()[:16]}"


def _code_digest() -> str:
    """Return a digest of this folder's files: what another version decoded is decoded again."""
    return sha256(b"\0".join(path.read_bytes() for path in sorted(registry.folder.glob("*.py")))).hexdigest()


def _build(name: str, home: Path, arrays: Arrays) -> Dataset:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".partial-", dir=home.parent, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch) / "new"
            _write(new, arrays)
            built = _read(name, new)
            there = _read(name, home)
            if there is None or content_digest(there.arrays) != there.digest:
                with suppress(FileNotFoundError):
                    home.rename(Path(scratch) / "damaged")
            _rename(new, home)
    except OSError as error:
        size = sum(array.nbytes for array in arrays[:4]) / 1e6
        raise DataError(
            f"{name}: cannot write the decoded data to {home.parent}: {error.strerror or error}. "
            f"It needs {size:.1f} MB: free some space or choose another folder."
        ) from error
    # `built` stays readable even where its files were removed since: another process was faster
    found = _read(name, home) or built
    if found is None:
        raise DataError(f"{name}: what was written to {home} cannot be read back. Check the disk.")
    return found


def _write(home: Path, arrays: Arrays) -> None:
    home.mkdir()
    sizes = {}
    for field in _ARRAYS:
        array: NDArray[Any] = getattr(arrays, field)
        path = home / f"{field}.npy"
        with path.open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        sizes[field] = [path.stat().st_size, array.dtype.str, array.shape]
    meta = {"digest": content_digest(arrays), "classes": arrays.classes, "arrays": sizes}
    with (home / _META).open("wb") as file:
        file.write(sealed(json.dumps(meta, indent=1).encode()))
        file.flush()
        os.fsync(file.fileno())


def _rename(new: Path, home: Path) -> None:
    try:
        new.rename(home)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        # another process was faster; its entry is whole, because it was renamed too


def _read(name: str, home: Path) -> Dataset | None:
    """Map an entry, or return None where it is absent or damaged."""
    try:
        meta = json.loads(unsealed((home / _META).read_bytes()) or b"")
        mapped = {}
        for field in _ARRAYS:
            path = home / f"{field}.npy"
            array = np.load(path, mmap_mode="r", allow_pickle=False)
            if [path.stat().st_size, array.dtype.str, list(array.shape)] != meta["arrays"][field]:
                return None
            mapped[field] = array
        return Dataset(name, Arrays(**mapped, classes=tuple(meta["classes"])), str(meta["digest"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
