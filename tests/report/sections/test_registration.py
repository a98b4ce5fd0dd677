"""What was fixed before the runs, what was added since, and which seeds no verdict reads."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.files import bundle_path
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.render import render
from bnreport.report.sections import runs
from bnreport.report.sections.registration import gather
from bnreport.results import Results
from bnreport.runs.bundle import read_bundle
from bnreport.study.amendments import Amendment
from bnreport.study.definitions import definitions
from bnreport.study.load import StudyFile
from bnreport.study.registration import Locked, Registration
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
Write = Callable[..., Path]
AT = "2026-11-20T08:00:00+00:00"
MARGIN = Amendment("hypotheses.noise.superiority.margin", "0.03", "<0.02>")


def _locked(file: StudyFile, *changes: Amendment, at: str = AT) -> StudyFile:
    entry = Locked(at, "ab" * 32, "12" * 16, "", definitions(file.study), file.study)
    return replace(file, registration=Registration((entry,), changes, {}))


def _judged(file: StudyFile, results: Results) -> tuple[Verdict, ...]:
    return judge(file.study, results, scale=file.scale, registration=file.registration)


@pytest.mark.parametrize("changes", [None, (), (MARGIN,)])
def test_the_bundle_keeps_the_registration(
    known: Known, tmp_path: Path, changes: tuple[Amendment, ...] | None, write_bundle: Write
) -> None:
    """None, untouched or amended: what is read back is what was written."""
    file = known[0] if changes is None else _locked(known[0], *changes)
    write_bundle(file, known[1], tmp_path)
    assert read_bundle(bundle_path(tmp_path)).file == replace(file, path=Path(file.path.name))


@pytest.mark.parametrize(
    ("changes", "word", "reason"),
    [
        (None, "Unregistered.", "not pre-registered"),
        ((MARGIN,), "Confirmatory.", ""),
        ((), "Confirmatory.", ""),
    ],
)
def test_the_page_says_what_was_registered(
    known: Known, tmp_path: Path, changes: tuple[Amendment, ...] | None, word: str, reason: str
) -> None:
    """Word, lock and amendments; the certainty follows the word."""
    file = known[0] if changes is None else _locked(known[0], *changes)
    page = render(Facts(file, known[1], _judged(file, known[1])), tmp_path).html.read_text()
    assert f"<b>{word}</b>" in page
    assert ("No lock was written" in page) == (changes is None)
    assert (AT in page) == ("ab" * 32 in page) == (changes is not None)
    assert ("&lt;0.02&gt;" in page) == bool(changes)
    assert ("not pre-registered" in page) == bool(reason)


def test_seeds_beyond_the_last_look_are_exploratory_and_unread(known: Known, results_of: object) -> None:
    """Two seeds more, with other numbers: every verdict is as before, and the ledger says exploratory."""
    assert callable(results_of)
    more: Results = results_of(7)
    verdicts = judge(known[0].study, more, scale=known[0].scale)
    assert [(v.verdict, v.estimate, v.n_analysed) for v in verdicts] == [
        (v.verdict, v.estimate, v.n_analysed) for v in known[2]
    ]
    entries = [entry for table in runs.gather(Facts(known[0], more, verdicts)).tables for entry in table.runs]
    assert {entry.seed for entry in entries if entry.exploratory} == {5, 6}
    assert {entry.seed for entry in entries if not entry.exploratory} == {0, 1, 2, 3, 4}


def test_looks_added_after_the_lock_are_not_judged(
    known: Known, results_of: object, tmp_path: Path, write_bundle: Write
) -> None:
    """Seven seeds asked, five locked: the page says which count, from the bundle too."""
    assert callable(results_of)
    changes = (Amendment("seeds.looks", "[5]", "[5, 7]"), Amendment("seeds.alpha", "[0.05]", "[0.04, 0.01]"))
    file = _locked(known[0], *changes)
    assert file.registration is not None
    file = replace(file, registration=replace(file.registration, asked={"vgg": (5, 7)}))
    more: Results = results_of(7)
    verdicts = judge(file.study, more, scale=file.scale)
    assert [v.verdict_interval for v in verdicts] == [v.verdict_interval for v in known[2]]
    write_bundle(file, more, tmp_path)
    facts = Facts(read_bundle(bundle_path(tmp_path)).file, more, verdicts)
    assert "only the 5 seeds" in gather(facts).kept_seeds
    assert {run.seed for table in runs.gather(facts).tables for run in table.runs if run.exploratory} == {5, 6}


def test_every_entry_of_the_lock_is_listed(known: Known) -> None:
    """When it was locked, when and why it was amended, the digest of each and the commit that holds it."""
    first = Locked(AT, "ab" * 32, "12" * 16, "", {})
    held = f"{'9' * 40} of 2026-11-21T09:00:00+00:00"
    second = Locked("2026-11-21T08:00:00+00:00", "cd" * 32, "12" * 16, "A wider margin.", {}, commit=held)
    file = replace(known[0], registration=Registration((first, second), (), {}))
    assert gather(Facts(file, known[1], ())).lock == (
        ("Locked at", AT),
        ("SHA-256 of what was locked", "ab" * 32),
        ("First commit that holds it", "not known: no Git repository told when the study was run"),
        ("Amended at", "2026-11-21T08:00:00+00:00"),
        ("Why it was amended", "A wider margin."),
        ("SHA-256 of what was locked", "cd" * 32),
        ("First commit that holds it", held),
    )


def test_a_claim_changed_after_results_says_so_on_its_card_and_row(known: Known, tmp_path: Path) -> None:
    """The claim as locked keeps verdict and place; the changed one, and what cannot be run as locked, are listed."""
    name = "batchnorm_raises_test_accuracy"
    study, hypotheses = known[0].study, dict(known[0].study.hypotheses)
    hypotheses[name] = hypotheses[name].model_copy(update={"claim": "BatchNorm raises test accuracy a lot."})
    net = study.experiments["resnet"]
    recipe = net.recipe.model_copy(update={"batch_size": 64})
    experiments = {**study.experiments, "resnet": net.model_copy(update={"recipe": recipe})}
    file = replace(
        _locked(known[0]),
        study=study.model_copy(update={"hypotheses": hypotheses, "experiments": experiments}),
        overrides=("experiments.resnet.recipe.batch_size=64",),
    )
    verdicts = _judged(file, known[1])
    by_name = {verdict.hypothesis: verdict for verdict in verdicts}
    assert by_name[name].p == {each.hypothesis: each.p for each in known[2]}[name]
    facts = Facts(file, known[1], verdicts)
    section = gather(facts)
    assert [(each, status.word) for each, status in section.unlike] == [
        (f"{name}_as_changed", "amended_after_results"),
        ("batchnorm_helps_the_small_net", "amended_after_results"),
        ("batchnorm_allows_ten_times_the_rate", "amended_before_results"),
    ]
    assert [each.hypothesis for each in section.lost] == ["batchnorm_helps_the_small_net"]
    page = render(Facts(file, known[1], verdicts), tmp_path).html.read_text()
    assert section_of(page, "registration").count("Amended after results") == 2
    assert f'id="claim-{name}_as_changed"' in section_of(page, "exploratory")
    for part in (section_of(page, "answer"), section_of(page, "registration")):
        assert "Not the study as it was locked: --set experiments.resnet.recipe.batch_size=64." in part
    assert "Confirmatory" in section_of(page, "findings")
