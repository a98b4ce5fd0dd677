"""A figure as the page holds it: its kind, its table to draw, to read and to download, and its words."""

from csv import writer
from io import StringIO
from math import isnan
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from bnreport.formatting import NOTHING, minus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.figures import FigureTable

_LEGAL = "/:?@!$'()*+,;=-._~"
"""What an address may hold as it is, besides letters and digits."""


class ReportFigure(NamedTuple):
    """One figure; `bnreport.report.draw` draws it."""

    kind: str
    """Folder in `figures/`."""
    name: str
    """No two figures of a report share one; its table is downloaded as `name.csv`."""
    table: "FigureTable"

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """What the page prints of the table: all of it, or a digest of a long one."""
        return tuple(tuple(map(_cell, row)) for row in self.table.shown().rows)

    @property
    def csv(self) -> Markup:
        """All of the table as `data:` address."""
        return address("text/csv", _csv(self.table.headers, self.table.rows()))


def find_figures(data: object) -> "Iterator[ReportFigure]":
    """Yield every figure in frozen data, in order."""
    if isinstance(data, ReportFigure):
        yield data
    elif isinstance(data, tuple):
        for part in data:
            yield from find_figures(part)


def address(kind: str, data: bytes) -> Markup:
    """Return `data:` with the text as letters: shorter than base64, as nearly all of it is legal there.

    It stands between double quotes as it is: whatever HTML reads otherwise is written by its number.
    """
    return Markup(f"data:{kind},{quote(data, safe=_LEGAL)}")  # noqa: S704  (no quote, `&`, `<` or `>` is left)


def _csv(headers: tuple[str, ...], rows: "Iterable[tuple[object, ...]]") -> bytes:
    out = StringIO()
    table = writer(out, lineterminator="\n")
    table.writerow(headers)
    table.writerows(rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return NOTHING if isnan(value) else minus(f"{value:.4g}").replace("inf", "∞")
