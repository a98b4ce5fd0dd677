"""Long names are broken, and what effects share is said once, where room is short."""

import pytest

from bnreport.figures.shared.names import in_common, wrapped


def test_long_names_break_between_their_parts() -> None:
    """At blanks and the slash before a factor first, at underscores only where that is not enough."""
    assert wrapped("BatchNorm + noise in VGG-13", 11) == "BatchNorm +\nnoise in\nVGG-13"
    assert wrapped("noisy_batchnorm/lr=0.1", 16) == "noisy_batchnorm\n/lr=0.1"
    assert wrapped("noisy_batchnorm", 12) == "noisy\n_batchnorm"


@pytest.mark.parametrize(
    ("effects", "title", "own"),
    [
        (("loss (final): a - b", "loss (final): c - b"), "loss (final)", ["a - b", "c - b"]),
        (
            ("drift of means in layer 5 (final): a - b", "drift of means in layer 10 (final): a - b"),
            "drift of means in … (final)",
            ["layer 5: a - b", "layer 10: a - b"],
        ),
        (
            ("drift, median over layers (final): a - b", "loss, median over layers (final): a - b"),
            "… median over layers (final)",
            ["drift: a - b", "loss: a - b"],
        ),
        (("loss (final): a - b", "accuracy (final): a - b"), "", ["loss (final): a - b", "accuracy (final): a - b"]),
        (("loss (final): a - b",), "", ["loss (final): a - b"]),
        (("p: q", "rank"), "", ["p: q", "rank"]),
        (
            ("share of all runs (final): a", "of all runs (final): a"),
            "",
            ["share of all runs (final): a", "of all runs (final): a"],
        ),
    ],
)
def test_what_effects_share_is_said_once(effects: tuple[str, ...], title: str, own: list[str]) -> None:
    """Nothing is lost, no name is empty, and a word or two are not worth it."""
    assert in_common(effects) == (title, own)
