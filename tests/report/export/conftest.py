"""A study whose every text means something to whoever reads the files."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

HOSTILE = (
    '=HYPERLINK("http://x")|`rm`\n# h\n\\input{/etc/x} $x^2_{3}$ 100% & ~ }{ <b>@all</b> #1 [a](b) ** \u202e\u4e2d '
    "\\end{document}"
)


@pytest.fixture(scope="session")
def hostile(known: tuple[StudyFile, Results, tuple[Verdict, ...]], make_study: Callable[..., Study]) -> Facts:
    """Return what the formats share about it."""
    study = make_study()
    source = study.source and study.source.model_copy(update={"paper": HOSTILE, "departures": (HOSTILE, HOSTILE)})
    hypotheses = {name: each.model_copy(update={"claim": HOSTILE}) for name, each in study.hypotheses.items()}
    questions = {name: each.model_copy(update={"ask": HOSTILE}) for name, each in study.questions.items()}
    changed = {"title": HOSTILE, "source": source, "hypotheses": hypotheses, "questions": questions}
    file, results, verdicts = known
    return Facts(replace(file, study=study.model_copy(update=changed)), results, verdicts)
