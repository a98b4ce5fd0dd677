"""`bnreport new`: a commented study to start from."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from bnreport.errors import BnreportError


def command(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it, e.g. specs/mine.yaml.", show_default=False)
    ],
) -> None:
    """Write a commented starter study that passes `check`; never over a file that is there."""
    from bnreport.report.html import templates

    name = re.sub(r"[^a-z0-9_]+", "_", path.stem.lower()).strip("_")[:64]
    if not re.match(r"[a-z]", name):
        raise BnreportError(
            f"{path}: a study is named after its file, so the name must start with a letter. Got {path.name!r}."
        )
    text = (templates() / "study.yaml").read_text(encoding="utf-8").replace("STUDY_NAME", name)
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BnreportError(f"{error.filename}: is there already. Name another file.") from None
    except OSError as error:
        raise BnreportError(f"{path}: cannot be written: {error.strerror}.") from None
    sys.stdout.write(f"{path}\n")
