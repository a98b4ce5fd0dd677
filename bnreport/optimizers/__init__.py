"""Optimisers, one file each: parameters and options in, a torch.optim.Optimizer out."""

from bnreport.registry import Registry

registry = Registry(__name__, "optimizer")
