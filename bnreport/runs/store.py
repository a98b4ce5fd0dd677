"""Key to RunResult: one file a run, written whole or not at all, verified when read."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bnreport.errors import StoreError
from bnreport.files import (
    checkpoint_path,
    claim_path,
    damaged_path,
    every_run,
    failures_path,
    partial_name,
    readme_path,
    run_path,
    run_paths,
    sealed,
    unsealed,
    write_whole,
)
from bnreport.results.form import decoded, encoded, say_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bnreport.results import RunResult


class Damaged(Exception):  # noqa: N818  (why an entry is not used; no error of ours)
    """An entry that cannot be used, and why."""


README = """bnreport's store: one JSON file per training run, named by the run's key; safe to copy and to delete.
Files under damaged/ failed their checksum; they are kept for you to look at and are never read.
Files under unfinished/ are checkpoints of interrupted runs, and say which process trains which.
failures.log says which trainings failed, and how.
"""


class Store:
    """A folder of finished runs."""

    def __init__(self, root: Path, report: "Callable[[str], None]") -> None:
        """Open the folder; nothing is written until a run is.

        Args:
            root: the folder, which need not exist.
            report: told, in one line, of every damaged entry.
        """
        self.root = root
        self.report = report

    def path(self, key: str, probes: "Mapping[str, Any]") -> Path:
        """Where the result of a run, measured by these probes, lies."""
        return run_path(self.root, key, _digest(probes))

    def checkpoint(self, key: str, probes: "Mapping[str, Any]") -> Path:
        """Where an unfinished run's checkpoint lies; other probes cannot go on from it, they missed its beginning."""
        return checkpoint_path(self.root, key, _digest(probes))

    def claim(self, key: str, probes: "Mapping[str, Any]") -> Path:
        """Where it is said who trains it."""
        return claim_path(self.checkpoint(key, probes))

    def verify_checkpoint(self, key: str, probes: "Mapping[str, Any]") -> None:
        """Set an unfinished run's checkpoint aside, and report it, if it is damaged."""
        saved = self.checkpoint(key, probes)
        with suppress(FileNotFoundError):
            if unsealed(saved.read_bytes()) is None:
                self._set_aside(saved, "fails its checksum")

    def clear(self, key: str, probes: "Mapping[str, Any]") -> None:
        """Remove what an unfinished run has left, once it is stored."""
        saved = self.checkpoint(key, probes)
        with suppress(OSError):  # nothing depends on it but space
            for path in (saved, claim_path(saved), *saved.parent.glob(f"{partial_name(saved)}*")):
                path.unlink(missing_ok=True)

    def note(self, failure: str) -> None:
        """Write down that a training failed, and how."""
        with suppress(OSError), failures_path(self.root).open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {failure.strip()}\n")

    def get(self, key: str, probes: "Mapping[str, Any]") -> "RunResult | None":
        """Return a stored run that these probes, and perhaps others, measured; None where there is none.

        A damaged entry is reported, set aside under damaged/, and counts as absent.
        """
        exact = self.path(key, probes)
        for path in sorted(run_paths(self.root, key), key=lambda path: (path != exact, path)):
            run = self._read(path)
            if run and covers(run, probes):
                return run
        return None

    def entries(self) -> "Iterator[tuple[Path, RunResult]]":
        """Yield every whole entry and where it lies; damaged ones are reported and set aside."""
        for path in every_run(self.root):
            if run := self._read(path):
                yield path, run

    def _read(self, path: Path) -> "RunResult | None":
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror or error}.") from None
        try:
            return verified(path.name, content)
        except Damaged as why:
            self._set_aside(path, str(why))
            return None

    def put(self, run: "RunResult") -> None:
        """Write a run's result: to a temporary file, then renamed into place.

        Raises:
            StoreError: the disk is full or not writable; what was stored before is untouched.
        """
        write_whole(self.path(run.key, run.probes), sealed(encoded(run)))
        readme = readme_path(self.root)
        if not readme.exists():
            write_whole(readme, README.encode())

    def _set_aside(self, path: Path, why: str) -> None:
        target = damaged_path(self.root, path.name)
        where = f"set aside as {target}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another process set it aside first
                path.rename(target)
        except OSError as error:
            where = f"not used, though it cannot be set aside ({error.strerror or error})"
        self.report(f"{path}: {why}; {where}. The run is trained again.")


def verified(name: str, content: bytes) -> "RunResult":
    """Read what a file of this name holds.

    Raises:
        Damaged: it is not what `Store.put` wrote under this name.
    """
    payload = unsealed(content)
    if payload is None:
        raise Damaged("fails its checksum")
    try:
        run = decoded(payload)
    except ValidationError as error:
        raise Damaged(f"was not written by this version of bnreport ({say_errors(error)})") from None
    if name != run_path(Path(), run.key, _digest(run.probes)).name:
        raise Damaged("holds another run than its name says")
    return run


def covers(run: "RunResult", probes: "Mapping[str, Any]") -> bool:
    """Tell whether a run was measured by all of these probes, with these options and this code."""
    return all(run.probes.get(name) == chosen for name, chosen in probes.items())


def _digest(probes: "Mapping[str, Any]") -> str:
    return sha256(json.dumps(probes, sort_keys=True, default=dict).encode()).hexdigest()[:8]
