"""A page as its reader has it: statements with their places, tables, badges and pictures."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

PROSE = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "summary", "alt")
"""What holds sentences; `alt` is the text of a picture."""
_CODE = re.compile("\ue000.*?\ue001")


class Statement(NamedTuple):
    """A paragraph, an item, a cell, a caption, or the text of a picture."""

    tag: str
    text: str
    """All of it; what is set as code stands between U+E000 and U+E001."""
    where: str
    """Id of what it stands in: of a claim's card, a question, a run, a section."""
    section: str
    table: str
    """Caption of the table that it stands in; empty for none."""

    @property
    def prose(self) -> str:
        """The text without what is set as code."""
        return _CODE.sub(" ", self.text) if "\ue000" in self.text else self.text

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"#{self.where}" if self.where else "the head of the page"


class Row(NamedTuple):
    """A row of a table, its headings' row apart."""

    where: str
    attributes: dict[str, str]
    cells: tuple[Statement, ...]

    def text(self) -> tuple[str, ...]:
        """Return what its cells say, code by its letters."""
        return tuple(plain(cell.text) for cell in self.cells)


@dataclass
class Table:
    """A table."""

    where: str
    section: str
    caption: str = ""
    headers: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)

    def column(self, header: str) -> list[Statement]:
        """Return the cells under a heading; none where there is no such heading."""
        at = [index for index, each in enumerate(self.headers) if each == header]
        return [row.cells[at[0]] for row in self.rows if len(row.cells) > at[0]] if at else []


class Badge(NamedTuple):
    """A verdict or an answer as shape and, mostly, word."""

    kind: str
    shape: str
    word: str
    where: str


@dataclass
class Drawing:
    """A figure."""

    where: str
    within: str
    """Id of what it stands in: of a claim's card, or a section."""
    caption: str = ""
    alts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class Strip(NamedTuple):
    """The small picture of a claim's interval."""

    kind: str
    html: str
    where: str


@dataclass
class Page:
    """All that rules look at."""

    statements: list[Statement] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    links: tuple[str, ...] = ()

    def of(self, where: str, *tags: str) -> list[Statement]:
        """Return what stands in the element of an id, of some tags."""
        return [each for each in self._by_place.get(where, ()) if each.tag in tags]

    @cached_property
    def _by_place(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for each in self.statements:
            found.setdefault(each.where, []).append(each)
        return found


def plain(text: str) -> str:
    """Return a text without the marks of code."""
    return text.replace("\ue000", "").replace("\ue001", "")
