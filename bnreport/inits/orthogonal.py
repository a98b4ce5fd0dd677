"""Orthogonal weights."""

from torch import Generator, Tensor, nn

from bnreport.registry import Rate


def orthogonal(weight: Tensor, generator: Generator, *, gain: Rate = 1.0) -> None:
    """Fill with gain times a random matrix whose rows, or columns if there are fewer, are orthonormal.

    A convolution's weight counts as the matrix (out, in kh kw). The matrix is the Q of a Gaussian matrix's QR
    decomposition, signs chosen so that R has a positive diagonal: uniform over such matrices.

    Args:
        weight: (out, in) or (out, in, kh, kw), changed in place.
        generator: the source of randomness, on the weight's device.
        gain: all singular values.

    Source: Saxe et al. (2014), arXiv:1312.6120; Meterez et al. (2023), arXiv:2310.02012.
    """
    nn.init.orthogonal_(weight, gain, generator=generator)
