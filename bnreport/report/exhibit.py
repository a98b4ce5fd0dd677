"""A figure as the page holds it: an image, its words, and its table to read and to download."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from csv import writer
from io import StringIO
from math import isnan
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from warnings import catch_warnings

from bnreport.figures import Picture, Table, picture
from bnreport.units import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

_LEGAL = "/:?@!$()*+,;=-._~"
"""What an address may hold as it is, besides letters and digits."""
_pool: ContextVar[ProcessPoolExecutor | None] = ContextVar("pool", default=None)


class Drawing:
    """A figure that is being drawn, here or by another process."""

    def __init__(self, kind: str, name: str, table: Table) -> None:
        """Have it drawn, or draw it where there are no processes for it."""
        self._kind, self._name, self._table = kind, name, table
        self._drawn: Picture | Future[Picture] = _begun(kind, table) or self._here()

    def picture(self) -> Picture:
        """Wait for it; where a process that drew was killed, draw it in this one."""
        if not isinstance(self._drawn, Picture):
            try:
                with self._told():
                    self._drawn = self._drawn.result()
            except BrokenProcessPool:
                self._drawn = self._here()
        return self._drawn

    def _here(self) -> Picture:
        with self._told():
            return picture(self._kind, self._table)

    @contextmanager
    def _told(self) -> "Iterator[None]":
        """Say which figure went wrong: an error from another process has come far."""
        try:
            yield
        except Exception as error:
            error.add_note(f"The figure was {self._name}, of kind {self._kind}.")
            raise


class Exhibit(NamedTuple):
    """One figure."""

    drawn: Drawing
    alt: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """What the page prints of the table: all of it, or a digest of a long one."""
    total: int
    """Rows of the whole table, all of which are in the CSV."""
    csv: str
    """`data:` address of the CSV."""
    name: str
    """File name of the download."""

    def picture(self) -> Picture:
        """Wait for the drawing, or raise what went wrong; no property, whose AttributeError a template would hide."""
        return self.drawn.picture()

    def src(self) -> str:
        """Return the drawing as `data:` address: an image can neither run scripts nor clash with the page."""
        return _address("image/svg+xml", self.picture().svg)


@contextmanager
def drawing() -> "Iterator[None]":
    """Draw what is exhibited inside on every core, while the page's words are put together.

    Where processes cannot be forked, or not safely beside other threads, each figure is drawn when it is asked for.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores == 1 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        yield
        return
    pool = ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), initializer=_deaf)
    token = _pool.set(pool)
    try:
        yield
    finally:
        _pool.reset(token)
        pool.shutdown(cancel_futures=True)


def _deaf() -> None:
    """Leave Ctrl-C, which a terminal sends to all processes, to the one that waits for the drawings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def exhibit(kind: str, name: str, table: Table) -> Exhibit:
    """Draw a table and pack it."""
    rows = table.rows()
    shown = table.shown()
    return Exhibit(
        drawn=Drawing(kind, name, table),
        alt=table.alt,
        caption=table.caption,
        headers=shown.headers,
        rows=tuple(tuple(map(_cell, row)) for row in shown.rows),
        total=len(rows),
        csv=_address("text/csv", _csv(table.headers, rows)),
        name=f"{name}.csv",
    )


def _begun(kind: str, table: Table) -> "Future[Picture] | None":
    """Have another process draw; None where there is none, or one was killed, after which none draws."""
    pool = _pool.get()
    if pool is None:
        return None
    try:
        with catch_warnings(action="ignore", category=DeprecationWarning):  # NumPy's threads idle, and survive a fork
            return pool.submit(picture, kind, table)
    except BrokenProcessPool:
        return None


def _address(kind: str, data: bytes) -> str:
    """Return `data:` with the text as letters: shorter than base64, as nearly all of it is legal there."""
    return f"data:{kind},{quote(data, safe=_LEGAL)}"


def _csv(headers: tuple[str, ...], rows: "Iterable[tuple[object, ...]]") -> bytes:
    out = StringIO()
    table = writer(out, lineterminator="\n")
    table.writerow(headers)
    table.writerows(rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return NOTHING if isnan(value) else f"{value:.4g}".replace("-", "\N{MINUS SIGN}").replace("inf", "∞")
