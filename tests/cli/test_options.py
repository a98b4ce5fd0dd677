"""Options that commands share."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.cli import _options as options
from bnreport.runs.folders import Folders


@pytest.mark.parametrize("option", ["--store", "--reports", "--data"])
def test_a_folder_without_a_name_is_refused(call: Callable[..., Result], option: str) -> None:
    """It would be the current one, silently."""
    result = call("plan", "x.yaml", option, "")
    assert result.exit_code == 2
    assert "must name a folder" in re.sub(r"[│\s]+", " ", result.stderr)


def test_the_profile_that_was_taken_is_said(toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason, on stderr; nothing with --quiet."""
    folders = Folders(tmp_path, tmp_path, tmp_path)
    assert options.load(toy, None, None, folders, quiet=False).profile == "full"
    said = capsys.readouterr()
    assert (said.out, said.err.startswith("Profile full: "), said.err.count("\n")) == ("", True, 1)
    assert options.load(toy, "smoke", ["seeds.looks=[3]"], folders, quiet=True).study.seeds.looks == (3,)
    assert capsys.readouterr().err == ""
