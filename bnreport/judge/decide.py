"""The verdicts of a study as it was asked for and locked."""

from typing import TYPE_CHECKING

from bnreport.judge.verdicts import judge

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.load import StudyFile


def decide(file: "StudyFile", results: "Results") -> "tuple[Verdict, ...]":
    """Judge a study at the scales of its profile."""
    return judge(file.study, results, scale=file.study.profiles[file.profile].scale)
