"""Where YAML reads something else than what was meant, one line says what to write."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

QUOTES = 'Put the whole text in quotes: "..."'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x: {ask: Is it so?, by: y}", "1:18: not YAML: text between brackets cannot hold '?' here."),
        ("x: {ask: Is it so?}", "1:18: not YAML: text between brackets cannot hold '?' here."),
        ("x: {claim: Fig. 1: it}", "1:18: not YAML: text between brackets cannot hold ':' here."),
        ("x: {says: as in [R]}", "1:17: not YAML: text between brackets cannot hold '[' here."),
        ("x: a: b", "1:5: not YAML: a colon and a blank stand inside a text."),
        ("x: %10", "1:4: not YAML: a text cannot begin with '%'. Put it in quotes; a share is written 10 %."),
        ("x: `y`", "1:4: not YAML: a text cannot begin with '`'."),
        ("x: 'it's'", "1:8: not YAML: text goes on after its closing quote. Double the quotes inside ('it''s'), or"),
    ],
)
def test_a_trap_is_one_line(text: str, complaints: Say, line: str, said: str) -> None:
    """Its place, and what to write instead."""
    [found] = complaints(f"{line}\n{text}")
    assert found.startswith(f"x.yaml:{said}")
    assert (QUOTES in found) == ("brackets" in said or "colon" in said)


def test_an_open_bracket_is_found_where_it_opens(text: str, complaints: Say) -> None:
    """The end of the file is where it was missed, and not where it is missing."""
    [said] = complaints(f"{text}x: {{a: b\n")
    assert "not YAML: the bracket opened in line 23 is never closed. Close it." in said


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("smoke: {}", "smoke: {note: One thing, and another}", "and another"),
        ("{every: 5}", "{every:5}", "every:5"),
    ],
)
def test_text_that_becomes_a_key_is_said_to_need_quotes(
    text: str, complaints: Say, old: str, new: str, key: str
) -> None:
    """A comma between brackets ends a value, and a colon without a blank belongs to the name."""
    [said] = complaints(text.replace(old, new))
    assert f"unknown key '{key}'" in said
    assert said.endswith("A text with a comma needs quotes, a colon a blank after it.")


@pytest.mark.parametrize("every", ["10%", "10 %", "{share: 10%}", "{share: 10 %, at_least: 2}"])
def test_shares_need_no_quotes(text: str, complaints: Say, every: str) -> None:
    """With a blank or without."""
    assert complaints(text.replace("{every: 5}", f"{{every: {every}}}")) == []
