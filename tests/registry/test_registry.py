"""A folder of files is a mapping of names, read without importing."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bnreport.cli.list import KINDS
from bnreport.errors import SpecError
from bnreport.norms import registry
from bnreport.registry import Registry

EVERY = [(kind, name) for kind in KINDS for name in import_module(f"bnreport.{kind}").registry.names]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_plugin_says_what_it_is(kind: str, name: str) -> None:
    """A one-line summary, and each option documented."""
    entry = import_module(f"bnreport.{kind}").registry[name]
    assert entry.name == name
    assert entry.summary.endswith(".")
    assert [field for field, info in entry.options.model_fields.items() if not info.description] == []


def test_shared_files_are_no_plugins() -> None:
    """A leading underscore hides a file."""
    assert "group" in registry.names
    assert not [name for name in registry.names if name.startswith("_")]


@pytest.mark.parametrize("name", ["grup", "../norms/group", "_group", "", "__init__"])
def test_an_unknown_name_is_refused_before_any_import(name: str) -> None:
    """Names come from files; they never become paths or modules."""
    with pytest.raises(SpecError, match="unknown norm"):
        registry.create(name)
    with pytest.raises(SpecError, match="unknown norm"):
        registry[name]


def test_options_are_typed_bounded_and_closed() -> None:
    """Defaults stand; unknown names and wrong values do not."""
    options = registry["group"].options
    assert options.model_validate({"groups": 8}).model_dump() == {"groups": 8, "eps": 1e-5}
    for wrong in ({"groups": 0}, {"groups": 2.0}, {"groups": True}, {"eps": -1.0}, {"grups": 2}):
        with pytest.raises(ValidationError):
            options.model_validate(wrong)


def test_reading_every_plugin_imports_no_torch() -> None:
    """`check`, `plan` and `list` stay light."""
    code = (
        "import sys; from importlib import import_module; from bnreport.cli.list import KINDS\n"
        "for kind in KINDS:\n"
        "    registry = import_module(f'bnreport.{kind}').registry\n"
        "    [registry[name] for name in registry.names]\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  (our own code)


def test_a_registry_reads_the_folder_it_is_given() -> None:
    """The folder follows from the package's dotted name."""
    assert Registry("bnreport.inits", "init").folder.name == "inits"


TOY = '''
def toy(*, layers: "Layers | None" = None, reach: "Multiples" = [0.5, 1, 2, 4], clip: "Positive | None" = None) -> None:
    """Do nothing.

    Args:
        layers: numbers.
        reach: factors.
        clip: a bound.
    """
'''


@pytest.fixture
def toy(tmp_path: Path) -> type[BaseModel]:
    """Options that are lists, or may be absent."""
    (tmp_path / "toy.py").write_text(TOY)
    toys = Registry("bnreport.toys", "toy")
    toys.folder = tmp_path
    return toys["toy"].options


def test_lists_and_absent_options(toy: type[BaseModel]) -> None:
    """Their defaults stand, and are what they would be if they were given."""
    assert toy().model_dump() == {"layers": None, "reach": [0.5, 1, 2, 4], "clip": None}
    assert repr(toy()) == repr(toy.model_validate({"reach": [0.5, 1, 2, 4]}))
    assert toy.model_validate({"layers": [5, 10], "clip": 2.0}).model_dump()["layers"] == [5, 10]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"layers": [10, 5]}, "must rise from entry to entry, as in [5, 10]"),
        ({"layers": [5, 5, 10]}, "must rise from entry to entry, as in [5, 10]"),
        ({"reach": [1.0, 0.5]}, "must rise from entry to entry, as in [0.5, 1.0]"),
        ({"layers": []}, "at least 1 item"),
        ({"layers": [0]}, "greater than or equal to 1"),
        ({"reach": [0.0, 1.0]}, "greater than 0"),
        ({"clip": 0.0}, "greater than 0"),
    ],
)
def test_lists_rise(toy: type[BaseModel], options: dict[str, Any], says: str) -> None:
    """Unsorted or repeated entries have one clear sentence, as have empty lists and entries out of bounds."""
    with pytest.raises(ValidationError) as error:
        toy.model_validate(options)
    [mistake] = error.value.errors()
    assert says in mistake["msg"]
