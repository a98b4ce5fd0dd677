"""What of a file decides what it does: its text without words for people, type checkers and places of modules."""

import ast
import tokenize
from collections.abc import Iterator
from io import StringIO
from typing import TypeGuard

from bnreport.files import PACKAGE


def runtime(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield every node but those that only a type checker reads."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.orelse if _for_types(node) else ast.iter_child_nodes(node))


def _for_types(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def significant(source: str) -> str:
    """Strip comments, blank lines, trailing space and statements that decide nothing; see `_idle`.

    Works on the text, not on a dump of the syntax tree, so that every Python version gives the same digest.
    """
    lines = source.split("\n")
    inside: set[int] = set()  # rows that end inside a string, where space means something
    opened: list[int] = []
    for token in tokenize.generate_tokens(StringIO(source).readline):
        (row, column), kind = token.start, tokenize.tok_name[token.type]
        if kind == "COMMENT":
            lines[row - 1] = lines[row - 1][:column]
        elif kind == "FSTRING_START":  # from Python 3.12 on; one STRING before
            opened.append(row)
        elif kind in {"STRING", "FSTRING_END"}:
            inside.update(range(opened.pop() if kind == "FSTRING_END" else row, token.end[0]))
    idle = sorted(_idle(ast.parse(source)), key=lambda found: (found[0].lineno, found[0].col_offset))
    for statement, instead in reversed(idle):  # from the end, so that places before it stay where they are
        _replace(statement, instead, lines, inside)
    numbered = enumerate(lines, start=1)
    return "\n".join(
        line if row in inside else line.rstrip() for row, line in numbered if line.strip() or row in inside
    )


def _idle(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield docstrings, imports, `__all__`, code for type checkers, and what of a probe reads no run.

    That is its `COST`, `FIGURES`, `LABELS` and `RANGES`.
    Each comes with what replaces it: of an import the names that it binds to others, which the rest of the code cannot
    show; else nothing, but `pass` for the first of a block that would be empty.
    """
    for node in runtime(tree):
        for name, block in ast.iter_fields(node):
            if not isinstance(block, list) or not block or not isinstance(block[0], ast.stmt):
                continue
            if _for_types(node) and name == "body":
                idle = block if node.orelse else []  # without `else` the whole statement goes, from its own block
            else:
                idle = [statement for statement in block if _says_nothing(statement, top=node is tree)]
            emptied = idle == block and node is not tree
            for statement in idle:
                yield statement, _renamed(statement) or ("pass" if emptied and statement is block[0] else "")


def _renamed(statement: ast.stmt) -> str:
    """Return what an import binds to another name; where a module of the package lies does not count."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return ""
    module = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
    ours = isinstance(statement, ast.ImportFrom) and statement.level > 0
    said = []
    for alias in statement.names:
        whole = f"{module}.{alias.name}".lstrip(".")
        name = alias.name.rpartition(".")[2] if ours or whole.partition(".")[0] == PACKAGE.name else whole
        said += [f"{alias.asname} = {name!r}"] if alias.asname and alias.asname != alias.name else []
    return "; ".join(said)


def _says_nothing(statement: ast.stmt, *, top: bool) -> bool:
    if isinstance(statement, ast.Expr):  # a docstring, be it of an attribute
        return isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    if isinstance(statement, ast.Assign):
        named = [ast.unparse(target) for target in statement.targets]
        return top and named in (["COST"], ["FIGURES"], ["LABELS"], ["RANGES"], ["__all__"])
    return isinstance(statement, ast.Import | ast.ImportFrom) or (_for_types(statement) and not statement.orelse)


def _replace(statement: ast.stmt, instead: str, lines: list[str], inside: set[int]) -> None:
    """Put other text in a statement's place; without any, the `;` that parted it from a neighbour goes too."""
    start, end = statement.lineno, statement.end_lineno or statement.lineno
    before = lines[start - 1].encode()[: statement.col_offset].decode()  # columns count bytes
    after = lines[end - 1].encode()[statement.end_col_offset :].decode().lstrip()
    if not instead and after.startswith(";"):
        after = after[1:].lstrip()
    elif not instead:
        before = before.rstrip().removesuffix(";")
    goes_on = end in inside
    inside.difference_update(range(start, end + 1))
    lines[start - 1 : end] = [before + instead + after, *[""] * (end - start)]
    if goes_on:
        inside.add(start)
