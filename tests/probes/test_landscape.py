"""The landscape along the gradient: exact on quadratics, and as an obvious loop in float64 finds it on networks."""

import copy
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from bnreport import models, norms
from bnreport.datasets.shared.cache import load
from bnreport.losses.squared_error import squared_error
from bnreport.probes import registry
from bnreport.results.form import decoded, encoded
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.recipe import resolved
from bnreport.study.schema import Arm, Recipe
from bnreport.training.data import Resident
from bnreport.training.loop import Trainer, train
from tests.probes.cases import Case

METRICS = set(registry["landscape"].constants["METRICS"])
EVERYWHERE = [0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 30.0]


def look(case: Case, reach: list[float], *, lr: float = 1.0, cap: float | None = None) -> dict[str, float]:
    """Return the readings."""
    probe = registry.create("landscape", every=1, reach=reach, cap=cap)
    moment = case.moment(step=1, lr=lr)
    readings = probe.before_step(moment)
    assert not probe.after_step(moment)
    assert set(readings) == METRICS
    return dict(readings)


def linear() -> tuple[Case, Tensor, Tensor, Tensor]:
    """Return a linear map with half a squared error, its gradient g (3, 4), the Hessian X'X (4, 4) and the loss."""
    torch.manual_seed(0)
    x, y = torch.randn(20, 4), torch.randn(20, 3)
    case = Case(nn.Linear(4, 3, bias=False), x, y, squared_error)
    weight = case.model.weight.detach().double()
    error = x.double() @ weight.T - y
    return case, error.T @ x.double(), x.double().T @ x.double(), 0.5 * error.square().sum()


@pytest.mark.parametrize("alpha", [1e-6, 0.003, 2.0])
def test_a_quadratic_is_exact(alpha: float) -> None:
    """L(w - alpha g) = L - alpha g'g + alpha^2 g'Hg / 2, the gradient moves by alpha Hg, beta = ||Hg|| / ||g||."""
    case, g, hessian, loss = linear()
    readings = look(case, [alpha])
    there = loss - alpha * g.square().sum() + alpha**2 / 2 * ((g @ hessian) * g).sum()
    assert readings["landscape_loss_min"] == readings["landscape_loss_max"] == pytest.approx(float(there), rel=1e-10)
    assert readings["gradient_change_max"] == pytest.approx(float(alpha * (g @ hessian).norm()), rel=1e-7)
    assert readings["effective_beta"] == pytest.approx(float((g @ hessian).norm() / g.norm()), rel=1e-7)
    assert readings["effective_beta"] < float(torch.linalg.eigvalsh(hessian)[-1])
    assert readings["gradient_norm"] == pytest.approx(float(g.norm()), rel=1e-10)


def test_extremes_over_the_multiples() -> None:
    """Least and most are found wherever on the line they lie."""
    case, reach = network("deep_linear", "batch", 0), [1.0, 2.0, 4.0, 30.0, 100.0]
    apart = [look(case, [multiple], lr=1e-6) for multiple in reach]
    whole = look(case, reach, lr=1e-6)
    losses, changes, betas = (
        [readings[name] for readings in apart]
        for name in ("landscape_loss_max", "gradient_change_max", "effective_beta")
    )
    where = [values.index(end(values)) for values in (losses, changes) for end in (min, max)]
    assert where == [1, 3, 4, 2]
    assert (whole["landscape_loss_min"], whole["landscape_loss_max"]) == (min(losses), max(losses))
    assert whole["loss_range"] == max(losses) - min(losses)
    assert (whole["gradient_change_min"], whole["gradient_change_max"]) == (min(changes), max(changes))
    assert whole["effective_beta"] == max(betas)


def test_weights_that_do_not_train_stay() -> None:
    """Neither the gradient nor the line has a part of theirs."""
    case, *_ = linear()
    case = case._replace(model=nn.Sequential(case.model, nn.Linear(3, 3)))
    case.model[1].requires_grad_(requires_grad=False)
    twin = copy.deepcopy(case.model).double()
    squared_error(twin(case.inputs.double()), case.targets).backward()
    twin[0].weight.data -= 1e-3 * twin[0].weight.grad
    readings = look(case, [1e-3])
    assert readings["gradient_norm"] == pytest.approx(float(twin[0].weight.grad.norm()), rel=1e-9)
    moved = squared_error(twin(case.inputs.double()), case.targets)
    assert readings["landscape_loss_max"] == pytest.approx(moved.item(), rel=1e-9)


def test_the_line_ends_at_the_cap() -> None:
    """Longer steps are cut to it, not left out."""
    case, *_ = linear()
    assert look(case, [0.5, 2.0, 4.0], lr=0.1, cap=0.15) == look(case, [0.05, 0.15])
    assert look(case, [2.0, 4.0], lr=0.1, cap=0.05) == look(case, [0.05])


def test_nothing_changes_where_the_gradient_is_zero() -> None:
    """Changes, range and beta are 0, in a valley and at a learning rate of 0 alike."""
    case, *_ = linear()
    still = look(case, [1.0, 2.0], lr=0.0)
    assert still["gradient_norm"] > 1
    valley = look(case._replace(targets=case.model(case.inputs).detach(), inputs=case.inputs * 0), [1.0, 2.0])
    assert valley["gradient_norm"] == 0
    for readings in (still, valley):
        assert {readings[name] for name in ("loss_range", "gradient_change_max", "effective_beta")} == {0}


@pytest.mark.parametrize("weight", [inf, nan, None])
def test_what_is_not_finite_is_read_as_infinity(weight: float | None) -> None:
    """A line that leaves float64, or starts outside, ends in infinities; the near end of the former counts."""
    case, *_ = linear()
    if weight is not None:
        case.model.weight.data[0, 0] = weight
        assert set(look(case, [1.0, 2.0]).values()) == {inf}
        return
    readings = look(case, [1e-3, 1e200])
    assert {readings[name] for name in ("landscape_loss_max", "loss_range", "gradient_change_max")} == {inf}
    assert max(readings[name] for name in ("landscape_loss_min", "gradient_change_min", "gradient_norm")) < 1e3


def network(name: str, norm: str, steps: int) -> Case:
    """Return a network that has trained for some steps."""
    torch.manual_seed(0)

    def made(channels: int) -> nn.Module:
        module: nn.Module = norms.registry.create(norm, channels)
        return module

    if name == "deep_linear":
        inputs = torch.randn(1000, 10)
        case = Case(models.registry.create(name, made, 10, 1, 10), inputs, inputs @ torch.randn(10, 10), squared_error)
    else:
        options = {"depth": 8, "width": 4} if name == "resnet_cifar" else {"depth": 11, "width": 4, "hidden": 16}
        inputs, targets = torch.randn(32, 3, 16, 16), torch.randint(10, (32,))
        case = Case(models.registry.create(name, made, 3, 16, 10, **options), inputs, targets, cross_entropy)
    for parameter in case.model.parameters():
        if parameter.ndim > 1:
            nn.init.xavier_normal_(parameter)
    optimizer = torch.optim.SGD(case.model.parameters(), lr=1e-6 if name == "deep_linear" else 0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        case.criterion(case.model(case.inputs), case.targets).backward()
        optimizer.step()
    return case


def by_hand(case: Case, alpha: float) -> dict[str, float]:
    """Return what is expected of one alpha: copies in float64, `backward`, loops over parameters."""

    def gradient(model: nn.Module) -> float:
        model.zero_grad()
        loss = case.criterion(model(case.inputs.double()), case.targets)
        loss.backward()
        return loss.item()

    start, moved = copy.deepcopy(case.model).double(), copy.deepcopy(case.model).double()
    gradient(start)
    for parameter, origin in zip(moved.parameters(), start.parameters(), strict=True):
        parameter.data -= alpha * origin.grad
    loss = gradient(moved)
    pairs = list(zip(moved.parameters(), start.parameters(), strict=True))
    change = sum(float((there.grad - here.grad).square().sum()) for there, here in pairs) ** 0.5
    norm = sum(float(here.grad.square().sum()) for _, here in pairs) ** 0.5
    expected = dict.fromkeys(("landscape_loss_min", "landscape_loss_max"), loss) | {"loss_range": 0.0}
    expected |= dict.fromkeys(("gradient_change_min", "gradient_change_max"), change)
    return expected | {"effective_beta": change / (alpha * norm), "gradient_norm": norm}


@pytest.mark.parametrize("norm", ["none", "batch"])
@pytest.mark.parametrize(("name", "lr"), [("vgg", 0.1), ("vgg", 1e-4), ("resnet_cifar", 0.1), ("deep_linear", 1e-6)])
def test_agrees_with_float64_at_every_multiple(name: str, lr: float, norm: str) -> None:
    """Rounding takes no part, however short the step and however flat the loss."""
    case = network(name, norm, 25)
    for multiple in EVERYWHERE:
        readings = look(case, [multiple], lr=lr)
        assert readings == pytest.approx(by_hand(case, multiple * lr), rel=1e-6, abs=0), multiple


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Digits on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("digits", {}, Path(cache), Path(cache)), torch.device("cpu"))


def run(norm: str = "batch", *, look: dict[str, Any] | None = None, **changes: Any) -> Run:  # noqa: ANN401
    """Return a small run that is looked at before every step."""
    model = {"vgg": {"depth": 11, "width": 2, "hidden": 4}}
    recipe = {"dataset": "digits", "model": model, "optimizer": {"sgd": {"lr": 0.1}}, "batch_size": 32, "steps": 4}
    condition = Condition(resolved(Recipe.model_validate(recipe | changes)), Arm.model_validate({"norm": norm}).norm)
    options = registry["landscape"].options(**{"every": 1} | (look or {})).model_dump()
    return Run("0" * 64, condition, 0, 0, 0, "", {"landscape": {"options": options, "code": ""}}, ("e.a",), ())


def read(made: Run, data: Resident, steps: int = 1) -> list[dict[str, float]]:
    """Return the readings of the first steps."""
    trainer = Trainer(made, data)
    for step in range(steps):
        trainer.step(step)
    return [values for _, values in trainer.log.readings]


def test_looks_only_when_due(data: Resident) -> None:
    """Before every third step, from the first on; but for beta, whose maximum would be that of the initialisation."""
    series = train(run(look={"every": 3}), data).series
    assert series.pop("effective_beta").steps.tolist() == [3]
    assert {name: held.steps.tolist() for name, held in series.items()} == {name: [0, 3] for name in series}
    assert len(series) == 6


def test_bf16_training_is_measured_without(data: Resident) -> None:
    """At the same weights the readings are the same, whatever precision the step is taken in."""
    assert read(run(precision="bf16"), data) == read(run(), data)


def test_multiples_are_of_the_scheduled_rate(data: Resident) -> None:
    """In warm-up the line is as short as the step."""
    warming = Trainer(run(schedule={"cosine": {"warmup": 2}}), data)
    case = Case(copy.deepcopy(warming.model), *warming.batches.at(0), cross_entropy)
    warming.step(0)
    expected = look(case, [0.5, 1.0, 2.0, 4.0], lr=0.05)
    del expected["effective_beta"]
    assert warming.log.readings[0][1] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "optimizer", [{"sgd": {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.1}}, {"adam": {"lr": 0.1}}]
)
def test_whatever_the_optimiser_makes_of_the_gradient(data: Resident, optimizer: Any) -> None:  # noqa: ANN401
    """Momentum, decay and what lies in `.grad` play no part: the line follows the plain gradient."""
    trainer = Trainer(run(optimizer=optimizer), data)
    trainer.step(0)
    case = Case(copy.deepcopy(trainer.model), *trainer.batches.at(1), cross_entropy)
    trainer.step(1)
    assert trainer.log.readings[1][1] == pytest.approx(look(case, [0.5, 1.0, 2.0, 4.0], lr=0.1), rel=1e-9)


def test_noise_is_the_same_along_the_line(data: Resident) -> None:
    """A step of next to nothing changes the gradient by next to nothing."""
    (readings,) = read(run("noisy_batch", look={"reach": [1e-7]}), data)
    assert 0 < readings["gradient_change_max"] < 1e-4 * readings["gradient_norm"]


def test_infinities_survive_the_store(data: Resident) -> None:
    """A run that finished with lines into nowhere comes back as it was; so far no study may look."""
    made = run("none", optimizer={"sgd": {"lr": 1e-3}})
    looked = made.probes["landscape"]
    far = {"landscape": {**looked, "options": {**looked["options"], "reach": [1.0, 1e300]}}}
    result = train(replace(made, probes=far), data)
    again = decoded(encoded(result))
    assert result.outcome == "finished"
    for metric, series in again.series.items():
        assert series.values.tolist() == result.series[metric].values.tolist()
    assert set(again.series["loss_range"].values) == {inf}
    assert max(again.series["landscape_loss_min"].values) < 10
