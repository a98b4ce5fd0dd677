"""Runs of another store, of an archive of one or of a published bundle, taken over."""

import re
import tarfile
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import StoreError
from bnreport.files import BUNDLE_ENDING, write_whole
from bnreport.runs.bundle import read_bundle
from bnreport.runs.store import Damaged, verified

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bnreport.results import RunResult
    from bnreport.runs.store import Store

_RUN = re.compile(r"(?:^|/)runs/[0-9a-f]{2}/([0-9a-f]{64}-[0-9a-f]{8}\.json)$")
_UNFINISHED = re.compile(r"(?:^|/)unfinished/([0-9a-f]{64}-[0-9a-f]{8}\.npz)$")
_KINDS = "is no store, no tar of one and no results.json.gz."


class Imported(NamedTuple):
    """What came of taking runs over."""

    new: int
    """Runs that the store did not have."""
    known: int
    """Runs that it had already; its own stay."""
    unfinished: int
    """Checkpoints from which the next `run` goes on."""
    refused: tuple[str, ...]
    """A line for each file that cannot be used."""


def import_runs(source: "Path", store: "Store") -> Imported:
    """Take over runs and checkpoints; each run is verified by its checksum, and none of the store's is replaced.

    Args:
        source: a store's folder, a tar archive of one (compressed or not, even cut off), or a `results.json.gz`.
        store: where they go.

    Raises:
        StoreError: there is no such file, it is none of these, or the store cannot be written.
    """
    if source.name.endswith(BUNDLE_ENDING):
        held = read_bundle(source).results.trained.values()
        done = [_keep(run, store) for seeds in held for run in seeds.values()]
        return Imported(sum(done), len(done) - sum(done), 0, ())
    done, unfinished = [], 0
    refused: list[str] = []
    for name, content in _files(source, refused):
        if run := _RUN.search(name):
            try:
                done.append(_keep(verified(run[1], content), store))
            except Damaged as why:
                refused.append(f"{source}: {name}: {why}.")
        elif checkpoint := _UNFINISHED.search(name):
            path = store.root / "unfinished" / checkpoint[1]
            if not path.exists():
                write_whole(path, content)
                unfinished += 1
    return Imported(sum(done), len(done) - sum(done), unfinished, tuple(refused))


def _keep(run: "RunResult", store: "Store") -> bool:
    """Store a run and say whether it is new."""
    if store.get(run.key, run.probes):
        return False
    store.put(run)
    return True


def _files(source: "Path", refused: list[str]) -> "Iterator[tuple[str, bytes]]":
    """Yield every file of a store, by its name below it; what ends an archive early is told in `refused`."""
    try:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.is_file():
                    yield path.relative_to(source).as_posix(), path.read_bytes()
            return
        with _opened(source) as archive:
            for member in archive:
                if member.isfile() and (file := archive.extractfile(member)):
                    yield member.name, file.read()
    except (tarfile.TarError, EOFError):
        refused.append(f"{source}: the archive is cut off or damaged; what stands before was read.")
    except OSError as error:
        raise StoreError(f"{source}: cannot be read: {error.strerror or error}.") from None


def _opened(source: "Path") -> tarfile.TarFile:
    try:
        return tarfile.open(source)
    except tarfile.TarError:
        raise StoreError(f"{source}: {_KINDS}") from None
