"""Shares of branches against the formula, and against theory."""

from math import isnan

import pytest
import torch
from torch.nn.functional import cross_entropy

from bnreport.errors import SpecError
from bnreport.models.resnet_cifar import resnet_cifar
from bnreport.norms.batch import batch
from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network

HE = Choice("he", {})


def case(norm: str, **options: float) -> Case:
    """Return fifty equal blocks as they are initialised."""
    model = network("preact_resnet", norm, HE, (3, 8), depth=102, width=16, stages=1, **options)
    return Case(model, draw(32, 3, 8, 8), torch.zeros(32, dtype=torch.long), cross_entropy)


def test_is_the_formula() -> None:
    """Means over channels of variances over samples and positions, of the branch and of the sum before its ReLU."""
    model = resnet_cifar(batch, 3, 8, 10, depth=14, width=4)
    images = draw(6, 3, 8, 8)
    read = look("branch_variance", Case(model, images, torch.zeros(6, dtype=torch.long), cross_entropy))
    x, expected = images, []
    model.requires_grad_(requires_grad=False)
    for name, part in model.named_children():
        if name.startswith("block"):
            branch = part.norm2(part.conv2(part.norm1(part.conv1(x)).relu()))  # type: ignore[operator]
            both = branch + part.shortcut(x)  # type: ignore[operator]
            shares = [y.double().transpose(0, 1).flatten(1).var(dim=1, correction=0).mean() for y in (branch, both)]
            expected.append((shares[0] / shares[1]).item())
        x = part(x)
    assert list(read["branch_variance"]) == ["1", "2", "3", "4", "5", "6"]
    assert list(read["branch_variance"].values()) == pytest.approx(expected, rel=1e-4)


def test_batch_normalisation_shrinks_branches_with_depth() -> None:
    """1 / (l + 1) in block l, to a third (De & Smith), where without norms and scalars it stays near a half."""
    blocks = [10, 25, 50]
    normalised, plain = (look("branch_variance", case(norm), blocks=blocks) for norm in ("batch", "none"))
    for block in blocks:
        assert normalised["branch_variance"][f"{block}"] == pytest.approx(1 / (block + 1), rel=1 / 3)
        assert 0.25 < plain["branch_variance"][f"{block}"] < 0.65


def test_a_factor_counts_squared() -> None:
    """With SkipInit's 0.1 shares are below .02 in every block, and with 0 they are 0."""
    small = look("branch_variance", case("none", branch_scale=0.1))["branch_variance"]
    assert len(small) == 50
    assert max(small.values()) < 0.02
    assert set(look("branch_variance", case("none", branch_scale=0.0))["branch_variance"].values()) == {0}


def test_what_does_not_vary_has_no_share() -> None:
    """Equal samples and positions give NaN."""
    constant = case("none")._replace(inputs=torch.zeros(4, 3, 8, 8))
    assert isnan(look("branch_variance", constant, blocks=[1])["branch_variance"]["1"])


def test_refuses_networks_without_such_blocks() -> None:
    """A chain has no blocks, and fifty blocks have no fifty-first."""
    chain = Case(network("mlp", "batch", HE, (4, 4)), draw(8, 4), draw(8, 10), cross_entropy)
    with pytest.raises(SpecError, match="has 0 residual blocks"):
        look("branch_variance", chain)
    with pytest.raises(SpecError, match="has 50 residual blocks"):
        look("branch_variance", case("batch"), blocks=[1, 51])
