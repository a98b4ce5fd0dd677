"""The command line, called in this process."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from bnreport.cli.main import app


@pytest.fixture
def call() -> Callable[..., Result]:
    """`call("check", path)`: exit code, stdout and stderr."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])
