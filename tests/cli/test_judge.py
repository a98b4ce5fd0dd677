"""`bnreport judge`."""

import json
from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path

from typer.testing import Result

from bnreport.cli.judge import plain, table
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.study import load_study

Call = Callable[..., Result]


def test_judging_says_that_a_locked_study_was_amended(call: Call, tmp_path: Path) -> None:
    """One line on stderr, also for a value changed once; seeds that are not judged have one of their own."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    call("lock", spec)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")

    def said(*more: str) -> list[str]:
        result = call("judge", spec, *folders, "--profile", "smoke", *more)
        assert result.exit_code == 0, result.output
        return [line for line in result.stderr.splitlines() if not line.startswith("Profile")]

    [plain] = said()
    assert plain.startswith("Registered: confirmatory: Locked at ")
    [line] = said("--set", "seeds.alpha=[0.9]")
    assert line.startswith("Registered: amended: Locked at ")
    assert line.endswith("; nothing has run yet; 1 value changed since.")
    [line, more] = said("--set", "seeds.looks=[9]")
    assert line.startswith("Registered: amended: ")
    assert more.startswith("Seeds were added after the lock: only the 5 seeds registered are judged. `bnreport lock")
    assert said("--set", "seeds.alpha=[0.9]", "--quiet") == []


def test_a_verdict_is_a_line_or_json(toy: Path) -> None:
    """Columns as wide as the longest name; what is not finite is null, as JSON has no word for it."""
    verdicts = judge(load_study(toy).study, Results(), scale="reduced")
    lines = table(verdicts).splitlines()
    assert [line[:24] for line in lines] == ["harmless  not_run       ", "better    not_run       "]
    row = json.loads(json.dumps(plain(replace(verdicts[0], p=nan, level=0.05)), allow_nan=False))
    assert (row["hypothesis"], row["p"], row["level"], row["evidence"]["seeds"]) == ("harmless", None, 0.05, [])
    assert table(()) == ""
