"""A figure as the page holds it: an image, its words, and its table to read and to download."""

import multiprocessing
import os
import threading
from concurrent.futures import Future, ProcessPoolExecutor
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

_LEGAL = "/:?@!$()*+,;=-._~"
"""What an address may hold as it is, besides letters and digits."""
_pool: ContextVar[ProcessPoolExecutor | None] = ContextVar("pool", default=None)


class Exhibit(NamedTuple):
    """One figure."""

    drawn: "Future[Picture]"
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
        return self.drawn.result()

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
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
        token = _pool.set(pool)
        try:
            yield
        finally:
            _pool.reset(token)


def exhibit(kind: str, name: str, table: Table) -> Exhibit:
    """Draw a table and pack it."""
    rows = table.rows()
    shown = table.shown()
    return Exhibit(
        drawn=_begun(kind, table),
        alt=table.alt,
        caption=table.caption,
        headers=shown.headers,
        rows=tuple(tuple(map(_cell, row)) for row in shown.rows),
        total=len(rows),
        csv=_address("text/csv", _csv(table.headers, rows)),
        name=f"{name}.csv",
    )


def _begun(kind: str, table: Table) -> "Future[Picture]":
    pool = _pool.get()
    if pool is None:
        done: Future[Picture] = Future()
        done.set_result(picture(kind, table))
        return done
    with catch_warnings(action="ignore", category=DeprecationWarning):  # NumPy's threads idle, and survive a fork
        return pool.submit(picture, kind, table)


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
