"""`bnreport new`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.study.load import check_document
from bnreport.study.yaml import parse, read_text


@pytest.mark.parametrize(
    "name", ["mine.yaml", "sub/dir/mine.yaml", "My study (v2).yaml", f"{'a' * 100}.yaml", "a.b.yaml"]
)
def test_the_starter_study_is_sound(call: Callable[..., Result], tmp_path: Path, name: str) -> None:
    """Whatever the file is called, the study named after it passes `check`."""
    result = call("new", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / name}\n")
    assert check_document(parse(tmp_path / name, read_text(tmp_path / name)))


def test_an_editor_is_told_of_the_schema(call: Callable[..., Result], tmp_path: Path) -> None:
    """The first line names a file beside the study, and the head of the study says what writes it."""
    call("new", tmp_path / "x.yaml")
    lines = (tmp_path / "x.yaml").read_text().splitlines()
    assert lines[0] == "# yaml-language-server: $schema=bnreport.schema.json"
    assert any("`bnreport schema > bnreport.schema.json`" in line for line in lines[1:10])


def test_a_file_that_is_there_stays(call: Callable[..., Result], tmp_path: Path) -> None:
    """Nothing is ever overwritten."""
    path = tmp_path / "x.yaml"
    path.write_text("precious")
    result = call("new", path)
    assert (result.exit_code, result.stderr) == (1, f"{path}: is there already. Name another file.\n")
    assert path.read_text() == "precious"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("1.yaml", "the name must start with a letter. Got '1.yaml'."),
        ("..", "the name must start with a letter. Got '..'."),
        ("file/x.yaml", "file: is there already."),
        (f"{'a' * 300}.yaml", "cannot be written: File name too long."),
    ],
)
def test_a_name_that_cannot_be_is_refused(call: Callable[..., Result], tmp_path: Path, name: str, said: str) -> None:
    """One line, exit 1, nothing written."""
    (tmp_path / "file").touch()
    result = call("new", tmp_path / name)
    assert result.exit_code == 1
    assert said in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
