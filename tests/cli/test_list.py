"""`bnreport list`."""

from collections.abc import Callable
from importlib import import_module

import pytest
from typer.testing import Result

from bnreport.cli.list import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_lists_every_plugin(call: Callable[..., Result], kind: str) -> None:
    """Each name with its summary."""
    result = call("list", kind)
    registry = import_module(f"bnreport.{kind}").registry
    assert result.exit_code == 0
    for name in registry.names:
        assert f"{name}: {registry[name].summary}\n" in result.stdout


def test_options_and_source_are_listed(call: Callable[..., Result]) -> None:
    """What can be set, with its default, and who defined it."""
    assert "    options: groups=32, eps=1e-05\n    source: Wu & He (2018)" in call("list", "norms").stdout


def test_without_a_kind_the_kinds_are_listed(call: Callable[..., Result]) -> None:
    """One a line."""
    assert call("list").stdout.split() == list(KINDS)


def test_an_unknown_kind_suggests_the_nearest(call: Callable[..., Result]) -> None:
    """`norm` means `norms`."""
    result = call("list", "norm")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("unknown kind 'norm'. Did you mean 'norms'?")
