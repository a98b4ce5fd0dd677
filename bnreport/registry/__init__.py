"""Plug-ins: a folder of files, read as text, becomes a mapping of names with typed options."""

from bnreport.registry.options import (
    ARM,
    ArmName,
    Count,
    Every,
    Flag,
    Fraction,
    Layers,
    Length,
    Multiples,
    NonNegative,
    NonNegativeInt,
    Positive,
    Real,
    Reduce,
    Text,
    Window,
    in_steps,
)
from bnreport.registry.registry import Entry, Registry

__all__ = [
    "ARM",
    "ArmName",
    "Count",
    "Entry",
    "Every",
    "Flag",
    "Fraction",
    "Layers",
    "Length",
    "Multiples",
    "NonNegative",
    "NonNegativeInt",
    "Positive",
    "Real",
    "Reduce",
    "Registry",
    "Text",
    "Window",
    "in_steps",
]
