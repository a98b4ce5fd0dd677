"""Softmax cross-entropy."""

from torch import Tensor
from torch.nn import functional as F

TARGETS = "labels"


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Average over the batch of -log softmax(outputs)[target], in nats.

    Args:
        outputs: logits (n, classes).
        targets: labels (n,).

    Source: Goodfellow, Bengio & Courville (2016), Deep Learning, eq. 6.30 (softmax and its logarithm).
    """
    return F.cross_entropy(outputs, targets)
