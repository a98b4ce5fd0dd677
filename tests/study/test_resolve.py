"""Profiles applied to a study."""

from collections.abc import Callable
from pathlib import Path

from bnreport.study.load import inspect
from bnreport.study.yaml import parse


def test_a_profile_that_changes_nothing_takes_the_file_as_it_stands(text: str) -> None:
    """It is not validated a second time: two such profiles share their experiments."""
    profiles, found = inspect(parse(Path("x.yaml"), text + "  other: {scale: toy}\n"))
    one, other = (resolved.study for resolved in profiles.values())
    assert not found
    assert one and other and one.experiments["net"] is other.experiments["net"]  # noqa: PT018  (for the type checker)


def test_the_file_itself_is_checked_where_every_profile_changes_it(
    text: str, complaints: Callable[..., list[str]]
) -> None:
    """A mistake that the only profile covers up is found all the same."""
    path = "hypotheses.h1.superiority.metric"
    said = complaints(
        text.replace("test_accuracy", "tst_accuracy").replace("smoke: {}", f"smoke: {{set: {{{path}: test_accuracy}}}}")
    )
    assert [line.split(": ")[:2] for line in said] == [["x.yaml:19:19", path]]
