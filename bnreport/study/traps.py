"""What YAML's own traps look like, and what to write instead."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

_RESERVED = ("%", "@", "`")
_SIGNS = ("?", ":", "[", "{")
_QUOTES = 'Put the whole text in quotes: "..."'


def sentences(error: "yaml.MarkedYAMLError", text: str) -> str:
    """Say what stands where YAML could not go on, and how to mend it.

    Args:
        error: as PyYAML raised it.
        text: of the file.
    """
    problem, flow = error.problem or error.context or "", (error.context or "").startswith("while parsing a flow")
    opened = f" in line {error.context_mark.line + 1}" if error.context_mark else ""
    sign, reserved = problem[-2:-1], _at(error, text)
    traps = {
        "a tab stands here, where YAML wants spaces. Use spaces.": "found character '\\t'" in problem,
        "a second document begins here. Put one study in a file.": problem == "but found another document",
        f"not YAML: the bracket opened{opened} is never closed. Close it.": flow and problem.endswith("'<stream end>'"),
        f"not YAML: text between brackets cannot hold {sign!r} here. {_QUOTES}, or write it on lines of its own.": (
            flow and sign in _SIGNS
        ),
        f"not YAML: a colon and a blank stand inside a text. {_QUOTES}, or check the indentation.": (
            problem == "mapping values are not allowed here"
        ),
        f"not YAML: a text cannot begin with {reserved!r}. Put it in quotes; a share is written 10 %.": (
            reserved in _RESERVED and "cannot start any token" in problem
        ),
        "not YAML: text goes on after its closing quote. Double the quotes inside ('it''s'), or use \"...\".": (
            problem == "expected <block end>, but found '<scalar>'"
        ),
    }
    return next((said for said, met in traps.items() if met), f"not YAML: {problem}.")


def _at(error: "yaml.MarkedYAMLError", text: str) -> str:
    mark = error.problem_mark
    return text[mark.index :][:1] if mark else ""
