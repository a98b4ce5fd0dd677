"""What plug-ins ask to be drawn, and who makes the tables of it.

`FIGURES` of a hypothesis or a probe is a list. Each item is the name of a kind, or a mapping: `kind`, a folder of
`figures/`; `title`; `metrics`, each with its axis; and, if others drew such a figure first, their `source`.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.figures.shared.drawing_request import DrawingRequest
    from bnreport.figures.shared.table import FigureTable


class FigureRequest(BaseModel):
    """One item of `FIGURES`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    kind: str
    """Folder in `figures/`."""
    title: str = ""
    """What is measured, in words."""
    metrics: dict[str, Literal["linear", "log", "cosine"]] = {}
    """What to draw of a probe's readings, and on which axis: `cosine` is linear from -1 to 1."""
    shows: tuple[str, ...] = ()
    """Metrics that it shows besides, such as how wide a band is."""
    source: str = ""
    """Who drew such a figure first, and where."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, held: object) -> object:
        """Read a bare name."""
        return {"kind": held} if isinstance(held, str) else held

    @model_validator(mode="after")
    def _drawn(self) -> "FigureRequest":
        """Refuse a kind that nobody draws."""
        known = sorted(path.parent.name for path in Path(__file__).parent.glob("*/draw.py"))
        if self.kind not in known:
            raise ValueError(f"unknown figure {self.kind!r}. Known: {', '.join(known)}")
        return self


def requested(figures: "Iterable[Any]") -> tuple[FigureRequest, ...]:
    """Read a plug-in's `FIGURES`.

    Raises:
        pydantic.ValidationError: an item asks for what there is not.
    """
    return tuple(map(FigureRequest.model_validate, figures))


def table_of_claim(kind: str, claim: "JudgedClaim") -> "FigureTable | None":
    """Return what a figure shows of a hypothesis; None where the runs allow no such figure."""
    made: FigureTable | None = _made(kind, "from_claim", "table", claim)
    return made


def table_of_probe(request: "DrawingRequest", points: int) -> "FigureTable | None":
    """Return what a figure shows of a probe's readings, with about so many points a curve; None without any."""
    made: FigureTable | None = _made(request.kind, "from_probe", "table", request, points) if request.runs else None
    return made


def curve_sets(request: "DrawingRequest") -> tuple[tuple[str, str | None], ...]:
    """Return metric and column of each set of curves that a probe's figure draws, and which share the page's room.

    The column is None for the mean over columns, or a metric without any. A kind whose file has no `curve_sets` draws
    no curves.
    """
    source = import_module(f"bnreport.figures.{request.kind}.from_probe")
    found: tuple[tuple[str, str | None], ...] = source.curve_sets(request) if hasattr(source, "curve_sets") else ()
    return found


def _made(kind: str, source: str, function: str, *given: object) -> Any:  # noqa: ANN401  (whatever it returns)
    return getattr(import_module(f"bnreport.figures.{kind}.{source}"), function)(*given)
