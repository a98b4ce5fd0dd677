"""Where one invocation keeps what it reads and writes."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bnreport.files import decoded_folder, report_folder

if TYPE_CHECKING:
    from bnreport.study import StudyFile


@dataclass(frozen=True)
class Folders:
    """Where one invocation keeps results, data sets and reports."""

    store: Path
    data: Path
    reports: Path

    @property
    def decoded(self) -> Path:
        """Where decoded data sets lie: in the store's folder, beside the runs."""
        return decoded_folder(self.store)

    def report(self, file: "StudyFile") -> Path:
        """Where the report of a study lies, and its bundle."""
        return report_folder(self.reports, file.study.study, file.profile)
