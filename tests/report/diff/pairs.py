"""One small study before and after something was changed."""

from typing import Any

from bnreport.report.diff.sides import Side, side_of
from bnreport.report.facts import Facts
from bnreport.results import Results
from tests.report.synthesis.known import claim, published, results, study


def facts_of(claims: dict[str, Any], *, runs: Results | None = None, name: str = "one", **more: Any) -> Facts:  # noqa: ANN401
    """Judge a study of these claims."""
    return published(study(name, claims, **more), runs=runs or results("one")).facts


def side(claims: dict[str, Any], **more: Any) -> Side:  # noqa: ANN401
    """Return the same as one side."""
    return side_of(facts_of(claims, **more))


def with_margin(margin: float) -> dict[str, Any]:
    """Return the claim that is supported for margins up to about 0.28."""
    made = claim("supported")
    return made | {"superiority": {**made["superiority"], "margin": margin}}


def first_seeds(count: int) -> Results:
    """Return the runs of the first seeds alone."""
    return results("one").first(count)


def verdicts_only(held: Side) -> Side:
    """Return what a `verdicts.json` knows of it."""
    return Side(held.document)
