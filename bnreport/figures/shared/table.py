"""What every figure's table offers."""

from typing import NamedTuple, Protocol

Cell = str | float | int


class Shown(NamedTuple):
    """A table small enough to read."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class FigureTable(Protocol):
    """All that one figure shows, with its own words."""

    @property
    def caption(self) -> str:
        """What is drawn, n, and what every band and bar means."""

    @property
    def alt(self) -> str:
        """The conclusion in one sentence, with its numbers and units."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names, units in parentheses."""

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return every number drawn, unrounded."""

    def shown(self) -> Shown:
        """Return what the page prints of them: all, where a kind says nothing else."""
        return Shown(self.headers, self.rows())
