"""Who trains what, where several processes share a store: one file a run, touched for as long as its owner lives."""

import fcntl
import os
import threading
import time
from contextlib import contextmanager, suppress
from platform import node
from typing import TYPE_CHECKING, Self

from bnreport.errors import StoreError
from bnreport.files import claims_lock_path, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEAT = 5.0
"""Seconds between touches."""
STALE = 60.0
"""Seconds without a touch after which a claim counts for nothing."""


class Claims:
    """The claims of this process."""

    def __init__(self, store: "Path") -> None:
        """Hold none yet.

        Args:
            store: folder of the store.
        """
        self._lock = claims_lock_path(store)
        self._held: set[Path] = set()
        self._seen: dict[Path, tuple[int, float]] = {}
        """Of other processes' claims: when each was last touched by its file system's clock, first seen by ours."""
        self._over = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin to touch."""
        self._beating.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give all back."""
        self._over.set()
        self._beating.join()
        for path in list(self._held):
            self.release(path)

    def take(self, path: "Path") -> bool:
        """Claim a run, and tell whether it is ours; it is not while another process that lives has claimed it.

        Args:
            path: of the claim, see `bnreport.runs.store.Store.claim`.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._alone():
            if not self._free(path):
                return False
            write_whole(path, _owner().encode())
        self._held.add(path)
        return True

    def release(self, path: "Path") -> None:
        """Give a claim back, unless another process has taken it over."""
        self._held.discard(path)
        with suppress(OSError, StoreError), self._alone():
            if path.read_text(encoding="utf-8") == _owner():
                path.unlink()

    @contextmanager
    def _alone(self) -> "Iterator[None]":
        """Let no other process look at claims meanwhile."""
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            with self._lock.open("ab") as file:
                with suppress(OSError):  # a network drive without locks: at worst a run is trained twice
                    fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise StoreError(f"{self._lock.parent}: cannot be written: {error.strerror or error}.") from None

    def _free(self, path: "Path") -> bool:
        try:
            owner, touched = path.read_text(encoding="utf-8"), path.stat().st_mtime_ns
        except FileNotFoundError:
            return True
        except UnicodeDecodeError:
            return True  # damaged
        if owner == _owner():
            return path not in self._held  # of an earlier process with our number
        host, _, pid = owner.partition("\n")
        if host == node() and not _lives(pid):
            return True
        before, since = self._seen.setdefault(path, (touched, time.monotonic()))
        if before != touched:
            self._seen[path] = touched, time.monotonic()
            return False
        return time.monotonic() - since > STALE

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            for path in list(self._held):
                with suppress(OSError):
                    os.utime(path)


def _owner() -> str:
    return f"{node()}\n{os.getpid()}"


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        pass  # somebody else's
    return True
