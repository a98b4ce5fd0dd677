"""A YAML file as plain data, with the place of every key and value; nothing is constructed, nothing executed."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.reader import ReaderError

from bnreport.errors import Problem, SpecError, short
from bnreport.study.traps import sentences

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 40

_SCALARS = (
    # YAML 1.2 core schema: 1e-6 is a number, `no` and `12:30` are text (YAML 1.1, PyYAML's own, says otherwise)
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,400}"), int),
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
        if path.exists() and not path.is_file():
            what = "is a device or a pipe, not a file. Save the study to a file and name that."
            raise SpecError([Problem(str(path), "", what)])
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SpecError(
                [Problem(str(path), "", f"is too large for a study. Got {size / 1e6:.0f} MB; the limit is 1 MB.")]
            )
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SpecError([Problem(str(path), "", "no such file. `bnreport new FILE` writes a starter study.")]) from None
    except OSError as error:
        raise SpecError([Problem(str(path), "", f"cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError as error:
        place = f"{path}:{error.object.count(bytes([10]), 0, error.start) + 1}"
        what = f"is not UTF-8 text: byte {error.start} is 0x{error.object[error.start]:02x}. Save it as UTF-8."
        raise SpecError([Problem(place, "", what)]) from None
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
        node = yaml.compose(text, Loader=_Untagged)
        data = reader.value(node, ())
    except ReaderError as error:
        line = text.count("\n", 0, error.position)
        place = f"{path}:{line + 1}:{error.position - text.rfind(chr(10), 0, error.position)}"
        what = f"holds the character U+{error.character:04X}, which YAML does not allow. Remove it."
        raise SpecError([Problem(place, "", what)]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = sentences(error, text)
        if isinstance(error, _TagError):
            what = f"tags are not read here. Got {error.problem}. Remove it."
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise SpecError([Problem(place, "", what)]) from None
    except RecursionError:
        raise SpecError([Problem(str(path), "", f"nested more than {MAX_DEPTH} deep.")]) from None
    if data is None:
        raise SpecError([Problem(str(path), "", "is empty. `bnreport new FILE` writes a starter study.")])
    if not isinstance(data, dict):
        reader.problem((), f"a study is a mapping of names to values. Got {short(data)}.")
    if reader.problems:
        raise SpecError(reader.problems)
    return Document(path, text, data, reader.places)


class _TagError(yaml.MarkedYAMLError):
    """A value carries a tag, such as `!!python/object`."""


class _Untagged(yaml.SafeLoader):
    """Composes nodes, and refuses tags."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401  (a node or a number)
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None) is not None:
            raise _TagError(problem=event.tag, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


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
            what = f"nested more than {MAX_DEPTH} deep, or an alias that holds itself. Write the values out."
            if self.count > MAX_VALUES:
                what = f"expands to more than {MAX_VALUES:,} values: aliases that repeat aliases? Write the values out."
            raise SpecError([Problem(self.mark(node) if node else str(self.path), "", what)])
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.places[*where, index] = self.mark(item)
            return [self.value(item, (*where, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            return None
        if _halved(node.value):
            self.problem(where, "holds half a character (a surrogate). Write the character itself.", node)
            return ""
        return node.value if node.style is not None else scalar(node.value)

    def mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or _halved(key) or (key == "<<" and key_node.style is None):
                what = "merge keys are not read here. Write the values out." if key == "<<" else "a key must be a name."
                self.problem(where, what, key_node)
                continue
            if key in result:
                first = self.places[*where, key]
                self.problem((*where, key), f"the key stands here a second time, after {first}. Remove one.", key_node)
                continue
            self.places[*where, key] = self.mark(key_node)
            result[key] = self.value(value_node, (*where, key))
        return result


def _halved(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def scalar(text: str) -> Any:  # noqa: ANN401  (a YAML scalar)
    """Return the value of a plain (unquoted) scalar."""
    return next((make(text) for pattern, make in _SCALARS if pattern.fullmatch(text)), text)
