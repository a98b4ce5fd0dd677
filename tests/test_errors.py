"""Messages: one line each, with the nearest name, and short."""

import pickle

from bnreport.errors import Problem, SpecError, short, unknown


def test_a_problem_is_one_line_whatever_it_holds() -> None:
    """Line breaks and escape sequences from a file cannot forge a second line or colour the terminal."""
    assert str(Problem("x.yaml:1:1", "a\nb", "got \x1b[31m")) == "x.yaml:1:1: a\\nb: got \\x1b[31m"


def test_empty_parts_leave_no_colon() -> None:
    """A problem of the file as a whole has no path inside the study."""
    assert str(Problem("x.yaml", "", "is empty.")) == "x.yaml: is empty."


def test_a_repeated_problem_is_said_once() -> None:
    """Profiles that share a mistake do not repeat it."""
    problem = Problem("x.yaml:1:1", "a", "is wrong.")
    assert str(SpecError([problem, "other", problem])) == "x.yaml:1:1: a: is wrong.\nother"


def test_a_spec_error_survives_the_way_from_a_worker() -> None:
    """Pickled and read again, it says the same."""
    error = SpecError([Problem("x.yaml:1:1", "a", "is wrong.")])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  (our own bytes)


def test_unknown_suggests_the_nearest_and_lists_a_screenful() -> None:
    """Many names are cut off, with their number."""
    assert (
        unknown("norm", "grup", ["layer", "group"]) == "unknown norm 'grup'. Did you mean 'group'? Known: group, layer."
    )
    assert unknown("arm", "zz", map(str, range(100, 130))).endswith(", 119 and 10 more.")
    assert unknown("arm", "zz", []) == "unknown arm 'zz'. Known: none."


def test_short_values_are_yaml_and_long_ones_cut() -> None:
    """The type of a number stays to be seen."""
    assert [short(value) for value in (None, True, 1, 1.0, "1")] == ["nothing", "true", "1", "1.0", "'1'"]
    assert short("x" * 99) == "'" + "x" * 59 + "... (text)"
