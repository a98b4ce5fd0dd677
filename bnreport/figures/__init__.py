"""Figures: a kind is a folder, whose name is what `FIGURES` asks for.

It holds `table.py`: `Table`, a `FigureTable` of all that the figure shows, with its caption and alt text, and an
`EXAMPLE`; `draw.py`: `panels(table)`, each a picture of its own, which see only their table; and what makes the table:
`from_claim.py` of a hypothesis, `from_probe.py` of what a probe read, or a file of its own.
"""

from bnreport.figures.request import FigureRequest, curve_sets, requested, table_of_claim, table_of_probe
from bnreport.figures.shared.claim import JudgedClaim
from bnreport.figures.shared.drawing_request import DrawingRequest
from bnreport.figures.shared.style import Place
from bnreport.figures.shared.svg import Picture, pictures
from bnreport.figures.shared.table import FigureTable, Shown

__all__ = [
    "DrawingRequest",
    "FigureRequest",
    "FigureTable",
    "JudgedClaim",
    "Picture",
    "Place",
    "Shown",
    "curve_sets",
    "pictures",
    "requested",
    "table_of_claim",
    "table_of_probe",
]
