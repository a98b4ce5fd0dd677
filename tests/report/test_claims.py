"""Every kind of hypothesis has figures that can be drawn, and every file of claims is asked for."""

from importlib import import_module
from pathlib import Path

import pytest

from bnreport import figures, hypotheses
from bnreport.report import claims

ASKED = {kind: hypotheses.registry[kind].constants.get("FIGURES", claims.USUAL) for kind in hypotheses.registry.names}


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_names_figures_that_there_are(kind: str) -> None:
    """A name without its drawing, or without the table behind it, would fail in somebody's report."""
    assert ASKED[kind]
    for name in ASKED[kind]:
        assert hasattr(import_module(f"{figures.__name__}.{name}"), "draw")
        assert hasattr(import_module(f"{claims.__name__}.{name}"), "table")


def test_no_file_waits_in_vain() -> None:
    """Every table of claims belongs to a figure that some kind of hypothesis asks for."""
    files = {path.stem for path in Path(claims.__path__[0]).glob("[!_]*.py")}
    assert files == {name for chosen in ASKED.values() for name in chosen}
