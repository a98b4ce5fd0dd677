"""Long names are broken where room is short."""

from bnreport.figures.shared.names import wrapped


def test_long_names_break_between_their_parts() -> None:
    """At blanks and the slash before a factor first, at underscores only where that is not enough."""
    assert wrapped("BatchNorm + noise in VGG-13", 11) == "BatchNorm +\nnoise in\nVGG-13"
    assert wrapped("noisy_batchnorm/lr=0.1", 16) == "noisy_batchnorm\n/lr=0.1"
    assert wrapped("noisy_batchnorm", 12) == "noisy\n_batchnorm"
