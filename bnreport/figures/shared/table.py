"""What every figure's table offers."""

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.figures.shared.step_axes import StepAxes

ALT = 400
"""Letters of an alternative text: the table beside a figure holds every number."""
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

    def over_steps(self) -> "tuple[StepAxes, ...]":
        """Return the axes over steps that a reader may explore: none, where a kind says nothing else."""
        return ()


def brief(head: str, items: "Iterable[str]", tail: str = "") -> str:
    """Return a head with as many items as an alternative text has room for, and how many are in the table alone."""
    told = [*items]
    for count in range(len(told), -1, -1):
        more = f"{(count and '; ') or ''}{len(told) - count} more in the table" if count < len(told) else ""
        said = f"{head}{'; '.join(told[:count])}{more}.{tail}"
        if len(said) < ALT:
            break
    return said
