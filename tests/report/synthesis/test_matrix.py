"""Cells: which claims decide them, at which scale, and what these say together."""

import pytest

from bnreport.report.synthesis.claims import bearings_of, claims_of
from bnreport.report.synthesis.matrix import Cell, rows_of
from bnreport.report.synthesis.studies import Studied, explanations_of
from bnreport.results import Results
from tests.report.synthesis.known import claim, published, studied, study, unrun

FOR = ("present", "for", "against")
AGAINST = ("present", "against", "for")


def _cells(*studies: Studied) -> dict[tuple[str, str], Cell]:
    rows = rows_of(explanations_of(studies), bearings_of(claims_of(studies)), studies)
    return {(row.name, cell.aspect): cell for row in rows for cell in row.cells}


def _cell(*studies: Studied) -> Cell:
    return _cells(*studies)["steady", "present"]


@pytest.mark.parametrize(
    ("outcome", "says", "state"),
    [
        ("supported", FOR, "for"),
        ("refuted", FOR, "against"),
        ("supported", AGAINST, "against"),
        ("refuted", ("present", "for", "silent"), "silent"),
        ("inconclusive", FOR, "unsettled"),
        ("untested", FOR, "untested"),
        ("not_run", FOR, "not_run"),
    ],
)
def test_a_cell_says_what_its_deciding_claim_says(outcome: str, says: tuple[str, str, str], state: str) -> None:
    """By the side that the study declared for the verdict."""
    cells = _cells(studied(published(study("one", {"it": claim(outcome, bears={"steady": says})}))))
    cell = cells["steady", "present"]
    assert (cell.state, [each.name for each in cell.deciding], cell.scale) == (state, ["it"], "paper")
    assert {held.state for key, held in cells.items() if key != ("steady", "present")} == {"nobody"}


def test_a_claim_that_decides_a_question_decides_the_cell() -> None:
    """A claim in support, though it is refuted, stands beside it; where none decides a question, all do."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "beside": claim("refuted", bears={"steady": FOR}),
    }
    cell = _cell(studied(published(study("one", claims))))
    assert (cell.state, [each.name for each in cell.others]) == ("for", ["beside"])
    apart = {**claims, "other": claim("supported")}
    assert _cell(studied(published(study("one", apart, decided=["other"])))).state == "contested"


def test_claims_that_disagree_at_one_scale_are_contested() -> None:
    """Both stand in the cell."""
    one = studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    two = studied(published(study("two", {"it": claim("supported", bears={"steady": AGAINST})})))
    cell = _cell(one, two)
    assert (cell.state, len(cell.deciding)) == ("contested", 2)


@pytest.mark.parametrize(
    ("scales", "state", "scale"),
    [
        (("paper", "reduced"), "for", "paper"),
        (("reduced", "paper"), "against", "paper"),
        (("toy", "reduced"), "against", "reduced"),
        (("toy", "toy"), "toy", "toy"),
    ],
)
def test_the_largest_scale_counts(scales: tuple[str, str], state: str, scale: str) -> None:
    """What smaller networks say stands beside it; a toy alone says nothing."""
    one = published(study("one", {"it": claim("supported", bears={"steady": FOR})}), scale=scales[0])
    two = published(study("two", {"it": claim("refuted", bears={"steady": FOR})}), scale=scales[1])
    cell = _cell(studied(one), studied(two))
    assert (cell.state, cell.scale) == (state, scale)
    assert len(cell.deciding) + len(cell.others) == 2


def test_smaller_networks_that_speak_otherwise_are_told() -> None:
    """By claims that were to decide it; what agrees, is open, or is in support changes no word."""
    large = studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    for outcome, differ in (("refuted", True), ("supported", False), ("inconclusive", False)):
        claims = {"it": claim(outcome, bears={"steady": FOR}), "beside": claim("refuted", bears={"steady": FOR})}
        small = studied(published(study("two", claims), scale="reduced"))
        assert _cell(large, small).smaller_differ is differ


def test_a_scale_at_which_nothing_was_tested_gives_way() -> None:
    """The paper's scale where an arm had no runs, or was no other arm, is no answer; a smaller one is."""
    for outcome in ("untested", "not_run"):
        one = published(study("one", {"it": claim(outcome, bears={"steady": FOR})}), scale="paper")
        two = published(study("two", {"it": claim("supported", bears={"steady": FOR})}), scale="reduced")
        cell = _cell(studied(one), studied(two))
        assert (cell.state, cell.scale, [each.published.facts.study.study for each in cell.others]) == (
            "for", "reduced", ["one"],
        )  # fmt: skip


def test_one_claim_at_two_profiles_of_one_scale_counts_once() -> None:
    """As the first judged it; where they are opposite, both stand there."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    first, second = published(made), published(made, profile="q")
    assert _cell(studied(first, second)).deciding[0].published is first
    assert len(_cell(studied(first, second)).deciding) == 1
    worse = second.facts.stored
    worse.runs["net.supported"] = worse.runs["net.refuted"]
    assert _cell(studied(first, published(made, profile="q", runs=worse))).state == "contested"


def test_a_claim_that_waits_is_listed_once() -> None:
    """Without runs at two profiles at one of them, and nowhere where it has runs at a third."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "waits": claim("not_run", bears={"steady": FOR}),
        "beside": claim("supported", bears={"steady": FOR}),
    }
    made = study("one", claims)
    bare = {arm: runs for arm, runs in published(made).facts.stored.runs.items() if arm != "net.supported"}
    ran, second = published(made), published(made, profile="q", runs=Results(bare))
    others = _cell(studied(ran, second)).others
    assert [(each.name, each.published.facts.file.profile) for each in others] == [("waits", "p"), ("beside", "p")]


def test_a_profile_without_its_arms_has_no_such_claim() -> None:
    """It leaves nothing open where another profile has them, and what profiles of one scale say alike is told once."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "beside": claim("supported", bears={"steady": FOR}),
        "far": claim("refuted", bears={"steady": AGAINST}),
    }
    made = study("one", claims, decided=["it", "far"])
    bare = Results({arm: runs for arm, runs in published(made).facts.stored.runs.items() if arm != "net.refuted"})
    here = published(made, profile="q", runs=bare)
    here = here._replace(found=tuple(each for each in here.found if "net.refuted" not in map(str, each.run.arms)))
    cell = _cell(studied(published(made, scale="reduced"), here, published(made, profile="r")))
    assert ([each.name for each in cell.deciding], cell.partly) == (["it", "far"], False)
    assert [each.name for each in cell.others].count("beside") == len({"reduced", "paper"})
    cell = _cell(studied(published(made, scale="reduced"), here))
    assert ([each.name for each in cell.deciding], cell.partly) == (["it"], False)
    assert "far" in [each.name for each in cell.others]


def test_exploratory_claims_decide_nothing() -> None:
    """They are told apart from a question that nobody asked."""
    claims = {"other": claim("supported"), "it": claim("supported", bears={"steady": FOR}, primary=False)}
    cell = _cell(studied(published(study("one", claims))))
    assert (cell.state, cell.deciding, len(cell.others)) == ("exploratory", (), 1)


def test_a_study_that_was_not_run_is_named() -> None:
    """In the cells that it tests, and no others."""
    cells = _cells(unrun(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    assert (cells["steady", "present"].state, cells["steady", "present"].planned) == ("not_run", ("one",))
    assert cells["steady", "necessary"].planned == ()


def test_a_cell_speaks_in_part_where_a_decider_is_open() -> None:
    """One decided, one too wide."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "also": claim("inconclusive", bears={"steady": FOR}),
    }
    cell = _cell(studied(published(study("one", claims, decided=["it", "also"]))))
    assert (cell.state, cell.partly) == ("for", True)
