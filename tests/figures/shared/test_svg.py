"""A picture is its table and nothing of the machine that drew it."""

import matplotlib as mpl
from matplotlib import rc_context

from bnreport.figures.curves.draw import size
from bnreport.figures.curves.table import EXAMPLE
from bnreport.figures.shared.svg import picture


def test_a_users_settings_change_no_picture() -> None:
    """Colours, fonts and sizes are ours, whatever a matplotlibrc says, and its settings come back."""
    plain = picture("curves", EXAMPLE)
    with rc_context({"font.size": 20, "text.color": "red", "svg.hashsalt": None, "svg.fonttype": "path"}):
        assert picture("curves", EXAMPLE) == plain
        assert mpl.rcParams["font.size"] == 20
    assert (plain.width, plain.height) == tuple(round(96 * inches) for inches in size(EXAMPLE))


def test_a_dollar_starts_no_formula() -> None:
    """Labels are text, letter by letter."""
    [curve, other] = EXAMPLE.curves
    svg = picture("curves", type(EXAMPLE)("e", "loss", "nat", 2.3, (curve._replace(arm="$x^2$"), other))).svg.decode()
    assert ">$x^2$<" in svg
