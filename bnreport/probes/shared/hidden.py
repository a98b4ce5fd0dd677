"""What layers get and give in the training forward pass, run again without a trace."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

import torch

from bnreport.probes.shared import replay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor, nn

    from bnreport.probes.shared.moment import Moment


def inputs_of(moment: "Moment", modules: "Mapping[str, nn.Module]") -> "dict[str, Tensor]":
    """Return what each of these modules gets, in the order in which they run: weights and noise of the step, fp32."""
    return _seen(moment, modules, before=True)


def outputs_of(moment: "Moment", modules: "Mapping[str, nn.Module]") -> "dict[str, Tensor]":
    """Return what each of these modules gives, in the order in which they run: weights and noise of the step, fp32."""
    return _seen(moment, modules, before=False)


def _seen(moment: "Moment", modules: "Mapping[str, nn.Module]", *, before: bool) -> "dict[str, Tensor]":
    seen: dict[str, Tensor] = {}
    with ExitStack() as hooks, replay.borrowed(moment), torch.no_grad():
        for name, module in modules.items():

            def see(_: "nn.Module", got: "tuple[Tensor, ...]", gave: "Tensor | None" = None, name: str = name) -> None:
                seen[name] = got[0] if gave is None else gave

            hooked = module.register_forward_pre_hook(see) if before else module.register_forward_hook(see)
            hooks.callback(hooked.remove)
        torch.manual_seed(moment.noise)
        moment.model(moment.inputs)
    return seen
