"""Measurements, one file each: they look at a run and leave it bit for bit as it was."""

from bnreport.registry import Registry

registry = Registry(__name__, "probe")
