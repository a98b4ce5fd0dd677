"""What probes read, as figures show it: one file for each kind in `figures/` that a probe may ask for in `FIGURES`.

Each holds `table(wish, points)`, which returns the figure's table, or None where there is nothing to draw, and
`strands(wish)`: metric and column of each set of curves that it draws, which share the page's room.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from bnreport.report.readings._wish import Wish

if TYPE_CHECKING:
    from bnreport.figures import Table

__all__ = ["Wish", "strands", "table"]


def table(wish: Wish, points: int) -> "Table | None":
    """Return what the figure shows, with about so many points a curve; None where there is nothing to draw."""
    made: Table | None = import_module(f"{__name__}.{wish.kind}").table(wish, points) if wish.runs else None
    return made


def strands(wish: Wish) -> tuple[tuple[str, str | None], ...]:
    """Return metric and column of each set of curves that the figure draws; None for a metric without columns."""
    found: tuple[tuple[str, str | None], ...] = import_module(f"{__name__}.{wish.kind}").strands(wish)
    return found
