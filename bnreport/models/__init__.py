"""Networks, one family a file, named as in YAML: `f(norm, channels, size, classes, **options)` returns the module.

`norm` makes the module between a map and its nonlinearity from a number of channels, under a name that starts with
`norm`. Maps before a norm have no bias. Weight layers are registered in the order in which they run, and nothing
overwrites an activation, so that probes see what a layer gave. Weights are PyTorch's defaults; training draws them
anew. The file's `INPUTS` says what it takes, `images` or `vectors`, as a data set's says what it has.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "model")
