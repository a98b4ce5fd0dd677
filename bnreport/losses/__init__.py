"""What training minimises, one file each: `f(outputs, targets, **options)` returns a scalar.

`TARGETS` says what it compares outputs with: `labels` (n,) or `numbers` (n, d); a data set's constant must be the same.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "loss")
