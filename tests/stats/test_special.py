"""SciPy's special functions under a name of our own."""

import scipy.special

from bnreport.stats import special


def test_functions_are_scipys() -> None:
    """Each is SciPy's itself."""
    assert special.stdtr is scipy.special.stdtr
