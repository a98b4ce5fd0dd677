"""Kinds of hypothesis, one file each: options in, per-seed evidence and a claim region out."""

from typing import TYPE_CHECKING, Any

from bnreport.registry import Registry
from bnreport.results import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

registry = Registry(__name__, "hypothesis kind")


def validate(kind: str, options: "Mapping[str, Any]") -> None:
    """Check a claim's options; in the place of a window's name may stand the window, as the study binds it.

    Raises:
        SpecError: there is no such kind.
        pydantic.ValidationError: the kind refuses an option.
    """
    written = {name: held for name, held in options.items() if not isinstance(held, Window)}
    registry[kind].options.model_validate(written)
