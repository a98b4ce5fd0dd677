"""A figure as the page holds it: an image, its words, and its table to read and to download."""

from base64 import b64encode
from csv import writer
from io import StringIO
from math import isnan
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from bnreport.figures import Table, picture, with_type
from bnreport.units import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEGAL = "/:?@!$()*+,;=-._~"
"""What an address may hold as it is, besides letters and digits."""


class Exhibit(NamedTuple):
    """One figure."""

    svg: bytes
    width: int
    height: int
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

    @property
    def src(self) -> str:
        """`data:` address of the drawing, font included: an image can neither run scripts nor clash with the page."""
        # the font inside is base64 already: as letters it takes a third less than encoded twice
        return f"data:image/svg+xml,{quote(with_type(self.svg), safe=_LEGAL)}"

    @property
    def bare(self) -> str:
        """The same without its font, for paper, which has it already."""
        return _address("image/svg+xml", self.svg)


def exhibit(kind: str, name: str, table: Table) -> Exhibit:
    """Draw a table and pack it."""
    drawn = picture(kind, table)
    rows = table.rows()
    shown = table.shown()
    return Exhibit(
        svg=drawn.svg,
        width=drawn.width,
        height=drawn.height,
        alt=table.alt,
        caption=table.caption,
        headers=shown.headers,
        rows=tuple(tuple(map(_cell, row)) for row in shown.rows),
        total=len(rows),
        csv=_address("text/csv", _csv(table.headers, rows)),
        name=f"{name}.csv",
    )


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


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
