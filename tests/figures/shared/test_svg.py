"""Pictures are their table and nothing of the machine that drew them."""

import matplotlib as mpl
from matplotlib import rc_context

from bnreport.figures.curves.draw import panels
from bnreport.figures.curves.table import EXAMPLE
from bnreport.figures.shared.svg import pictures


def test_a_users_settings_change_no_picture() -> None:
    """Colours, fonts and sizes are ours, whatever a matplotlibrc says, and its settings come back."""
    [plain] = pictures("curves", EXAMPLE)
    with rc_context({"font.size": 20, "text.color": "red", "svg.hashsalt": None, "svg.fonttype": "path"}):
        assert pictures("curves", EXAMPLE) == (plain,)
        assert mpl.rcParams["font.size"] == 20
    [panel] = panels(EXAMPLE)
    assert (plain.width, plain.height) == (round(96 * panel.width), round(96 * panel.height))


def test_a_dollar_starts_no_formula() -> None:
    """Labels are text, letter by letter."""
    [curve, other] = EXAMPLE.curves
    [drawn] = pictures("curves", type(EXAMPLE)("e", "loss", "nat", 2.3, (curve._replace(arm="$x^2$"), other)))
    assert ">$x^2$<" in drawn.svg.decode()
