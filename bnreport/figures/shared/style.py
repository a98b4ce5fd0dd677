"""Colours (Okabe and Ito 2008; those with 3:1 on white), dashes and markers: no meaning rests on colour alone."""

from typing import Any, NamedTuple

COLOURS = ("#0072B2", "#B04A00", "#00795A", "#A8487F", "#1A1A1A", "#6B6B6B")
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
INK = "#1F2328"
QUIET = "#5B6169"
RULE = "#C9CDD2"
REGION = "#E4EEF6"
VERDICTS = {
    "supported": ("#005A8C", "o"),
    "refuted": ("#A63A00", "X"),
    "inconclusive": ("#595959", "s"),
    "exploratory": ("#595959", "D"),
    "not_run": ("#595959", "_"),
}


class ArmStyle(NamedTuple):
    """How an arm looks in every figure: colour, dash and marker together."""

    colour: str
    dash: Any
    marker: str


def arm_style(index: int) -> ArmStyle:
    """Return the style of an arm, by its index among all."""
    dash = DASHES[(index + index // len(COLOURS)) % len(DASHES)]
    return ArmStyle(COLOURS[index % len(COLOURS)], dash, MARKERS[index % len(MARKERS)])
