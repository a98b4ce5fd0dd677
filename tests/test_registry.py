"""A folder of files is a mapping of names, read without importing."""

import subprocess
import sys
from importlib import import_module

import pytest
from pydantic import ValidationError

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
