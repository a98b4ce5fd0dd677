"""Image data sets: one file each, one function of its name, `def digits(root: Path, *, options) -> Source`.

`root` is the folder of raw data, `--data DIR`. A Source says what the raw files are, cheaply, and how to decode them;
`shared.cache.load` decodes once and maps the arrays from disk ever after. Nothing here imports PyTorch when imported.
The file's `TARGETS` (`labels` or `numbers`) and `INPUTS` (`images` or `vectors`) say what fits it. `SHAPE` of one
input, `OUTPUTS` of a network and `SAMPLES` to train on are numbers, or names of options that hold them: networks can be
tried without the data. A file that knows none of them before decoding leaves them out.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "dataset")
