"""The noise of Santurkar et al. 2018, Algorithm 1: two levels, fresh at every step."""

from collections.abc import Callable

import pytest
import torch
from pydantic import ValidationError
from scipy import stats
from torch import Tensor, nn

from bnreport.norms import registry
from bnreport.norms._noise import Noise
from bnreport.norms.noisy_batch import noisy_batch

Make = Callable[..., nn.Module]
FORMATS = [torch.contiguous_format, torch.channels_last]
every_format = pytest.mark.parametrize("memory_format", FORMATS, ids=str)


def draws(
    n: int, c: int, size: int, memory_format: torch.memory_format, seed: int = 0, **widths: float
) -> tuple[Tensor, Tensor]:
    """Return m and s of one step, from what the noise makes of zeros and of ones."""
    module = Noise(**({"shift": 0.5, "scale": 1.25, "jitter": 0.1} | widths))
    x = torch.zeros(n, c, size, size, dtype=torch.float64).contiguous(memory_format=memory_format)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        m = module(x)
        torch.manual_seed(seed)
        return m, module(torch.ones_like(x)) - m


@every_format
def test_channel_draws_are_uniform(memory_format: torch.memory_format) -> None:
    """Without jitter one U(-shift, shift) and one U(1, scale) a channel serve all samples and positions."""
    m, s = draws(2, 3000, 2, memory_format, jitter=0)
    for values, uniform in ((m, stats.uniform(-0.5, 1)), (s, stats.uniform(1, 0.25))):
        torch.testing.assert_close(values, values[:1, :, :1, :1].expand_as(values))
        assert stats.kstest(values[0, :, 0, 0].numpy(), uniform.cdf).pvalue > 0.01


@every_format
def test_jitter_is_uniform_for_m_and_normal_for_s(memory_format: torch.memory_format) -> None:
    """About their channel's draw m is U(-jitter, jitter), s is N(0, jitter^2), jitter a standard deviation."""
    m, s = draws(20, 10, 5, memory_format, shift=0, scale=1)
    assert stats.kstest(m.flatten().numpy(), stats.uniform(-0.1, 0.2).cdf).pvalue > 0.01
    assert stats.kstest(s.flatten().numpy(), stats.norm(1, 0.1).cdf).pvalue > 0.01


@every_format
def test_samples_and_positions_draw_for_themselves(memory_format: torch.memory_format) -> None:
    """Within a channel nothing is shared: means over samples or over positions vary as of independent draws."""
    m, s = draws(40, 50, 6, memory_format)
    for values, variance in ((m, 0.1**2 / 3), (s, 0.1**2)):
        within = values - values.mean((0, 2, 3), keepdim=True)  # (n, c, h, w)
        assert within.var().item() == pytest.approx(variance, rel=0.05)
        assert within.mean((2, 3)).var().item() == pytest.approx(variance / 36, rel=0.15)  # sample means
        assert within.mean(0).var().item() == pytest.approx(variance / 40, rel=0.15)  # position means
        across = torch.corrcoef(within.movedim(1, 0).flatten(1))  # (c, c): channels
        assert across.fill_diagonal_(0).abs().max().item() < 0.12


@every_format
def test_channels_spread_more_than_samples(memory_format: torch.memory_format) -> None:
    """Between channels the means of m vary as U(-1/2, 1/2), 25 times as much as within a channel."""
    m, s = draws(40, 2000, 2, memory_format)
    assert m.mean((0, 2, 3)).var().item() == pytest.approx(1 / 12, rel=0.1)
    assert s.mean((0, 2, 3)).var().item() == pytest.approx(0.25**2 / 12, rel=0.1)
    assert m.abs().max().item() <= 0.6


def test_m_and_s_are_independent() -> None:
    """A channel that is shifted more is not scaled more, nor is a sample."""
    m, s = draws(10, 3000, 2, torch.contiguous_format)
    pairs = torch.stack([m.mean((0, 2, 3)), s.mean((0, 2, 3))])
    assert abs(torch.corrcoef(pairs)[0, 1].item()) < 0.06
    single = torch.stack([(v - v.mean((0, 2, 3), keepdim=True)).flatten() for v in (m, s)])
    assert abs(torch.corrcoef(single)[0, 1].item()) < 0.02


@every_format
def test_shifts_standardised_activations(memory_format: torch.memory_format) -> None:
    """With bias 0 channel means lie within shift + jitter, differ between channels, and are fresh at every step."""
    x = (torch.randn(64, 12, 6, 6, generator=torch.Generator().manual_seed(3)) * 3 + 5).contiguous(
        memory_format=memory_format
    )
    with torch.random.fork_rng():
        torch.manual_seed(4)
        module = noisy_batch(12)
        means = torch.stack([module(x).mean((0, 2, 3)) for _ in range(40)]).detach()  # (steps, c)
    assert means.abs().max().item() <= 0.6
    assert means.var(0).mean().item() == pytest.approx(1 / 12, rel=0.2)
    assert means.var(1).mean().item() == pytest.approx(1 / 12, rel=0.2)


@pytest.mark.parametrize("shape", [(6, 4), (3, 4, 2, 2)], ids=str)
def test_noise_follows_weight_and_bias(make: Make, shape: tuple[int, ...]) -> None:
    """The output is s * batch(x) + m: neither weight nor bias touches the noise."""
    noisy, clean, x = make("noisy_batch", 4), make("batch", 4), torch.randn(shape, dtype=torch.float64)
    perturb = Noise(shift=0.5, scale=1.25, jitter=0.1)
    with torch.random.fork_rng():
        torch.manual_seed(5)
        found = noisy(x)
        torch.manual_seed(5)
        torch.testing.assert_close(found, perturb(clean(x)))


@pytest.mark.parametrize(("name", "base"), [("noisy_batch", "batch"), ("noise", "none")])
@pytest.mark.parametrize("shape", [(6, 4), (3, 4, 2, 2)], ids=str)
def test_evaluation_is_without_noise(make: Make, name: str, base: str, shape: tuple[int, ...]) -> None:
    """In evaluation a noisy norm is the norm without noise; in training it is not."""
    noisy, quiet, x = make(name, 4), make(base, 4), torch.randn(shape, dtype=torch.float64)
    assert not torch.allclose(noisy(x), quiet(x))
    torch.testing.assert_close(noisy.eval()(x), quiet.eval()(x))


def test_noise_without_norm_follows_the_bias(make: Make) -> None:
    """`noise` perturbs the biased activations as `noisy_batch` perturbs the normalised ones."""
    noisy, quiet, x = make("noise", 4), make("none", 4), torch.randn(3, 4, 2, 2, dtype=torch.float64)
    with torch.random.fork_rng():
        torch.manual_seed(5)
        found = noisy(x)
        torch.manual_seed(5)
        torch.testing.assert_close(found, Noise(shift=0.5, scale=1.25, jitter=0.1)(quiet(x)))


def test_draws_in_float32_for_bfloat16() -> None:
    """Noise is rounded once, at the end: eight bits would leave 256 different draws at most."""
    x = torch.zeros(2, 3000, dtype=torch.bfloat16)
    with torch.random.fork_rng():
        torch.manual_seed(6)
        rounded = Noise(shift=0.5, scale=1.25, jitter=0.1)(x)
        torch.manual_seed(6)
        exact = Noise(shift=0.5, scale=1.25, jitter=0.1)(x.float())
    assert torch.equal(rounded, exact.bfloat16())


@pytest.mark.parametrize("name", ["noise", "noisy_batch"])
def test_refuses_a_scale_below_one(name: str) -> None:
    """U(1, scale) is empty for a scale below 1."""
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        registry[name].options.model_validate({"scale": 0.5})


@pytest.mark.parametrize("shape", [(5, 4), (5, 4, 3, 2)], ids=str)
def test_one_seed_is_one_noise(shape: tuple[int, ...]) -> None:
    """In float32 and float64, channels last or not, m and s are the same to the bit."""
    module = Noise(shift=0.5, scale=1.25, jitter=0.1)
    found = []
    for dtype in (torch.float32, torch.float64):
        zeros = torch.zeros(shape, dtype=dtype)
        for x in (zeros, zeros.movedim(1, -1).contiguous().movedim(-1, 1)):
            torch.manual_seed(7)
            m = module(x)
            torch.manual_seed(7)
            found.append((m.double(), module(torch.full_like(x, 2.0**40)).double() / 2**40))  # s, m rounded away
    (m, s), *others = found
    assert len(m.unique()) == m.numel()
    for also_m, also_s in others:
        assert torch.equal(also_m, m)
        torch.testing.assert_close(also_s, s, rtol=1e-7, atol=0)
