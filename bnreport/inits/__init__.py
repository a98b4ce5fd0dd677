"""How the weight of one convolution or linear map is drawn: one rule a file, named as in YAML."""

from bnreport.registry import Registry

registry = Registry(__name__, "init")
