"""What counts of a file's text, and what does not."""

import ast
import os
import shutil
import subprocess

import pytest

from bnreport.files import PACKAGE
from bnreport.runs.significant import significant

BEFORE = '''"""Module."""

from __future__ import annotations

import os  # why
import typing; from typing import (
    TYPE_CHECKING,  # of which
)

if TYPE_CHECKING:
    from elsewhere import Thing

    Pair = tuple[Thing, Thing]
if typing.TYPE_CHECKING: import elsewhere

LIMIT = 3; import sys
"""Of an attribute."""
# a remark
@decorated
class A:
    """Class."""

    text = """one

    # no comment\x20
    """  # a comment

    def f(self, x="#"):
        """Function.

        More.
        """
        import a.b as c
        return f"{x}# stays"  # goes

    def g(self): "nothing else"; import a; import b; return "ä"  # goes

    def h(self, y=1): "only this"

    class B:
        """Only a docstring."""

    def i(self):
        """As said.

        Further."""; z = """\x20
        kept """; return z

try:
    from fast import sort
except ImportError:
    sort = None
if TYPE_CHECKING:
    Other = Thing
else:
    import real
    Other = real.Thing
if not TYPE_CHECKING:
    stays = 1
'''
AFTER = '''LIMIT = 3
@decorated
class A:
    text = """one

    # no comment\x20
    """
    def f(self, x="#"):
        c = 'a.b'
        return f"{x}# stays"
    def g(self): return "ä"
    def h(self, y=1): pass
    class B:
        pass
    def i(self):
        z = """\x20
        kept """; return z
try:
    pass
except ImportError:
    sort = None
if TYPE_CHECKING:
    pass
else:
    Other = real.Thing
if not TYPE_CHECKING:
    stays = 1'''


def test_significant_strips_what_says_nothing() -> None:
    """Comments, docstrings, code for type checkers and blank lines go, of imports all but renames; strings stay."""
    assert significant(BEFORE) == AFTER


def test_what_is_left_of_our_code_is_a_program() -> None:
    """Every file, stripped, parses, imports nothing, and has nothing more to strip."""
    for path in PACKAGE.rglob("*.py"):
        text = significant(path.read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)], path
        assert significant(text) == text, path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('x = """a\n\nb"""\n', 'x = """a\nb"""\n'),
        ('x = """a \nb"""\n', 'x = """a\nb"""\n'),
        ('x = f"""a \n{1}\n\nb"""\n', 'x = f"""a\n{1}\nb"""\n'),
        ('x = "#1"\n', 'x = "#2"\n'),
        ('def f(x=1): "doc"\n', 'def f(x=2): "doc"\n'),
        ('def f(): "ü"; return 1\n', 'def f(): "ü"; return 2\n'),
        ("if x:\n    y()\n    z()\n", "if x:\n    y()\nz()\n"),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    x = 1\n", "if TYPE_CHECKING:\n    import a\nelse:\n    x = 2\n"),
        ("if CHECKING:\n    x = 1\n", "if CHECKING:\n    x = 2\n"),
        ("import a; x = 1\n", "import a; x = 2\n"),
        ('x = "a\x0c"\n#\n', 'x = "b\x0c"\n#\n'),
    ],
)
def test_significant_keeps_what_counts(one: str, other: str) -> None:
    """Two programs that differ have different texts."""
    assert significant(one) != significant(other)


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_every_python_gives_the_same_text(version: str) -> None:
    """A run trained under one Python is found under another."""
    program = shutil.which(f"python{version}")
    script = (
        "import sys; from bnreport.runs.significant import significant; print(significant(sys.stdin.read()), end='')"
    )
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"}
    source = BEFORE + 'y = f"""{1:\n>4}  \n\n# text {"in"}  \n"""  # out\n'
    if program is None:
        pytest.skip(f"no Python {version} here")
    done = subprocess.run(  # noqa: S603  (a Python of this machine)
        [program, "-c", script], input=source, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode and "Traceback" not in done.stderr:
        pytest.skip(f"no Python {version} here")
    assert done.stdout == significant(source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from torch.nn.functional import relu as act", "from torch.nn.functional import gelu as act"),
        ("from bnreport.models._blocks import conv as first", "from bnreport.models._blocks import stem as first"),
        ("import numpy as np", "import math as np"),
    ],
)
def test_another_thing_under_the_same_name_is_other_code(one: str, other: str) -> None:
    """Nothing else in the file shows what a name stands for."""
    assert significant(f"{one}\n\nX = act(1)\n") != significant(f"{other}\n\nX = act(1)\n")


def test_only_a_files_own_cost_is_left_out() -> None:
    """`COST` inside a function or a class is code like any other."""
    inside = "def f():\n    COST = {}\n    return COST\n"
    assert significant(inside.format(1)) != significant(inside.format(2))
    assert significant("COST = 1\nX = 2\n") == significant("COST = 3\nX = 2\n")
