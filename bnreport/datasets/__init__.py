"""Image data sets: one file each, one function of its name, `def digits(root: Path, *, options) -> Source`.

`root` is the folder of raw data, `--data DIR`. A Source says what the raw files are, cheaply, and how to decode them;
`_cache.load` decodes once and maps the arrays from disk ever after. Nothing here imports PyTorch when imported.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "dataset")
