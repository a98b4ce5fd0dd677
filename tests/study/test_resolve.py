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


def test_what_a_profile_leaves_out_is_not_its_mistake(text: str, complaints: Callable[..., list[str]]) -> None:
    """Neither an experiment nor its claims, whatever the profile makes of them; names stay checked in the file."""
    more = text[text.index("  net:") : text.index("hypotheses:")].replace("  net:", "  far:", 1)
    claim = text[text.index("  h1:") : text.index("profiles:")].replace("h1:", "h2:").replace("net.", "far.")
    other = text.replace("hypotheses:", f"{more}hypotheses:").replace("profiles:", f"{claim}profiles:")
    for wrong in ("recipe.model: {deep_linear: {depth: 5}}", "probes.accuracy: {every: 5, until: 5}"):
        found = [
            complaints(
                other.replace("smoke: {}", f"smoke: {{experiments: [{kept}], set: {{experiments.far.{wrong}}}}}")
            )
            for kept in ("net", "far")
        ]
        assert [bool(said) for said in found] == [False, True], found
    misspelt = other.replace("far.b, versus", "far.c, versus")
    [line] = complaints(misspelt.replace("smoke: {}", "smoke: {experiments: [net]}"))
    assert "unknown arm 'far.c'" in line
