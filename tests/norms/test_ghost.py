"""Ghost batch normalisation against loops, and against batch normalisation of each part."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms.ghost import ghost

Make = Callable[..., nn.Module]


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return inputs that are neither centred nor of unit scale, and whose samples drift."""
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return drawn * 2 + torch.arange(len(drawn)).view(-1, *(1,) * (len(shape) - 1))


@pytest.mark.parametrize(
    ("n", "size", "sizes"),
    [(6, 2, [2, 2, 2]), (6, 3, [3, 3]), (7, 3, [4, 3]), (5, 4, [5]), (3, 4, [3]), (8, 3, [4, 4])],
)
@pytest.mark.parametrize("positions", [(), (2, 3)], ids=str)
def test_each_part_is_normalised_for_itself(  # noqa: PLR0913, PLR0917
    make: Make, oracle: SimpleNamespace, n: int, size: int, sizes: list[int], positions: tuple[int, ...]
) -> None:
    """A batch is split in order, into parts as equal as can be, none smaller than asked unless the batch is."""
    module, x = make("ghost", 3, size=size, eps=0.1), draw((n, 3, *positions))
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    expected = oracle.ghost(x.numpy(), sizes, weight, bias, 0.1)
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("momentum", [0.1, 0.3])
def test_running_statistics_move_once_a_step(oracle: SimpleNamespace, momentum: float) -> None:
    """They move towards the means over the parts of means and unbiased variances; evaluation uses them."""
    module = ghost(3, size=2, momentum=momentum).double()
    means, variances = np.zeros(3), np.ones(3)
    for x in (draw((4, 3, 2, 2), seed) for seed in range(3)):
        module(x)
        parts = [oracle.running([part.numpy()], 1.0) for part in x.split(2)]
        means += momentum * (np.mean([mean for mean, _ in parts], axis=0) - means)
        variances += momentum * (np.mean([variance for _, variance in parts], axis=0) - variances)
    np.testing.assert_allclose(module.running_mean.numpy(), means, rtol=1e-12)
    np.testing.assert_allclose(module.running_var.numpy(), variances, rtol=1e-12)
    x = draw((4, 3, 2, 2))
    across = (1, 3, 1, 1)
    expected = (x.numpy() - means.reshape(across)) / np.sqrt(variances.reshape(across) + 1e-5)
    np.testing.assert_allclose(module.eval()(x).detach().numpy(), expected, rtol=1e-12)


def test_one_part_is_batch_normalisation(make: Make) -> None:
    """As large as the batch it is the norm `batch`: outputs, gradients and running statistics."""
    whole, usual, x = make("ghost", 3, size=6), make("batch", 3), draw((6, 3, 2, 2)).requires_grad_()
    y, expected = whole(x), usual(x)
    torch.testing.assert_close(y, expected)
    upstream = draw((6, 3, 2, 2), 2)
    torch.testing.assert_close(
        torch.autograd.grad(y, [x, *whole.parameters()], upstream),
        torch.autograd.grad(expected, [x, *usual.parameters()], upstream),
    )
    torch.testing.assert_close(dict(whole.state_dict()), dict(usual.state_dict()))


def test_parts_do_not_see_each_other(make: Make) -> None:
    """What a sample becomes does not depend on the other virtual batches."""
    module, x = make("ghost", 3, size=3), draw((6, 3))
    first = module(x)
    x[3] *= 7
    assert torch.equal(module(x)[:3], first[:3])
    assert not torch.allclose(module(x)[4:], first[4:])


def test_refuses_parts_of_one_value() -> None:
    """Virtual batches of one sample of one position have no variance: the remedy is named."""
    with pytest.raises(SpecError, match="two values a channel"):
        ghost(3, size=1)(torch.zeros(4, 3))
    assert ghost(3, size=1)(torch.zeros(4, 3, 2, 2)).shape == (4, 3, 2, 2)
