"""Paired figures."""

from dataclasses import replace

from matplotlib.figure import Figure

from bnreport.figures import paired


def test_seeds_are_named_beside_their_own_effects() -> None:
    """From top to bottom in the order of the table."""
    figure = Figure()
    effect = paired.EXAMPLE.effect._replace(seeds=(3, 7, 9), values=(0.01, 0.02, 0.03))
    paired.draw(figure, replace(paired.EXAMPLE, arms=(), effect=effect))
    labels = {text.get_text(): text.get_position()[1] for text in figure.axes[-1].texts}
    assert (labels["3"], labels["7"], labels["9"]) == (0, 1, 2)
