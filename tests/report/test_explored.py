"""What a figure says to the page's script."""

import json
from html.parser import HTMLParser

from bnreport.figures import Place
from bnreport.figures.curves.table import Table
from bnreport.figures.forest.table import EXAMPLE as FOREST
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.style import COLOURS
from bnreport.figures.threshold.table import EXAMPLE as THRESHOLD
from bnreport.report.explored import explored
from bnreport.report.figure import ReportFigure

HOSTILE = """it's a="b" <script>&amp;</script> \\u0027 "é" """


def _table(*arms: str) -> Table:
    curves = (Curve(arm, 4, (0, 5), (0.25, 0.5), diverged=arm == arms[-1]) for arm in arms)
    return Table("e", "accuracy", "fraction", 0.1, tuple(curves), counted=(2, 5))


def test_it_says_what_the_table_does_not() -> None:
    """Colour and dash of each arm as in the pictures, the axes, and which runs diverged."""
    places = {"plain": Place(0), "batch": Place(1, 2)}
    said = explored(ReportFigure("curves", "x", _table("plain", "batch")), places)
    assert said is not None
    assert json.loads(said) == {
        "arms": [["plain", COLOURS[0], []], ["batch", COLOURS[1], [6, 1.5, 1.2, 1.5]]],
        "axes": [
            {"title": "accuracy", "unit": "%", "times": 100, "ends": [0.1, 0.5], "counted": [2, 5], "levels": [0.1]}
        ],
        "lost": {"batch": [4]},
        "others": 0,
    }


def test_hostile_names_stay_inside_the_attribute() -> None:
    """A parser of HTML finds one attribute, and JSON in it the name as it was."""
    said = explored(ReportFigure("curves", "x", _table(HOSTILE)))
    seen: list[tuple[str, list[tuple[str, str | None]]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, attributes))  # type: ignore[method-assign]
    parser.feed(f"<figure data-explore='{said}'>")
    [(tag, [(name, value)])] = seen
    assert (tag, name) == ("figure", "data-explore")
    assert json.loads(value or "")["arms"][0][0] == HOSTILE
    assert "<" not in str(said)


def test_pictures_of_something_else_stay() -> None:
    """Waiting times are no readings of seeds; a forest has no steps at all."""
    said = explored(ReportFigure("threshold", "x", THRESHOLD))
    assert said is not None
    held = json.loads(said)
    assert (held["others"], held["axes"][0]["rows"], held["axes"][0]["uprights"]) == (1, ["accuracy", ""], [10])
    assert explored(ReportFigure("forest", "x", FOREST)) is None
