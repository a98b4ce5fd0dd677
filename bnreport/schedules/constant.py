"""The base rate throughout."""


def constant(_step: int, _steps: int) -> float:
    """Keep the base learning rate: factor 1.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, App. A.1: fixed learning rates.
    """
    return 1.0
