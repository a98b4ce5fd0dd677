"""What runs recorded, and what they did not."""

from collections.abc import Callable
from dataclasses import replace

from bnreport.judge.verdicts import Verdict
from bnreport.report.environments import mixed
from bnreport.report.facts import Facts
from bnreport.report.sections import checklist
from bnreport.report.sections.provenance import gather
from bnreport.results import Results, RunResult
from bnreport.study.load import StudyFile
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_mixed_environments_are_flagged(known: Known) -> None:
    """Two devices among the runs are named, with how many runs each."""
    file, runs, verdicts = known
    arm = dict(runs.runs["vgg.standard"])
    arm[0] = type(arm[0])(**{**vars(arm[0]), "environment": {**arm[0].environment, "device": "cuda"}})
    found = gather(Facts(file, Results({**runs.runs, "vgg.standard": arm}), verdicts))
    assert found.mixed == ("device",)
    assert ("device", ("cpu (29 runs)", "cuda (1 runs)")) in found.environment


def test_provenance_shows_what_was_not_recorded(known: Known, page: str) -> None:
    """Command, commit, changes, packages and determinism are blank until a run records them, and then they are not."""
    assert section_of(page, "provenance").count("blank: not recorded") == 5
    file, results, _ = known
    runs = {
        arm: {seed: replace(run, environment={**run.environment, "commit": "abc1234"}) for seed, run in seeds.items()}
        for arm, seeds in results.runs.items()
    }
    found = gather(Facts(file, Results(runs), ()))
    assert "commit" not in found.blanks
    assert len(found.blanks) == 4
    assert ("commit", ("abc1234",)) in found.environment
    items = checklist.gather(Facts(file, Results(runs), ()))
    assert {item.question: item.answer for item in items}["Which commit of the code, and was it clean?"] == "abc1234"


def test_provenance_names_data_by_their_content(known: Known) -> None:
    """The digest is the one that the runs recorded; without any there is none."""
    file, results, _ = known
    assert gather(Facts(file, results, ())).data == ()
    run = results.runs["vgg.standard"][0]
    told = replace(run, settings={**run.settings, "data": "f" * 64})
    runs = {**results.runs, "vgg.standard": {**results.runs["vgg.standard"], 0: told}}
    assert gather(Facts(file, Results(runs), ())).data == (("digits", "f" * 64),)


def test_the_command_to_run_it_again_is_quoted_for_a_shell(known: Known) -> None:
    """Overrides and odd names survive."""
    file = replace(known[0], overrides=("experiments.vgg.recipe.steps=9; rm x",))
    facts = dict(gather(Facts(file, known[1], ())).facts)
    assert facts["To run it again"] == (
        "bnreport run known_truth.yaml --profile smoke --set 'experiments.vgg.recipe.steps=9; rm x'"
    )


def test_what_older_runs_did_not_record_is_no_difference(
    make_run: Callable[..., RunResult], known: tuple[StudyFile, Results, tuple[Verdict, ...]]
) -> None:
    """A fact first recorded between two runs warns of nothing, though the table shows it; a difference does."""
    old = make_run("vgg.standard", 0)
    new = replace(old, environment={**old.environment, "packages_sha256": "ab"})
    other = replace(old, environment={**old.environment, "packages_sha256": "cd"})
    assert mixed([old, new]) == ()
    assert mixed([old, new, other]) == ("packages sha256",)
    shown = dict(gather(Facts(known[0], Results({"vgg.standard": {0: old, 1: new}}), ())).environment)
    assert shown["packages sha256"] == ("ab (1 runs)", "not recorded (1 runs)")
