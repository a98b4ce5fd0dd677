"""What every kind of figure must do, whichever it is: the tests read nothing but the folders and their examples."""

import re
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from math import inf, nan
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bnreport import figures
from bnreport.figures import picture

KINDS = sorted(path.parent.name for path in Path(figures.__file__).parent.glob("*/draw.py"))


def _module(kind: str) -> ModuleType:
    return import_module(f"bnreport.figures.{kind}.table")


def _numbers(held: Any) -> list[float]:  # noqa: ANN401  (anything nested)
    if isinstance(held, float):
        return [held]
    if is_dataclass(held):
        return _numbers([getattr(held, field.name) for field in fields(held)])
    return [number for item in held for number in _numbers(item)] if isinstance(held, list | tuple) else []


def _with(held: Any, number: float) -> Any:  # noqa: ANN401  (anything nested)
    """Return a table with the same shape, every number in it replaced."""
    if isinstance(held, float):
        return number
    if is_dataclass(held) and not isinstance(held, type):
        return replace(held, **{field.name: _with(getattr(held, field.name), number) for field in fields(held)})
    if isinstance(held, tuple):
        items = [_with(item, number) for item in held]
        return type(held)(*items) if hasattr(held, "_fields") else tuple(items)
    return held


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [None, nan, inf, -inf, 1e-300, 1e300], ids=str)
def test_draws_one_seed_and_any_number(kind: str, number: float | None) -> None:
    """The example, and the same with nothing but NaN, infinities or extremes: one well-formed SVG, the same twice."""
    table = _module(kind).EXAMPLE if number is None else _with(_module(kind).EXAMPLE, number)
    drawn = picture(kind, table)
    assert ET.fromstring(drawn.svg).tag.endswith("svg")  # noqa: S314  (our own drawing)
    assert drawn == picture(kind, table)
    assert min(drawn.width, drawn.height) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_speaks_for_itself(kind: str) -> None:
    """Caption and alt text hold numbers and units, and each column has a heading, without numbers too."""
    for table in (_module(kind).EXAMPLE, _with(_module(kind).EXAMPLE, nan)):
        assert len(table.caption) > 80
        assert any(character.isdigit() for character in table.alt)
        assert {len(row) for row in table.rows()} == {len(table.headers)}
        shown = table.shown()
        assert {len(row) for row in shown.rows} == {len(shown.headers)}
    assert re.search(r"\d.*(pp|%|nat|\N{MULTIPLICATION SIGN})", _module(kind).EXAMPLE.alt)


@pytest.mark.parametrize("kind", KINDS)
def test_its_table_is_its_data(kind: str) -> None:
    """Every number that `draw` is given stands in the rows that a reader can download, unrounded."""
    table = _module(kind).EXAMPLE
    assert len(set(_numbers(table))) >= 5
    assert set(_numbers(table)) <= {cell for row in table.rows() for cell in row}
