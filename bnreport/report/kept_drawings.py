"""Drawings that were made before are read again: the same table, drawn by the same code, is the same picture."""

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from bnreport.errors import StoreError
from bnreport.figures import Picture
from bnreport.files import PACKAGE, drawing_path, every_drawing, sealed, unsealed, write_whole
from bnreport.judge.metric_in_words import labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bnreport.figures import Place
    from bnreport.report.figure import ReportFigure


def path_of(figure: "ReportFigure", places: "Mapping[str, Place] | None", store: "Path") -> "Path":
    """Return where drawings of a figure lie: by its kind, its table, the arms' places, and what metrics are called."""
    drawn = repr((figure.kind, figure.table, sorted((places or {}).items()), sorted(labels().items())))
    return drawing_path(store, drawing_code(), sha256(drawn.encode()).hexdigest())


def read_drawings(path: "Path") -> tuple[Picture, ...] | None:
    """Return what was drawn; None where nothing is, or what is there is damaged or something else."""
    try:
        content = unsealed(path.read_bytes())
        panels = json.loads(content) if content else None
        return tuple(Picture(**{**panel, "svg": panel["svg"].encode()}) for panel in panels) if panels else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_drawings(path: "Path", drawn: tuple[Picture, ...]) -> None:
    """Write drawings, whole; a store that cannot be written goes without."""
    panels = [{**panel._asdict(), "svg": panel.svg.decode()} for panel in drawn]
    with suppress(StoreError):
        write_whole(path, sealed(json.dumps(panels).encode()))


def drawings_of_other_code(store: "Path") -> "list[Path]":
    """Return the drawings that no report of today's code reads."""
    return [path for path in every_drawing(store) if path.parent != drawing_path(store, drawing_code(), "").parent]


@cache
def drawing_code() -> str:
    """Digest the code that draws, and the versions of what it draws with."""
    words = [PACKAGE / "formatting.py", PACKAGE / "judge" / "metric_in_words.py"]
    files = [*(PACKAGE / "figures").rglob("*.py"), *(PACKAGE / "stats").rglob("*.py"), *words]
    said = sha256("".join(f"{name} {version(name)} " for name in ("matplotlib", "numpy")).encode())
    for file in sorted(files):
        said.update(f"{file.relative_to(PACKAGE).as_posix()} {sha256(file.read_bytes()).hexdigest()} ".encode())
    return said.hexdigest()
