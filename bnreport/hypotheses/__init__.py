"""Kinds of hypothesis, one file each: options in, per-seed evidence and a claim region out."""

from bnreport.registry import Registry

registry = Registry(__name__, "hypothesis kind")
