"""Sharpness against dense Hessians, and where it has no answer."""

import runpy
from math import isnan, nan
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from bnreport import models, norms
from bnreport.losses.squared_error import squared_error
from bnreport.probes import registry
from tests.probes.cases import Case

hessian = runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "hessian.py"))["hessian"]


class Curved(nn.Module):
    """Outputs its weights, all 1."""

    def __init__(self, n: int) -> None:
        """Hold n of them."""
        super().__init__()
        self.weights = nn.Parameter(torch.ones(n))

    def forward(self, x: Tensor) -> Tensor:
        """Return them."""
        return self.weights + 0 * x.sum()


def quadratic(*curvatures: float) -> Case:
    """Return a network of as many weights, and the loss half sum c_i w_i^2."""
    factors, nothing = torch.tensor(curvatures), torch.zeros(1)
    return Case(Curved(len(factors)), nothing, nothing, lambda w, _: 0.5 * (factors * w.square()).sum())


def look(case: Case, *, every: int = 1, step: int = 0, **options: float) -> float | None:
    """Return the reading at a step, if there is one."""
    probe = registry.create("sharpness", **{"every": every, "products": 150, "tolerance": 1e-3} | options)
    moment = case.moment(step=step, lr=0.1)
    reading = probe.before_step(moment)
    assert not probe.after_step(moment)
    assert set(reading) <= {"sharpness"}
    return reading.get("sharpness")


def small(kind: str, norm: str) -> Case:
    """Return a network of about a hundred weights that has trained a little."""
    torch.manual_seed(1)

    def made(channels: int) -> nn.Module:
        module: nn.Module = norms.registry.create(norm, channels)
        return module

    if kind == "deep linear":
        model = models.registry.create("deep_linear", made, 5, 1, 3, depth=4)
        case = Case(model, torch.randn(40, 5), torch.randn(40, 3), squared_error)
    else:
        layers = [nn.Conv2d(1, 3, 3), made(3), nn.ReLU(), nn.Conv2d(3, 2, 3), made(2), nn.ReLU(), nn.Flatten()]
        model = nn.Sequential(*layers, nn.Linear(8, 3))
        case = Case(model, torch.randn(20, 1, 6, 6), torch.randint(3, (20,)), cross_entropy)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    for _ in range(5):
        optimizer.zero_grad()
        case.criterion(model(case.inputs), case.targets).backward()
        optimizer.step()
    return case


@pytest.mark.parametrize("kind", ["convolutions", "deep linear"])
@pytest.mark.parametrize("norm", ["none", "batch", "batch_minus"])
def test_is_the_dense_hessians_largest_eigenvalue(kind: str, norm: str) -> None:
    """It agrees to 1e-3 with a Hessian taken column by column."""
    case = small(kind, norm)
    dense = hessian(*case)
    torch.testing.assert_close(dense, dense.T, rtol=0, atol=1e-6 * float(dense.abs().max()))
    assert look(case) == pytest.approx(float(torch.linalg.eigvalsh(dense)[-1]), rel=1e-3)


def test_batch_statistics_count() -> None:
    """In training mode the Hessian is another one than with running statistics."""
    case = small("deep linear", "batch")
    training = look(case)
    case.model.eval()
    assert look(case) != pytest.approx(training, rel=0.1)


@pytest.mark.parametrize(
    ("curvatures", "largest"), [((2.0, -7.0, 1.0, 0.5), 2.0), ((-3.0, -1.0, -2.0), -1.0), ((1e-9, 5e-9, 0.0), 5e-9)]
)
def test_largest_with_its_sign(curvatures: tuple[float, ...], largest: float) -> None:
    """A stronger curvature downwards does not count."""
    assert look(quadratic(*curvatures)) == pytest.approx(largest, rel=1e-5, abs=0)


def test_weights_that_do_not_train_do_not_count() -> None:
    """The Hessian is over the trained parameters."""
    case = small("convolutions", "batch")
    whole, dense = look(case), hessian(*case)
    case.model[:-1].requires_grad_(requires_grad=False)  # type: ignore[index]
    n = sum(parameter.numel() for parameter in case.model[-1].parameters())  # type: ignore[index]
    classifier = torch.linalg.eigvalsh(dense[-n:, -n:])[-1]
    assert look(case) == pytest.approx(float(classifier), rel=1e-3)
    assert look(case) != pytest.approx(whole, rel=0.01)


def test_no_answer_in_time_is_nan() -> None:
    """With a crowd of eigenvalues just below the largest ten products are too few."""
    case = quadratic(*torch.linspace(-1, 1, 500).tolist())
    assert isnan(look(case, products=10) or 0)
    assert look(case, products=500) == pytest.approx(1, abs=1e-3)


def test_a_broken_network_is_nan(capfd: pytest.CaptureFixture[str]) -> None:
    """NaN weights are an outcome, and nothing is printed about them."""
    case = small("convolutions", "batch")
    with torch.no_grad():
        next(case.model.parameters()).fill_(nan)
    assert isnan(look(case) or 0)
    assert capfd.readouterr() == ("", "")


def test_bf16_training_is_measured_in_fp32() -> None:
    """Autocast is off while it looks."""
    case = small("convolutions", "batch")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        under = look(case)
    assert under == look(case)


def test_looks_only_when_due() -> None:
    """Every third step, from the first on."""
    case = quadratic(1.0, 2.0)
    assert [step for step in range(8) if look(case, every=3, step=step)] == [0, 3, 6]
