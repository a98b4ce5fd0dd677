"""The Hessian column by column: differences of gradients at weights moved by hand."""

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn

STEP = 1e-6


def hessian(model: nn.Module, inputs: Tensor, targets: Tensor, loss: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Return d^2 L / dw dw (n, n) over all n parameters, in float64, by central differences.

    Args:
        model: in the mode in which it is meant; left as it is.
        inputs: one batch.
        targets: of the batch.
        loss: of outputs and targets.
    """
    twin = copy.deepcopy(model).double()
    columns = []
    for parameter in twin.parameters():
        for index in range(parameter.numel()):
            values = parameter.data.view(-1)
            start = float(values[index])
            ends = []
            for moved in (start + STEP, start - STEP):
                values[index] = moved
                twin.zero_grad()
                loss(twin(inputs.double()), targets).backward()
                ends.append(torch.cat([p.grad.flatten() for p in twin.parameters()]))
            values[index] = start
            columns.append((ends[0] - ends[1]) / (2 * STEP))
    return torch.stack(columns, dim=1)
