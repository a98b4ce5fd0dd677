"""Claims at published profiles: what they read, decide and say."""

from bnreport.report.synthesis.claims import Bearing, bearings_of, claims_of
from tests.report.synthesis.known import claim, published, studied, study

PAPER = {"says": "refuted", "where": "Fig. 1"}


def test_a_claim_bears_on_each_explanation_that_it_names() -> None:
    """With the side of its verdict and that of its paper; of several parts, all that they read."""
    part = {"arm": "net.supported", "versus": "net.base", "margin": 0.1}
    parts = [{"superiority": {"metric": name, **part}} for name in ("train_accuracy", "test_accuracy")]
    both = claim("supported", bears={"steady": ("present", "for", "against"), "rates": ("necessary", "silent", "for")})
    del both["superiority"]
    made = study("one", {"both": {**both, "all_of": {"parts": parts}, "paper": PAPER}})
    first, second = bearings_of(claims_of([studied(published(made))]))
    assert (first.explanation, first.side, first.papers_side) == ("steady", "for", "against")
    assert (second.explanation, second.side, second.papers_side) == ("rates", "silent", "for")
    assert first.metrics == ("train_accuracy", "test_accuracy")
    assert first.decides


def test_only_what_the_runs_could_decide_is_tested() -> None:
    """A claim that waits for runs, means nothing or was only explored is not."""
    bears = {"steady": ("present", "for", "against")}
    names = ("supported", "refuted", "inconclusive", "untested", "not_run")
    claims = {name: claim(name, bears=bears) for name in names}
    claims["free"] = claim("supported", bears=bears, primary=False)
    made = study("one", claims)
    found: dict[str, Bearing] = {each.name: each for each in bearings_of(claims_of([studied(published(made))]))}
    assert {name: (each.tested, each.decided, each.void) for name, each in found.items()} == {
        "supported": (True, True, False),
        "refuted": (True, True, False),
        "inconclusive": (True, False, False),
        "untested": (False, False, True),
        "not_run": (False, False, False),
        "free": (False, False, False),
    }
