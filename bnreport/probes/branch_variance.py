"""How much of a residual block's output its branch makes."""

from typing import TYPE_CHECKING

import torch

from bnreport.errors import SpecError
from bnreport.probes.shared.hidden import outputs_of
from bnreport.probes.shared.moment import due

if TYPE_CHECKING:
    from torch import Tensor, nn

    from bnreport.probes.shared.moment import Moment, Probe, Readings
    from bnreport.registry import Interval, Layers, Steps

COST = 1
"""In training steps a reading, measured on a ResNet-20 of width 8 on a CPU: a forward pass and variances."""
METRICS = {"branch_variance": {"unit": "1", "better": None, "columns": "blocks", "read": "before"}}
LABELS = {"branch_variance": "share of the branch in the variance"}
RANGES = {"branch_variance": (0, None)}
FIGURES = [
    {
        "kind": "layers",
        "title": "Share of the branch in the variance of a block's output",
        "metrics": {"branch_variance": "log"},
        "source": "De & Smith (2020)",
    },
]


def branch_variance(
    *, every: "Interval" = 100, until: "Steps | None" = None, blocks: "Layers | None" = None
) -> "Probe":
    """Measure Var(branch) / Var(shortcut + branch) of each residual block, on the minibatch before the step.

    Var is the 1/m variance of a channel over the minibatch and all positions, averaged over channels: training mode,
    the noise of the step, in float64. The sum is taken before any nonlinearity behind it. With norms in the branches,
    each of which adds as much variance as the input of the first block has, it is 1 / (l + 1) in block l; about 1/2
    without norms. NaN where nothing varies, or something is not finite. A block is a module with a part `shortcut`;
    its branch ends in the part registered just before.

    Args:
        every: steps between measurements.
        until: the last step of the run that may be measured; absent for all of them.
        blocks: numbers of residual blocks, from 1, in the order in which they run; all of them by default.

    Raises:
        SpecError: a number is higher than there are blocks, or there are none.

    Source: De & Smith (2020), arXiv:2002.10444.
    """
    return _BranchVariance(every, until, blocks)


class _BranchVariance:
    def __init__(self, every: int, until: int | None, blocks: "list[int] | None") -> None:
        self.every, self.until = every, until
        self.blocks = blocks
        self.memory: dict[str, Tensor] = {}

    def before_step(self, moment: "Moment") -> "Readings":
        if not due(moment.step, self.every, self.until):
            return {}
        ends = _ends(moment.model)
        chosen = self.blocks or range(1, len(ends) + 1)
        if not ends or chosen[-1] > len(ends):
            raise SpecError(
                [f"branch_variance: the network has {len(ends)} residual blocks. Choose another network or block."]
            )
        parts = {
            f"{number}/{place}": end for number in chosen for place, end in zip("bs", ends[number - 1], strict=True)
        }
        seen = outputs_of(moment, parts)
        return {"branch_variance": {str(number): _share(seen[f"{number}/b"], seen[f"{number}/s"]) for number in chosen}}

    def after_step(self, moment: "Moment") -> "Readings":  # noqa: ARG002
        return {}


def _ends(model: "nn.Module") -> "list[tuple[nn.Module, nn.Module]]":
    """Return branch and shortcut of each block, in order."""
    found = []
    for block in model.modules():
        names = [name for name, _ in block.named_children()]
        if "shortcut" in names:
            found.append((block.get_submodule(names[names.index("shortcut") - 1]), block.get_submodule("shortcut")))
    return found


def _share(branch: "Tensor", shortcut: "Tensor") -> float:
    branch = branch.double()
    return float(_variance(branch) / _variance(branch + shortcut.double()))


def _variance(x: "Tensor") -> "Tensor":
    """Return the mean over channels of variances of (n, c, h, w) over the rest."""
    return torch.var(x, dim=(0, 2, 3), correction=0).mean()
