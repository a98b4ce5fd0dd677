"""Captions and alt texts say what the table holds."""

from tests.figures.layers.conftest import layer_table
from tests.figures.shared.conftest import runs_of


def test_layers_alt_names_the_lowest_and_the_highest_arm() -> None:
    """Median over steps, then over the seeds that finished, layer by layer."""
    held = (
        *runs_of("e.a", (1.0, 2.0, 3.0), (3.0, 4.0, 5.0), (9.0, 9.0, 9.0)),
        *runs_of("e.b", (1.0, 1.5, 9.0)),
        *runs_of("e.c", (0.0, 0.0, 0.0), diverged=True),
    )
    said = layer_table(("l2", "log", "5", held)).alt
    assert said.endswith("l2, layer 5: 1.5 in e.b (seeds 1.5 to 1.5, n = 1) to 4 in e.a (seeds 2 to 9, n = 3).")
