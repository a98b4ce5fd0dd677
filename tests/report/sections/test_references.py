"""Who defined what was used, and where all numbers lie."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.references import gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
Write = Callable[..., Path]


def _text(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", markup).split())


def test_references_name_every_plugin_once(facts: Facts) -> None:
    """Data, networks, norms, optimiser and tests, each with whoever defined it, and the analysis."""
    used = [reference.used for reference in gather(facts).used]
    assert len(used) == len(set(used))
    assert {"norm batch", "norm noisy batch", "dataset digits", "optimizer sgd", "Certainty"} <= set(used)
    assert "norm group" not in used
    assert all(reference.source for reference in gather(facts).used)


def test_the_page_names_the_digest_of_its_bundle(known: Known, page: str, tmp_path: Path, write_bundle: Write) -> None:
    """What lies beside it can be checked against it."""
    written = write_bundle(known[0], known[1], tmp_path).read_bytes()
    assert sha256(written).hexdigest() in _text(section_of(page, "references"))
