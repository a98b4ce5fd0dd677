"""A large study, 20 claims and 100 runs, stays small and quick."""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from bnreport.report import render
from bnreport.report.context import build
from bnreport.report.html import to_html
from bnreport.report.pdf import to_pdf
from bnreport.results import Results, RunResult
from bnreport.spec.load import StudyFile
from bnreport.spec.models import Study
from bnreport.verdicts import Verdict, judge

EXPERIMENTS = ("vgg", "resnet", "wide", "deep", "long")
PAIRS = (("batchnorm", "standard"), ("noisy_batchnorm", "batchnorm"), ("noisy_standard", "standard"),
         ("noisy_batchnorm", "standard"))  # fmt: skip
Large = tuple[StudyFile, Results, tuple[Verdict, ...]]


@pytest.fixture(scope="module")
def large(make_study: Callable[..., Study], make_run: Callable[..., RunResult]) -> Large:
    """Five experiments of four arms and five seeds, each compared in four ways."""
    usual: Any = make_study().experiments["vgg"]
    hypotheses = {
        f"{experiment}_{number}": {
            "claim": f"In {experiment}, {arm} trains better than {versus}.",
            "superiority": {
                "metric": "test_accuracy",
                "arm": f"{experiment}.{arm}",
                "versus": f"{experiment}.{versus}",
                "margin": 0.02,
            },
            "why_this_margin": "Half of what a reader would notice on the test set.",
        }
        for experiment in EXPERIMENTS
        for number, (arm, versus) in enumerate(PAIRS)
    }
    study = make_study(experiments=dict.fromkeys(EXPERIMENTS, usual), hypotheses=hypotheses)
    results = Results(
        {f"{name}.{arm}": {seed: make_run(f"{name}.{arm}", seed) for seed in range(5)} for name in EXPERIMENTS
         for arm in usual.arms}
    )  # fmt: skip
    file = StudyFile(Path("large.yaml"), "study: known_truth\n", "smoke", "--profile names it", (), study)
    return file, results, judge(study, results, scale="paper")


def test_a_large_study_makes_a_small_page_in_little_time(large: Large, tmp_path: Path) -> None:
    """3 MB of HTML; measured at 3 s, of CPU; twice that on a loaded machine."""
    assert len(large[2]) == 20
    assert sum(map(len, large[1].runs.values())) == 100
    start = process_time()
    page = render(*large, tmp_path, pdf=False).html
    assert process_time() - start < 6
    assert page.stat().st_size <= 3_000_000


@pytest.mark.slow
def test_a_large_study_is_set_in_little_time(large: Large) -> None:
    """Measured at 9 s for the PDF, of CPU; twice that on a loaded machine."""
    context = build(*large)
    page = to_html(context, paper=True)
    start = process_time()
    to_pdf(page, context.finished_at)
    assert process_time() - start < 18
