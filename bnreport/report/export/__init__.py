"""What lies beside a report, format by format: each is a file here, which returns its files from what the report says.

A format's file holds `export(facts)`, which returns contents by the name of their file; two exports of the same results
have the same bytes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from bnreport.files import beside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bnreport.report.facts import Facts

FORMATS = ("verdicts", "claims", "markdown", "latex", "bibtex", "figures")
"""In the order in which they are written."""
ALWAYS = ("verdicts", "claims")
"""Written with every report."""


def export(facts: "Facts", html: "Path", formats: "Iterable[str]" = FORMATS) -> "dict[Path, bytes]":
    """Return the files of some formats.

    Args:
        facts: the study with its runs and verdicts.
        html: the page that they lie beside.
        formats: which.

    Raises:
        MachineError: figures are asked for, and cannot be set here.
    """
    made = (import_module(f"{__name__}.{name}").export(facts) for name in FORMATS if name in set(formats))
    return {beside(html, name): content for files in made for name, content in files.items()}
