"""What is compared: one study at one profile as it was judged, with or without the study itself."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.export.form import Document
from bnreport.report.export.verdicts import document

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.study.schema import Study


class Side(NamedTuple):
    """One of two reports."""

    document: Document
    judged: "Study | None" = None
    """As its lock lets it be judged; None where only the verdicts are known."""
    asked: "Study | None" = None
    """As loaded."""

    @property
    def name(self) -> str:
        """Study and profile."""
        return f"{self.document.study}:{self.document.profile}"


def side_of(facts: "Facts") -> Side:
    """Return what is known of a study that was judged."""
    return Side(Document.model_validate(document(facts)), facts.study, facts.file.study)
