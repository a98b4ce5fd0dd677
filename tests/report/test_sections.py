"""Sections that state what a study leaves open: exploratory results, scope, checklist, provenance, references."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bnreport import training
from bnreport.judge.registration_status import standing
from bnreport.judge.verdicts import Verdict
from bnreport.report import board
from bnreport.report.checklist import checklist
from bnreport.report.context import Context, build
from bnreport.report.design import STREAMS
from bnreport.report.drawing import drawn
from bnreport.report.exploratory import exploratory
from bnreport.report.html import to_html
from bnreport.report.learning import metrics
from bnreport.report.ledger import ledgers
from bnreport.report.provenance import provenance
from bnreport.report.scope import scope
from bnreport.results import Results
from bnreport.runs.bundle import write_bundle
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


@pytest.fixture(scope="module")
def context(known: Known) -> Context:
    """Build it once."""
    return build(*known)


@pytest.fixture(scope="module")
def page(context: Context) -> str:
    """Fill the templates once."""
    return to_html(context, drawn(context.exhibits))


def _section(page: str, name: str) -> str:
    return page[page.index(f'<section id="{name}"') :].partition("</section>")[0]


def _text(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", markup).split())


def test_exploratory_results_have_no_badge_and_no_place_on_the_board(context: Context, page: str) -> None:
    """An estimate with its uncorrected interval, apart from the verdicts."""
    assert context.exploratory.names == {"batchnorm_narrows_the_loss_range"}
    [finding] = context.exploratory.findings
    assert (finding.estimate, finding.n) == (context.board[3].estimate, "5 of 5")
    assert "badge" not in _section(page, "exploratory")
    board = _section(page, "verdicts").partition("<tbody>")[2].partition("</tbody>")[0]
    assert "batchnorm_narrows_the_loss_range" not in board
    assert board.count("<tr ") == 5


def test_seeds_beyond_the_last_look_are_counted_apart(known: Known, results_of: object) -> None:
    """Two more seeds in six arms are twelve exploratory runs, whatever the claims."""
    assert callable(results_of)
    results = results_of(7)
    listed = ledgers(results, metrics(known[0].study, results), known[2], 5)
    assert exploratory(known[0].study, known[2], listed).runs == 12


def test_scope_says_what_was_trained_and_what_that_leaves_open(context: Context) -> None:
    """One data set, networks by name, missing arms, standing, departures."""
    assert [(reach.experiment, reach.datasets, reach.steps, reach.seeds) for reach in context.scope.reach] == [
        ("vgg", "digits", "2,000", "5"), ("resnet", "digits", "600", "5"),
    ]  # fmt: skip
    limits = " ".join(context.scope.limits)
    for words in ("one data set, digits", "resnet.fast_standard and resnet.fast_batchnorm", "exploratory: no lock"):
        assert words in limits
    assert len(context.scope.departures) == 2


@pytest.mark.parametrize("scale", ["paper", "reduced", "toy"])
def test_scope_names_the_scale(known: Known, scale: str) -> None:
    """Each says whether numbers, verdicts or nothing may be compared."""
    file, results, _ = known
    profile = file.study.profiles["smoke"].model_copy(update={"scale": scale})
    study = file.study.model_copy(update={"profiles": {"smoke": profile}})
    said = scope(replace(file, study=study), {}, results, standing(None, results)).scale
    assert {"paper": "may be compared", "reduced": "numbers are not", "toy": "nothing about the paper"}[scale] in said


def test_checklist_fills_what_is_known_and_shows_what_is_not(context: Context, page: str) -> None:
    """Every answer comes from the study or its runs; nothing is made up for the rest."""
    answers = {item.question: item.answer for item in context.checklist}
    assert answers["Is every claim traced to its place in the paper?"] == "5 of 6"
    assert answers["Is every planned run accounted for?"] == "40 planned, 30 started, 1 diverged"
    assert answers["How are several claims corrected for?"] == "Holm over 5, two-sided error rate 0.05"
    blank = [question for question, answer in answers.items() if not answer]
    assert "Which commit of the code, and was it clean?" in blank
    assert _section(page, "checklist").count("blank: not recorded") == len(blank)


def test_provenance_shows_what_was_not_recorded(known: Known, context: Context, page: str) -> None:
    """Command, commit, changes, packages and determinism are blank until a run records them, and then they are not."""
    assert _section(page, "provenance").count("blank: not recorded") == 5
    file, results, _ = known
    runs = {
        arm: {seed: replace(run, environment={**run.environment, "commit": "abc1234"}) for seed, run in seeds.items()}
        for arm, seeds in results.runs.items()
    }
    found = provenance(file, Results(runs))
    assert "commit" not in found.blanks
    assert len(found.blanks) == 4
    assert ("commit", ("abc1234",)) in found.environment
    items = checklist(file.study, context.registered.standing, context.flow, context.resolution, found)
    assert {item.question: item.answer for item in items}["Which commit of the code, and was it clean?"] == "abc1234"


def test_provenance_names_data_by_their_content(known: Known) -> None:
    """The digest is the one that the runs recorded; without any there is none."""
    file, results, _ = known
    assert provenance(file, results).data == ()
    run = results.runs["vgg.standard"][0]
    told = replace(run, settings={**run.settings, "data": "f" * 64})
    runs = {**results.runs, "vgg.standard": {**results.runs["vgg.standard"], 0: told}}
    assert provenance(file, Results(runs)).data == (("digits", "f" * 64),)


def test_the_command_to_run_it_again_is_quoted_for_a_shell(known: Known) -> None:
    """Overrides and odd names survive."""
    file = replace(known[0], overrides=("experiments.vgg.recipe.steps=9; rm x",))
    facts = dict(provenance(file, known[1]).facts)
    assert facts["To run it again"] == (
        "bnreport run known_truth.yaml --profile smoke --set 'experiments.vgg.recipe.steps=9; rm x'"
    )


def test_references_name_every_plugin_once(context: Context) -> None:
    """Data, networks, norms, optimiser and tests, each with whoever defined it, and the analysis."""
    used = [reference.used for reference in context.references]
    assert len(used) == len(set(used))
    assert {"norm batch", "norm noisy batch", "dataset digits", "optimizer sgd", "Certainty"} <= set(used)
    assert "norm group" not in used
    assert all(reference.source for reference in context.references)


def test_the_page_names_the_digest_of_its_bundle(known: Known, page: str, tmp_path: Path) -> None:
    """What lies beside it can be checked against it."""
    written = write_bundle(known[0], known[1], tmp_path).read_bytes()
    assert sha256(written).hexdigest() in _text(_section(page, "references"))


def test_ledger_rows_name_the_claims_that_read_them(context: Context) -> None:
    """The standard VGG's runs serve three claims; a run without a number serves none."""
    claims = {(entry.arm, entry.seed): entry.claims for entry in context.ledger[0].entries}
    assert claims["noisy_batchnorm", 0] == ("noise_does_not_harm_accuracy",)
    assert [context.numbers[name] for name in claims["standard", 4]] == [2, 3, 4]


def test_the_streams_of_a_seed_are_those_of_the_code(page: str) -> None:
    """Every name that training draws from stands in the diagram, and no other."""
    source = "".join(path.read_text("utf-8") for path in Path(training.__path__[0]).glob("*.py"))
    drawn = set(re.findall(r'(?:stream|generator)\([^"()]*"(\w+)"', source))
    assert drawn == {name for name, *_ in STREAMS}
    assert all(f"<code>{name}</code>" in _section(page, "design") for name in drawn)


def test_the_summary_says_how_sure(known: Known, context: Context, page: str) -> None:
    """Levels are counted, and each rule that lowers them; without verdicts nothing is said."""
    levels = [line.certainty.level.lower() for line in context.board if line.certainty]
    assert context.summary.sure.startswith("Certainty is ")
    for level in set(levels):
        assert level in context.summary.sure
    assert f"internal validity ({len(levels)})" in context.summary.sure  # nothing was locked
    assert context.summary.sure in _section(page, "verdicts")
    assert board.summary(known[0].study, known[2], {}).sure == ""


def test_a_device_that_all_share_is_said_once(context: Context, page: str) -> None:
    """One column fewer; where devices differ each run has its own."""
    assert {ledger.device for ledger in context.ledger} == {"cpu"}
    assert "every run on cpu" in _section(page, "runs")
    mixed = [ledger._replace(device="") for ledger in context.ledger]
    page = to_html(context._replace(ledger=tuple(mixed)), drawn(context.exhibits))
    assert _section(page, "runs").count("<td>cpu</td>") == 30
