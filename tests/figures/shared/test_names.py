"""Long names are broken, and what effects share is said once, where room is short."""

import pytest

from bnreport.figures.shared.names import in_common, wrapped


def test_long_names_break_between_their_parts() -> None:
    """At blanks and the slash before a factor first, at underscores only where that is not enough."""
    assert wrapped("BatchNorm + noise in VGG-13", 11) == "BatchNorm +\nnoise in\nVGG-13"
    assert wrapped("noisy_batchnorm/lr=0.1", 16) == "noisy_batchnorm\n/lr=0.1"
    assert wrapped("noisy_batchnorm", 12) == "noisy\n_batchnorm"


L5, L10 = "drift of means in layer 5 (final)", "drift of means in layer 10 (final)"


@pytest.mark.parametrize(
    ("effects", "title", "own"),
    [
        (("loss (final): a - b", "loss (final): c - b"), "loss (final)", ["a - b", "c - b"]),
        ((f"{L5}: a - b", f"{L10}: a - b"), "drift of means (final)", ["layer 5: a - b", "layer 10: a - b"]),
        ((f"{L5}: a - b", f"{L5}: c - b"), "drift of means in layer 5 (final)", ["a - b", "c - b"]),
        (
            ("loss (mean, steps 1 to 9): a - b", "soft rank in layer 5 (mean, steps 1 to 9): a - b (ours)"),
            "mean, steps 1 to 9",
            ["loss: a - b", "soft rank in layer 5: a - b (ours)"],
        ),
        (("drift (final): a - b", f"{L5}: a - b"), "final", ["drift: a - b", "drift of means in layer 5: a - b"]),
        (("loss (final): a - b", "loss (mean): a - b"), "", ["loss (final): a - b", "loss (mean): a - b"]),
        (("loss (final): a - b",), "", ["loss (final): a - b"]),
        (("share of runs: a - b", "share of runs: c - b"), "", ["share of runs: a - b", "share of runs: c - b"]),
    ],
)
def test_what_effects_share_is_said_once(effects: tuple[str, ...], title: str, own: list[str]) -> None:
    """The number, or at least how it was read; nothing is cut inside, and no two read alike."""
    assert in_common(effects) == (title, own)
