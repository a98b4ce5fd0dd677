"""One grammar of figures for hypotheses and probes, and every maker of tables is asked for."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bnreport import figures, hypotheses, probes
from bnreport.figures import requested
from bnreport.report.card import USUAL

ASKED = {
    kind: requested(hypotheses.registry[kind].constants.get("FIGURES", USUAL)) for kind in hypotheses.registry.names
}
READ = {probe: requested(probes.registry[probe].constants.get("FIGURES", ())) for probe in probes.registry.names}


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_names_figures_that_there_are(kind: str) -> None:
    """A name without its drawing, or without the table behind it, would fail in somebody's report."""
    assert ASKED[kind]
    for asked in ASKED[kind]:
        assert hasattr(import_module(f"{figures.__name__}.{asked.kind}.draw"), "panels")
        assert hasattr(import_module(f"{figures.__name__}.{asked.kind}.from_claim"), "table")


@pytest.mark.parametrize(("source", "asked"), [("from_claim", ASKED), ("from_probe", READ)])
def test_no_file_waits_in_vain(source: str, asked: dict[str, tuple[figures.FigureRequest, ...]]) -> None:
    """Every maker of tables belongs to a figure that some kind of hypothesis, or some probe, asks for."""
    files = {path.parent.name for path in Path(figures.__path__[0]).glob(f"*/{source}.py")}
    assert files == {each.kind for chosen in asked.values() for each in chosen}


def test_a_name_is_short_for_a_request() -> None:
    """Hypotheses write names, probes mappings, and both may write either."""
    assert requested(["forest"]) == requested([{"kind": "forest"}])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("forrest", "unknown figure 'forrest'. Known: curves, forest,"),
        ({"kind": "curves", "metrics": {"loss": "cubic"}}, "metrics.loss"),
        ({"kind": "curves", "tittle": "Loss"}, "tittle"),
    ],
)
def test_what_there_is_not_cannot_be_asked_for(asked: Any, said: str) -> None:  # noqa: ANN401
    """A kind, an axis or a word of the grammar that there is not is refused by name."""
    with pytest.raises(ValidationError, match=said.replace(".", r"\.")):
        requested([asked])
