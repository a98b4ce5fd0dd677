"""Files that are there whole or not at all, and where everything that is stored lies: no other module makes a name."""

import os
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from bnreport.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent
KINDS = (
    "augmentations",
    "datasets",
    "hypotheses",
    "inits",
    "losses",
    "models",
    "norms",
    "optimizers",
    "probes",
    "schedules",
)
"""Folders of the package that hold plug-ins."""
BUNDLE_ENDING = ".json.gz"


def shipped(folder: str) -> Path:
    """Return a folder of files that come with bnreport: inside the installed package, or at the top of a checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def shipped_studies() -> "dict[str, Path]":
    """Return the studies that come with bnreport, by name."""
    return {path.stem: path for path in sorted(shipped("specs").glob("*.yaml"))}


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
    """Return where the page of a named bundle lies: beside it, `x.report.html` of `x.json.gz`, and no other's."""
    own = bundle.name == bundle_path(bundle.parent).name
    return (
        html_path(bundle.parent) if own else bundle.with_name(f"{bundle.name.removesuffix(BUNDLE_ENDING)}.report.html")
    )


def beside(html: Path, name: str) -> Path:
    """Return where a file of a page lies: `name` beside `report.html`, `x.name` beside `x.report.html`."""
    return html.parent / (html.name.removesuffix(html_path(html.parent).name) + name)


def index_path(reports: Path) -> Path:
    """Return where the list of all reports lies."""
    return reports / "index.html"


def bundle_path(folder: Path) -> Path:
    """Return where a report's runs lie."""
    return folder / f"results{BUNDLE_ENDING}"


def synthesis_folder(reports: Path) -> Path:
    """Return where the page over all studies lies."""
    return reports / "why"


def matrix_path(folder: Path) -> Path:
    """Return where its table lies as JSON."""
    return folder / "synthesis.json"


def run_path(store: Path, key: str, probes: str) -> Path:
    """Return where a run lies as its probes measured it, of which `probes` is a digest."""
    return _run_folder(store, key) / f"{key}-{probes}.json"


def run_paths(store: Path, key: str) -> "Iterator[Path]":
    """Yield where a run lies, whatever probes measured it."""
    folder = _run_folder(store, key)
    if folder.is_dir():  # a glob would cost more than all else that is asked of thousands of runs
        yield from (path for path in folder.iterdir() if path.name.startswith(f"{key}-") and path.suffix == ".json")


def every_report(reports: Path) -> "list[Path]":
    """Return the folders of a folder's reports, by study and profile."""
    return sorted(html.parent for html in reports.glob(f"*/*/{html_path(reports).name}"))


def every_run(store: Path) -> "list[Path]":
    """Return where the runs of a store lie."""
    return sorted((store / "runs").glob("??/*.json"))


def every_unfinished(store: Path) -> "list[Path]":
    """Return where the unfinished runs of a store lie."""
    return sorted((store / "unfinished").glob("*.npz"))


def _run_folder(store: Path, key: str) -> Path:
    return store / "runs" / key[:2]


def checkpoint_path(store: Path, key: str, probes: str) -> Path:
    """Return where an unfinished run lies."""
    return store / "unfinished" / f"{key}-{probes}.npz"


def claim_path(checkpoint: Path) -> Path:
    """Return where it is said who trains an unfinished run."""
    return checkpoint.with_suffix(".claim")


def claims_lock_path(store: Path) -> Path:
    """Return what is locked while somebody looks at claims."""
    return store / "unfinished" / ".lock"


def failures_path(store: Path) -> Path:
    """Return where it is written down which trainings failed, and how."""
    return store / "failures.log"


def checked_path(store: Path) -> Path:
    """Return where it is remembered which networks can be built."""
    return store / "checked.json"


def engine_path(store: Path) -> Path:
    """Return where it is remembered which code makes reports."""
    return store / "engine.json"


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


def drawing_path(store: Path, code: str, table: str) -> Path:
    """Return where the drawings of a figure lie, by digests of the code that drew it and of what it shows."""
    return store / "drawings" / code[:16] / f"{table[:32]}.json"


def every_drawing(store: Path) -> "list[Path]":
    """Return where the drawings of a store lie."""
    return sorted((store / "drawings").glob("*/*.json"))


def partial_name(path: Path) -> str:
    """Return how the name begins under which a file is written, until it is whole."""
    return f".{path.name[:40]}."


def sealed(content: bytes) -> bytes:
    """Put a checksum before a content."""
    return sha256(content).hexdigest().encode() + b"\n" + content


def unsealed(stored: bytes) -> bytes | None:
    """Take the checksum off; None where it is another content's."""
    content = stored.partition(b"\n")[2]
    return content if sealed(content) == stored else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that readers see all of it or nothing, whatever happens in between.

    Raises:
        StoreError: the disk is full or the folder not writable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{partial_name(path)}{token_hex(4)}")
        try:
            with partial.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written: {error.strerror or error}. What was stored before is untouched."
        ) from None
