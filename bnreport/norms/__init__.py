"""What stands between a convolution and its nonlinearity: one normalisation a file, named as in YAML.

Each is a function of `channels` that returns a module for (n, c) or (n, c, h, w), so that norms swap.
Models build every map before a norm without a bias; a norm without a shift of its own brings that bias along.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "norm")
