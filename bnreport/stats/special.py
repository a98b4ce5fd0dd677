"""SciPy's special functions, imported with the first that is called: SciPy takes longer than all of `check`."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401  (a ufunc of SciPy)
    """Return one, `special.stdtr`."""
    return getattr(import_module("scipy.special"), name)
