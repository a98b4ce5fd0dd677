"""The type of a plug-in's option, from the syntax tree of its annotation: a whitelist, so that reading runs nothing."""

import ast
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from bnreport.errors import SpecError
from bnreport.registry import lengths, options, sizes


def _types(module: ModuleType) -> dict[str, Any]:
    """Return what a module defines under a name like `Count`; what it imports is left out."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    aliases = [ast.unparse(target) for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    return {name: getattr(module, name) for name in (*classes, *aliases) if name[0].isupper() and not name.isupper()}


_NAMES: dict[str, Any] = (
    _types(lengths)
    | _types(options)
    | _types(sizes)
    | {
        "bool": bool,
        "int": int,
        "float": float,
        "str": str,
        "object": object,
        "list": list,
        "dict": dict,
    }
)
_PARAMETERS = {"list": 1, "dict": 2}


def option_type(argument: ast.arg, path: Path) -> Any:  # noqa: ANN401  (a type)
    """Return the type that a parameter's annotation names.

    A name of `lengths`, `options` or `sizes`, `bool`, `int`, `float`, `str`, `object`, `list[...]`, `dict[...]`,
    `Literal[...]` of text and whole numbers, any of them with `| None` or another after `|`, all of it in quotes or
    not.

    Args:
        argument: the parameter.
        path: the file that it stands in, for messages.

    Raises:
        SpecError: it is none of these.
    """
    try:
        return _read(argument.annotation)
    except _Foreign as error:
        raise _refused(argument, path, str(error)) from None


def default_value(argument: ast.arg, default: ast.expr, path: Path) -> object:
    """Return a parameter's default.

    Raises:
        SpecError: it is no literal.
    """
    try:
        return ast.literal_eval(default)
    except (ValueError, TypeError):
        what = f"its default must be written out, as in 0.1 or [1, 2]. Got {ast.unparse(default)}."
        raise _refused(argument, path, what) from None


def _refused(argument: ast.arg, path: Path, what: str) -> SpecError:
    return SpecError([f"{path}:{argument.lineno}:{argument.col_offset + 1}: {argument.arg}: {what}"])


class _Foreign(Exception):  # noqa: N818  (how a reading ends)
    """An annotation that is no type of an option."""

    def __init__(self, node: ast.AST | None) -> None:
        got = f"Got {ast.unparse(node)}." if node else "It has none."
        known = ", ".join(sorted([*_NAMES, "Literal", "None"], key=str.lower))
        super().__init__(f"its annotation is no type that an option can have. {got} Known: {known}.")


def _read(node: ast.AST | None) -> Any:  # noqa: ANN401
    match node:
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=str() as text):
            try:
                return _read(ast.parse(text, mode="eval").body)
            except (SyntaxError, ValueError, RecursionError):
                raise _Foreign(node) from None
        case ast.Name(id=name) if name in _NAMES and name not in _PARAMETERS:
            return _NAMES[name]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _read(left) | _read(right)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=held):
            return Literal[tuple(map(_literal, _several(held)))]
        case ast.Subscript(value=ast.Name(id=name), slice=held) if len(_several(held)) == _PARAMETERS.get(name):
            return _NAMES[name][tuple(map(_read, _several(held)))]
    raise _Foreign(node)


def _several(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _literal(node: ast.expr) -> str | int:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        return node.value
    raise _Foreign(node)
