"""What a run is called: a digest of everything that decides its outcome."""

import ast
import json
import tokenize
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

KEY_VERSION = 1
PACKAGE = Path(__file__).parent
KEYED = frozenset({"augmentations", "inits", "losses", "models", "norms", "optimizers", "schedules", "training"})
"""Folders whose code decides what a run computes. Probes only look; data sets are keyed by content."""
LOOKING = KEYED | {"probes"}
"""Folders whose code decides what a probe reads."""


def run_key(settings: Mapping[str, Any], *, data: str, code: str) -> str:
    """Return sha256 of canonical JSON: sorted names, no spaces, every default written out.

    Args:
        settings: the resolved recipe (without its data set), norm and seed.
        data: digest of the data set's content.
        code: digest of the code that the run uses.
    """
    material = {"key_version": KEY_VERSION, "settings": settings, "data": data, "code": code}
    text = json.dumps(material, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(text.encode()).hexdigest()


def together(names: Iterable[str]) -> str:
    """Name several runs that are trained as one: the key of a single one, else a digest of all."""
    names = list(names)
    return names[0] if len(names) == 1 else sha256("\n".join(names).encode()).hexdigest()


def code_digest(plugins: Iterable[Path]) -> str:
    """Digest the given plug-in files, the training package and what they import from the keyed folders."""
    return _digest({*plugins, *(PACKAGE / "training").glob("*.py")}, KEYED)


def probe_digest(probe: Path) -> str:
    """Digest a probe's file and what it imports: readings of other code are other readings."""
    return _digest({probe}, LOOKING)


def _digest(files: set[Path], folders: frozenset[str]) -> str:
    """Digest files and what they import from the folders, directly or not."""
    waiting = list(files)
    while waiting:
        new = _imports(waiting.pop(), folders) - files
        files |= new
        waiting.extend(new)
    lines = sorted(f"{path.relative_to(PACKAGE).as_posix()} {_file_digest(path)}" for path in files)
    return sha256("\n".join(lines).encode()).hexdigest()


@cache
def _file_digest(path: Path) -> str:
    return sha256(significant(path.read_text(encoding="utf-8")).encode()).hexdigest()


@cache
def _imports(path: Path, folders: frozenset[str]) -> set[Path]:
    """Files of the folders that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = _absolute(node, path)
            dotted = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        else:
            continue
        for name in dotted:
            package, *parts = name.split(".")
            file = PACKAGE.joinpath(*parts).with_suffix(".py")
            if package == "bnreport" and parts and parts[0] in folders and file.is_file():
                found.add(file)
    return found


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    """Return the dotted name that a file imports from, dots in front resolved."""
    if not node.level:
        return node.module or ""
    folder = path.relative_to(PACKAGE.parent).parents[node.level - 1]
    return ".".join([*folder.parts, *([node.module] if node.module else [])])


def significant(source: str) -> str:
    """Strip comments, docstrings, blank lines, trailing space and a probe's `FIGURES`: the rest decides what it does.

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
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            _strip_docstring(node.body, lines, inside)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["FIGURES"]:
            rows = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            lines[node.lineno - 1 : rows.stop - 1] = [""] * len(rows)
            inside.difference_update(rows)
    numbered = enumerate(lines, start=1)
    return "\n".join(
        line if row in inside else line.rstrip() for row, line in numbered if line.strip() or row in inside
    )


def _strip_docstring(body: list[ast.stmt], lines: list[str], inside: set[int]) -> None:
    first = body[0] if body else None
    if not (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    ):
        return
    start, end = first.lineno, first.end_lineno or first.lineno
    before = lines[start - 1].encode()[: first.col_offset].decode()  # columns count bytes
    after = lines[end - 1].encode()[first.end_col_offset :].decode()
    lines[start - 1 : end] = [""] * (end - start + 1)
    inside.difference_update(range(start, end))
    # a body of nothing but a docstring is a body of `pass`
    lines[start - 1] = before + ("pass" if len(body) == 1 else "") + after
