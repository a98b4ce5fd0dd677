"""A YAML file as plain data, with the place of every key and value; nothing is constructed, nothing executed."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bnreport.errors import Problem, SpecError

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 40

_SCALARS = (
    # YAML 1.2 core schema: 1e-6 is a number, `no` and `12:30` are text (YAML 1.1, PyYAML's own, says otherwise)
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda _: float("nan")),
)

Where = tuple[str | int, ...]


class Document(NamedTuple):
    """Plain data and where each part of it stands."""

    path: Path
    text: str
    data: dict[str, Any]
    places: dict[Where, str]
    """`path:line:column` (from 1) of each value's key, or of the list item."""


def read_text(path: Path) -> str:
    """Read a file that should hold a study.

    Raises:
        SpecError: it is missing, a folder, unreadable, empty, too large or not UTF-8.
    """
    try:
        if path.is_dir():
            raise SpecError([Problem(str(path), "", "is a folder. Name the YAML file in it.")])
        if path.stat().st_size > MAX_BYTES:
            size = f"{path.stat().st_size / 1e6:.0f} MB"
            raise SpecError([Problem(str(path), "", f"is too large for a study. Got {size}; the limit is 1 MB.")])
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SpecError([Problem(str(path), "", "no such file. `bnreport new FILE` writes a starter study.")]) from None
    except OSError as error:
        raise SpecError([Problem(str(path), "", f"cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 text: byte {error.start} is 0x{error.object[error.start]:02x}. Save it as UTF-8."
        raise SpecError([Problem(str(path), "", what)]) from None
    if not text.strip():
        raise SpecError([Problem(str(path), "", "is empty. `bnreport new FILE` writes a starter study.")])
    return text


def parse(path: Path, text: str) -> Document:
    """Turn YAML text into plain data.

    Raises:
        SpecError: it is not YAML, repeats a key, or expands without end.
    """
    reader = _Reader(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = reader.value(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        tab = "found character '\\t'" in (error.problem or "")
        what = "a tab indents this line. Use spaces." if tab else f"not YAML: {error.problem or error.context}."
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise SpecError([Problem(place, "", what)]) from None
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise SpecError([Problem(str(path), "", f"not YAML: {first}.")]) from None
    except RecursionError:
        raise SpecError([Problem(str(path), "", f"nested more than {MAX_DEPTH} deep.")]) from None
    if not isinstance(data, dict):
        reader.problem((), f"a study is a mapping of names to values. Got {type(data).__name__}.")
    if reader.problems:
        raise SpecError(reader.problems)
    return Document(path, text, data, reader.places)


class _Reader:
    """Walks the node tree once, counting, so that aliases can neither multiply nor recurse without end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[Where, str] = {(): f"{path}:1:1"}
        self.problems: list[Problem | str] = []
        self.count = 0

    def problem(self, where: Where, what: str, node: yaml.Node | None = None) -> None:
        place = self.mark(node) if node else self.places[where]
        self.problems.append(Problem(place, ".".join(map(str, where)), what))

    def mark(self, node: yaml.Node) -> str:
        return f"{self.path}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

    def value(self, node: yaml.Node | None, where: Where) -> Any:  # noqa: ANN401  (plain YAML data)
        self.count += 1
        if self.count > MAX_VALUES or len(where) > MAX_DEPTH:
            limit = f"{MAX_VALUES:,} values" if self.count > MAX_VALUES else f"{MAX_DEPTH} levels"
            what = f"expands to more than {limit}: aliases that repeat aliases? Write the values out."
            raise SpecError([Problem(str(self.path), "", what)])
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.places[*where, index] = self.mark(item)
            return [self.value(item, (*where, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            return None
        if node.tag.startswith("!") or (node.style is None and node.tag.endswith(":merge")):
            self.problem(where, f"tags and merge keys are not read here. Got {node.tag}. Write the value out.", node)
        return node.value if node.style is not None else scalar(node.value)

    def mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str) or key == "<<":
                what = "merge keys are not read here. Write the values out." if key else "a key must be a name."
                self.problem(where, what, key_node)
                continue
            if key in result:
                first = self.places[*where, key]
                self.problem((*where, key), f"the key stands here a second time, after {first}. Remove one.", key_node)
                continue
            self.places[*where, key] = self.mark(key_node)
            result[key] = self.value(value_node, (*where, key))
        return result


def scalar(text: str) -> Any:  # noqa: ANN401  (a YAML scalar)
    """Return the value of a plain (unquoted) scalar."""
    return next((make(text) for pattern, make in _SCALARS if pattern.fullmatch(text)), text)
