"""Claims as figures show them: one file for each kind in `figures/` that a hypothesis may ask for in `FIGURES`.

Each holds `table(claim)`, which returns the figure's table, or None where the runs allow no such figure.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from bnreport import hypotheses
from bnreport.report.claims._claim import Claim, effects, place
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from bnreport.figures import Table

__all__ = ["USUAL", "Claim", "effects", "exhibits", "place"]

USUAL = ("paired",)
"""What a hypothesis gets whose file asks for nothing."""


def exhibits(claim: Claim) -> tuple[ReportFigure, ...]:
    """Draw what the hypothesis's file asks for: the main figure, then those that support it."""
    chosen = hypotheses.registry[claim.hypothesis.test.name].constants.get("FIGURES", USUAL)
    drawn = []
    for figure in chosen:
        made: Table | None = import_module(f"{__name__}.{figure}").table(claim)
        if made is not None:
            drawn.append(ReportFigure(figure, f"{claim.study.study}-{claim.name}-{figure}", made))
    return tuple(drawn)
