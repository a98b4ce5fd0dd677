"""Batch normalisation for (n, c) and (n, c, h, w) alike."""

from torch import Tensor
from torch.nn.modules.batchnorm import _BatchNorm

from bnreport.errors import SpecError


class BatchNorm(_BatchNorm):
    """PyTorch's batch normalisation, whatever the number of axes."""

    def _check_input_dim(self, x: Tensor) -> None:
        if self.training and x.numel() <= x.shape[1]:
            what = (
                "batch normalisation needs two values a channel in training. "
                f"Got one, from input of shape {tuple(x.shape)}. "
                "Choose a batch_size that leaves no single sample over at the end of an epoch."
            )
            raise SpecError([what])
