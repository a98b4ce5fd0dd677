"""What a probe is shown outside any training."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from bnreport.probes.shared.moment import Moment


class Case(NamedTuple):
    """A network, a batch and what is minimised."""

    model: nn.Module
    inputs: Tensor
    targets: Tensor
    criterion: Callable[[Tensor, Tensor], Tensor]

    def moment(self, *, step: int, lr: float, noise: int = 3) -> Moment:
        """Return a step of it, for probes that read neither outputs nor loss."""
        nothing = torch.zeros(())
        return Moment(
            step=step,
            last=False,
            model=self.model,
            inputs=self.inputs,
            targets=self.targets,
            outputs=nothing,
            loss=nothing,
            criterion=self.criterion,
            lr=lr,
            noise=noise,
            test=lambda _: [],
            reference=list,
        )
