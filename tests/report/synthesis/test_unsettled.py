"""What is not settled: why, which runs would settle it, and their price."""

from bnreport.report.synthesis.claims import bearings_of, claims_of
from bnreport.report.synthesis.matrix import rows_of
from bnreport.report.synthesis.studies import Studied, explanations_of
from bnreport.report.synthesis.unsettled import Open, Way, open_of
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study
from tests.report.synthesis.known import claim, published, studied, study, unrun

FOR = ("present", "for", "against")


def _open(*studies: Studied) -> dict[tuple[str, str], Open]:
    rows = rows_of(explanations_of(studies), bearings_of(claims_of(studies)), studies)
    return {(each.label, each.aspect): each for each in open_of(rows, studies)}


def _first(*studies: Studied) -> Open:
    return _open(*studies)["Steadier inputs", "present"]


def _otherwise(made: Study) -> Study:
    """Return a study whose runs are others."""
    net = made.experiments["net"]
    recipe = net.recipe.model_copy(update={"batch_size": 2 * net.recipe.batch_size})
    return made.model_copy(update={"experiments": {"net": net.model_copy(update={"recipe": recipe})}})


def test_what_is_settled_is_not_listed() -> None:
    """At the paper's scale, and all else is."""
    found = _open(studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})}))))
    assert ("Steadier inputs", "present") not in found
    assert len(found) == 8
    assert {each.why for each in found.values()} == {"no study tests this"}


def test_missing_runs_are_priced_by_those_of_the_same_arms() -> None:
    """Five of an arm that nobody timed."""
    held = _first(studied(published(study("one", {"it": claim("not_run", bears={"steady": FOR})}))))
    [way] = held.ways
    assert way.claim is not None
    assert (way.claim.name, *way[1:]) == (
        "it", "Runs of profile p are missing: 5 runs of unknown length.", "bnreport run one.yaml --profile p",
    )  # fmt: skip


def test_an_interval_too_wide_asks_for_seeds() -> None:
    """As many as resolve the margin, an hour each for each of two arms."""
    judged = published(study("one", {"it": claim("inconclusive", bears={"steady": FOR})}))
    [power] = judged.facts.powers
    assert power.seeds is not None
    more = 2 * (power.seeds - 5)
    [way] = _first(studied(judged)).ways
    assert way.what == (
        f"{power.seeds} seeds instead of 5 would resolve its margin (80 % power): {more} runs, "
        f"about {more}.00 worker-hours, with a lock of their own."
    )


def test_a_look_is_priced_when_it_is_next() -> None:
    """The first look's runs while they are missing, then the second's: of two arms, one of them without runs."""
    seeds = {"looks": [5, 8], "alpha": [0.02, 0.03]}
    for outcome, runs in (("not_run", "5 runs of unknown length"), ("inconclusive", "6 runs, about 6.00 worker-hours")):
        made = study("one", {"it": claim(outcome, bears={"steady": FOR})}, seeds=seeds)
        [way] = _first(studied(published(made))).ways
        assert way.what == f"Runs of profile p are missing: {runs}."


def test_more_seeds_mend_no_comparison_that_means_nothing() -> None:
    """The reason is said instead."""
    [way] = _first(studied(published(study("one", {"it": claim("untested", bears={"steady": FOR})})))).ways
    assert "More seeds would not: alike: arms are one and the same run." in way.what
    assert way.command == ""


def test_a_smaller_scale_asks_for_the_papers() -> None:
    """The profile of the study that has it and was not published, with the runs that the cell needs and nobody has."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    small = published(made, scale="reduced", profile="small")
    large = StudyFile(small.spec, "", "p", "named", (), _otherwise(made))
    held = _first(replace_files(studied(small), large, small.facts.file))
    assert held.why == "settled in smaller networks alone"
    assert held.ways == (
        Way(
            None,
            "One, the paper\N{RIGHT SINGLE QUOTATION MARK}s scale, profile p: 10 runs of unknown length.",
            "bnreport run one.yaml --profile p",
        ),
    )
    same = StudyFile(small.spec, "", "p", "named", (), made)
    assert _first(replace_files(studied(small), same, small.facts.file)).ways == ()


def test_what_larger_networks_leave_open_another_study_may_settle() -> None:
    """At the same scale, where it was not run."""
    wide = studied(published(study("one", {"it": claim("inconclusive", bears={"steady": FOR})})))
    ways = _first(wide, unrun(_otherwise(study("two", {"it": claim("supported", bears={"steady": FOR})})))).ways
    assert ways[-1].command == "bnreport run two.yaml --profile p"


def test_a_claim_that_waits_at_the_papers_scale_is_not_forgotten() -> None:
    """Where a smaller one decided the cell: the runs that are missing at the larger one are priced."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    large, small = published(made, profile="large"), published(made, scale="reduced", profile="small")
    held = {arm: runs for arm, runs in large.facts.stored.runs.items() if arm != "net.supported"}
    large = published(made, profile="large", runs=Results(held))
    found = _first(studied(large, small))
    assert found.why == "settled in smaller networks alone"
    assert [way.what for way in found.ways] == ["Runs of profile large are missing: 5 runs of unknown length."]


def replace_files(held: Studied, *files: StudyFile) -> Studied:
    """Return a study with other profiles besides."""
    return held._replace(files=files)


def test_a_study_that_was_not_run_is_to_be_run() -> None:
    """At its largest scale."""
    held = _first(unrun(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    assert (held.why, [way.command for way in held.ways]) == ("not run yet", ["bnreport run one.yaml --profile p"])


def test_contested_at_the_papers_scale_asks_for_a_claim() -> None:
    """More seeds of two quantities would not settle which counts."""
    made = study("two", {"it": claim("refuted", bears={"steady": FOR})})
    one = published(study("one", {"it": claim("supported", bears={"steady": FOR})}))
    held = _first(studied(one), studied(published(made)))
    assert held.why == "contested"
    assert [way.what for way in held.ways] == [
        "A claim that asks both in the same runs; more seeds of these would not."
    ]
