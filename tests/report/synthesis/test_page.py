"""The page's lines: numbered, linked and worded."""

from pathlib import Path

from bnreport.formatting import NOTHING
from bnreport.report.synthesis.lines import say_state
from bnreport.report.synthesis.page import Synthesis
from bnreport.report.synthesis.write import to_page
from bnreport.results import Results
from tests.report.synthesis.known import claim, published, studied, study, unrun

FOR = ("present", "for", "against")


def test_a_line_says_what_became_of_a_claim() -> None:
    """With the address of its card in the report of its study, from the folder of this page."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "beside": claim("untested", bears={"steady": FOR}),
    }
    held = Synthesis((studied(published(study("one_study", claims))),), Path("r"), Path("r/why"))
    cell = held.rows[0].cells[0]
    first, second = held.lines(cell)
    assert (first.number, first.study, first.href, first.side, first.decides) == (
        1, "One study (p)", "../one_study/p/report.html#claim-it", "for", True,
    )  # fmt: skip
    assert (first.badge.word, first.certainty, first.scale, first.status) == (
        "Supported", "high certainty", "the paper\N{RIGHT SINGLE QUOTATION MARK}s scale", "confirmatory",
    )  # fmt: skip
    assert (second.number, second.why, second.side, second.decides) == (2, "not tested here, alike", NOTHING, False)
    assert say_state(cell) == "For"


def test_a_claim_has_one_number_at_every_profile() -> None:
    """Also where it was to decide a cell at a larger scale and waits for runs there; each has a place of its own."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    small = published(made, scale="reduced", profile="small")
    large = published(made, profile="large", runs=Results({}))
    held = Synthesis((studied(large, small),), Path("r"), Path("r/why"))
    cell = held.rows[0].cells[0]
    assert (cell.deciding[0].published, cell.above[0].published) == (small, large)
    assert [held.number(each) for each in (*cell.deciding, *cell.above)] == [1, 1]
    assert [each.anchor for each in held.lines(cell)] == ["about-steady-1-small"]
    assert "Claim 1. <bdi>Runs of profile large are missing" in to_page(held)


def test_studies_are_listed_whether_run_or_not() -> None:
    """Those without results with the command that trains them."""
    made = study("two", {"it": claim("supported")})
    ran = studied(published(study("one", {"it": claim("supported")})))
    first, second = Synthesis((ran, unrun(made)), Path("r"), Path("r/why")).listed
    assert (first.name, first.href, first.command) == ("One", "../one/p/report.html", "")
    assert (second.name, second.href, second.progress, second.command) == (
        "Two", "", "Not run.", "bnreport run two.yaml --profile p",
    )  # fmt: skip


def test_the_first_screen_says_whose_runs_these_are() -> None:
    """Of one study alone, of one without runs, and of both."""
    ran = studied(published(study("one", {"it": claim("supported")})))
    waits = unrun(study("two", {"it": claim("supported")}))
    said = [Synthesis(held, Path("r"), Path("w")) for held in ((ran,), (waits,), (ran, waits))]
    assert [each.read for each in said] == [
        "One (profile p).",
        "Not run: Two.",
        "One (profile p). Not run: Two.",
    ]
    assert [each.registered for each in said] == ["Unregistered: One.", "Nothing was run.", "Unregistered: One."]


def test_a_toy_speaks_for_nothing() -> None:
    """Whatever its verdict."""
    held = Synthesis(
        (studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})}), scale="toy")),),
        Path("r"),
        Path("r/why"),
    )
    [line] = held.lines(held.rows[0].cells[0])
    assert (line.side, line.scale, say_state(held.rows[0].cells[0])) == (NOTHING, "a toy", "Toy only")
