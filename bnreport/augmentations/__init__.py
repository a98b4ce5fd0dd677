"""Random changes to a batch of raw images, before normalising: one file each, one function of its name.

Each takes `images`, uint8 (n, c, h, w) in either memory format, and a generator on the images' device; it returns new
images of the same shape, type and memory format. Every draw comes from the generator, one for each image.
"""

from bnreport.registry import Registry

registry = Registry(__name__, "augmentation")
