"""AGENTS.md names what there is."""

import re
from pathlib import Path

from bnreport import hypotheses
from bnreport.cli.main import COMMANDS
from bnreport.study import Study
from bnreport.study.recipe import Recipe

TEXT = (Path(__file__).parents[1] / "AGENTS.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (.+?) \| (.+) \|$", TEXT, re.MULTILINE))


def test_names_commands_parts_and_kinds_that_there_are() -> None:
    """None that is gone; every part of a study and of a recipe, and every kind of claim."""
    assert {*re.findall(r"bnreport ([a-z]+)", TEXT)} - {"itself"} <= {*COMMANDS}
    parts = {name.partition(".")[0] for row in ROWS for name in re.findall(r"`([a-zA-Z.]+)`", row)}
    assert {name for name in Study.model_fields if name not in {"analysis", "plugins"}} <= parts
    assert {*Recipe.model_fields} <= {*re.findall(r"`([a-z_]+)`", ROWS["`recipe`"])}
    assert {*re.findall(r"`([a-z_]+)[`:]", ROWS["a kind"])} == {*hypotheses.registry.names}
