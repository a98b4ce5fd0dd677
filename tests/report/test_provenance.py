"""What runs recorded, where some recorded more than others."""

from collections.abc import Callable
from dataclasses import replace

from bnreport.judge.verdicts import Verdict
from bnreport.report.provenance import mixed, provenance
from bnreport.results import Results, RunResult
from bnreport.study.load import StudyFile


def test_what_older_runs_did_not_record_is_no_difference(
    make_run: Callable[..., RunResult], known: tuple[StudyFile, Results, tuple[Verdict, ...]]
) -> None:
    """A fact first recorded between two runs warns of nothing, though the table shows it; a difference does."""
    old = make_run("vgg.standard", 0)
    new = replace(old, environment={**old.environment, "packages_sha256": "ab"})
    other = replace(old, environment={**old.environment, "packages_sha256": "cd"})
    assert mixed([old, new]) == ()
    assert mixed([old, new, other]) == ("packages sha256",)
    shown = dict(provenance(known[0], Results({"vgg.standard": {0: old, 1: new}})).environment)
    assert shown["packages sha256"] == ("ab (1 runs)", "not recorded (1 runs)")
