"""Interaction plots."""

import numpy as np
from matplotlib.figure import Figure

from bnreport.figures import interaction


def test_interaction_names_each_line() -> None:
    """The colour in the legend is that of the line through the arm's own mean."""
    figure = Figure()
    table = interaction.EXAMPLE
    interaction.draw(figure, table)
    shown = {text.get_text(): line.get_color() for legend in figure.legends for text, line in
             zip(legend.get_texts(), legend.get_lines(), strict=True)}  # fmt: skip
    lines = [line for line in figure.axes[0].lines if len(np.asarray(line.get_xdata())) == 2]
    for place, (name, colour) in enumerate(shown.items()):
        here = table.arms[place].name
        assert here in name
        mean = 100 * float(np.mean(table.arms[place].values))
        [own] = {line.get_color() for line in lines if np.isclose(np.asarray(line.get_ydata())[0], mean)}
        assert own == colour
