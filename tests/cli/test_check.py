"""`bnreport check`."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "santurkar_replication.yaml"


def test_a_sound_study_is_said_to_be_sound(call: Callable[..., Result]) -> None:
    """Exit 0, with what the study holds."""
    result = call("check", SPEC)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"{SPEC}: sound. 31 hypotheses, profiles paper, cpu, smoke, deep_linear."


def test_the_mistakes_of_all_files_come_at_once(call: Callable[..., Result], tmp_path: Path) -> None:
    """A wrong file hides neither the next one's mistakes nor a sound one."""
    (tmp_path / "x.yaml").write_text("- 1\n")
    result = call("check", tmp_path / "x.yaml", SPEC, tmp_path / "nope.yaml")
    assert result.exit_code == 1
    assert [line.split(": ")[1][:6] for line in result.stderr.splitlines() if "power" not in line] == [
        "a stud",
        "no suc",
    ]
    assert "sound" in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_no_bug(tmp_path: Path) -> None:
    """A file's name may hold any byte."""
    path = os.fsencode(tmp_path) + b"/\xff.yaml"
    Path(os.fsdecode(path)).write_bytes(SPEC.read_bytes())
    code = b"from bnreport.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, b"check", path], check=False, capture_output=True)  # noqa: S603
    assert (done.returncode, b"bug" in done.stderr) == (0, False)
    assert done.stdout.splitlines()[0].endswith(b"profiles paper, cpu, smoke, deep_linear.")
