"""Files that are there whole or not at all, and where everything that is stored lies: no other module makes a name."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from bnreport.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUNDLE_ENDING = ".json.gz"


def lock_path(spec: Path) -> Path:
    """Return where the lock of a spec lies: `x.lock.json` beside `x.yaml`."""
    return spec.with_suffix(".lock.json")


def report_folder(reports: Path, study: str, profile: str) -> Path:
    """Return where the report of a study lies, and its bundle."""
    return reports / study / profile


def html_path(folder: Path) -> Path:
    """Return where a report lies."""
    return folder / "report.html"


def html_beside(bundle: Path) -> Path:
    """Return where the page of a named bundle lies: beside it, under its name, so that it replaces no other's."""
    name = bundle.name.removesuffix(BUNDLE_ENDING)
    return html_path(bundle.parent) if bundle == bundle_path(bundle.parent) else bundle.with_name(f"{name}.html")


def bundle_path(folder: Path) -> Path:
    """Return where a report's runs lie."""
    return folder / f"results{BUNDLE_ENDING}"


def run_path(store: Path, key: str, probes: str) -> Path:
    """Return where a run lies as its probes measured it, of which `probes` is a digest."""
    return _shelf(store, key) / f"{key}-{probes}.json"


def run_paths(store: Path, key: str) -> "Iterator[Path]":
    """Return where a run lies, whatever probes measured it."""
    return _shelf(store, key).glob(f"{key}-*.json")


def every_run(store: Path) -> "list[Path]":
    """Return where the runs of a store lie."""
    return sorted((store / "runs").glob("??/*.json"))


def every_unfinished(store: Path) -> "list[Path]":
    """Return where the unfinished runs of a store lie, and the times at which they were begun."""
    return sorted(path for path in (store / "unfinished").glob("*") if path.suffix in {".npz", ".begun"})


def _shelf(store: Path, key: str) -> Path:
    return store / "runs" / key[:2]


def checkpoint_path(store: Path, key: str, probes: str) -> Path:
    """Return where an unfinished run lies."""
    return store / "unfinished" / f"{key}-{probes}.npz"


def checked_path(store: Path) -> Path:
    """Return where it is remembered which networks can be built."""
    return store / "checked.json"


def begun_path(checkpoint: Path) -> Path:
    """Return where the time lies at which an unfinished run was begun."""
    return checkpoint.with_suffix(".begun")


def damaged_folder(store: Path) -> Path:
    """Return where damaged files are kept."""
    return store / "damaged"


def damaged_path(store: Path, name: str) -> Path:
    """Return a place, not yet taken, where a damaged file of this name is kept."""
    path = first = damaged_folder(store) / name
    number = 1
    while path.exists():
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
        number += 1
    return path


def readme_path(store: Path) -> Path:
    """Return where a store says what it is."""
    return store / "README"


def decoded_folder(store: Path) -> Path:
    """Return where decoded data sets lie, beside the runs."""
    return store / "data"


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
