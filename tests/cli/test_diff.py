"""`bnreport diff`."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from bnreport.files import bundle_path
from tests.cli.test_synthesize import _publish, _spec

Call = Callable[..., Result]


def _where(tmp_path: Path) -> tuple[object, ...]:
    return ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r", "--quiet")


def test_each_side_may_be_a_bundle_verdicts_or_a_study(call: Call, tmp_path: Path) -> None:
    """Of one and the same report nothing differs, whichever way it is read; exit 0, and all of it on stdout."""
    spec = _spec(tmp_path, "one")
    folder = _publish(tmp_path, spec, "full", 0.2).reports / "one" / "full"
    assert call("export", bundle_path(folder), "--json").exit_code == 0
    sides = (bundle_path(folder), folder / "verdicts.json", f"{spec}:full")
    for was in sides:
        for now in sides:
            result = call("diff", was, now, *_where(tmp_path))
            assert (result.exit_code, result.stderr) == (0, "")
            assert "Nothing differs: " in result.stdout


def test_two_profiles_are_compared(call: Call, tmp_path: Path) -> None:
    """In every format; a change is no error."""
    spec = _spec(tmp_path, "one")
    for profile, gain in (("full", 0.2), ("smoke", -0.2)):
        _publish(tmp_path, spec, profile, gain)
    sides = (f"{spec}:full", f"{spec}:smoke")
    text = call("diff", *sides, *_where(tmp_path))
    assert text.exit_code == 0
    assert text.stdout.startswith("one:full \N{RIGHTWARDS ARROW} one:smoke\nbetter: changed. b is better.\n")
    assert (
        "| better | supported \N{RIGHTWARDS ARROW} refuted |"
        in call("diff", *sides, "--format", "markdown", *_where(tmp_path)).stdout
    )
    held = json.loads(call("diff", *sides, "--format", "json", *_where(tmp_path)).stdout)
    assert [each["why"] for each in held["claims"]] == [["other runs of seeds 0, 1, 2, 3 and 4"]]
    assert [each["where"] for each in held["values"]] == ["profiles.smoke.scale"]


def test_what_cannot_be_read_is_one_line(call: Call, tmp_path: Path) -> None:
    """Which names it; a profile that the study lacks, too."""
    spec = _spec(tmp_path, "one")
    for side in (tmp_path / "none.json", tmp_path / "none.json.gz", f"{spec}:none"):
        result = call("diff", side, side, *_where(tmp_path))
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
