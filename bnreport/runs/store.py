"""Key to RunResult: one file a run, written whole or not at all, verified when read."""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bnreport.codec import from_json, to_json
from bnreport.errors import StoreError
from bnreport.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bnreport.results import RunResult

README = """bnreport's store: one JSON file per training run, named by the run's key; safe to copy and to delete.
Files under damaged/ failed their checksum; they are kept for you to look at and are never read.
Files under unfinished/ are checkpoints of interrupted runs.
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
        """Where the result of a run, looked at by these probes, lies."""
        return self.root / "runs" / key[:2] / f"{_stem(key, probes)}.json"

    def checkpoint(self, key: str, probes: "Mapping[str, Any]") -> Path:
        """Where an unfinished run's checkpoint lies; other probes cannot go on from it, they missed its beginning."""
        return self.root / "unfinished" / f"{_stem(key, probes)}.npz"

    def get(self, key: str, probes: "Mapping[str, Any]") -> "RunResult | None":
        """Return a stored run that these probes, and perhaps others, looked at; None where there is none.

        A damaged entry is reported, set aside under damaged/, and counts as absent.
        """
        exact = self.path(key, probes)
        others = sorted(exact.parent.glob(f"{key}-*.json"))
        for path in sorted(others, key=lambda path: path != exact):
            run = self._read(path)
            if run and covers(run, probes):
                return run
        return None

    def _read(self, path: Path) -> "RunResult | None":
        try:
            checksum, _, payload = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror or error}.") from None
        if checksum != _checksum(payload):
            self._set_aside(path, "fails its checksum")
            return None
        try:
            run = from_json(json.loads(payload))
        except (KeyError, TypeError, ValueError):
            self._set_aside(path, "was not written by this version of bnreport")
            return None
        if path.name != self.path(run.key, run.probes).name:
            self._set_aside(path, "holds another run than its name says")
            return None
        return run

    def put(self, run: "RunResult") -> None:
        """Write a run's result: to a temporary file, then renamed into place.

        Raises:
            StoreError: the disk is full or not writable; what was stored before is untouched.
        """
        payload = json.dumps(to_json(run), sort_keys=True, allow_nan=False).encode()
        write_whole(self.path(run.key, run.probes), _checksum(payload) + b"\n" + payload)
        readme = self.root / "README"
        if not readme.exists():
            write_whole(readme, README.encode())

    def _set_aside(self, path: Path, why: str) -> None:
        target = self.root / "damaged" / path.name
        number = 1
        while target.exists():
            target = target.with_name(f"{path.stem}-{number}{path.suffix}")
            number += 1
        where = f"set aside as {target}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another process set it aside first
                path.rename(target)
        except OSError as error:
            where = f"not used, though it cannot be set aside ({error.strerror or error})"
        self.report(f"{path}: {why}; {where}. The run is trained again.")


def covers(run: "RunResult", probes: "Mapping[str, Any]") -> bool:
    """Tell whether a run was looked at by all of these probes, with these options and this code."""
    return all(run.probes.get(name) == look for name, look in probes.items())


def _stem(key: str, probes: "Mapping[str, Any]") -> str:
    looked = sha256(json.dumps(probes, sort_keys=True, default=dict).encode()).hexdigest()
    return f"{key}-{looked[:8]}"


def _checksum(payload: bytes) -> bytes:
    return sha256(payload).hexdigest().encode()
