"""The command line, called in this process."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from bnreport.cli.main import app


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables under which `check` remembers the networks that it built, for all tests alike."""
    return {"BNREPORT_STORE": str(tmp_path_factory.mktemp("checked"))}


@pytest.fixture
def call(checked: dict[str, str]) -> Callable[..., Result]:
    """`call("check", path)`: exit code, stdout and stderr."""

    def invoke(*arguments: object) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, words, env=checked if words[:1] == ["check"] else {})

    return invoke
