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
KEYED = frozenset({"augmentations", "inits", "models", "norms", "optimizers", "schedules", "training"})
"""Folders whose code decides what a run computes. Probes only look; data sets are keyed by content."""


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


def code_digest(plugins: Iterable[Path]) -> str:
    """Digest the given plug-in files, the training package and what they import from the keyed folders."""
    files = set(plugins) | set((PACKAGE / "training").glob("*.py"))
    waiting = list(files)
    while waiting:
        new = _imports(waiting.pop()) - files
        files |= new
        waiting.extend(new)
    lines = sorted(f"{path.relative_to(PACKAGE).as_posix()} {_file_digest(path)}" for path in files)
    return sha256("\n".join(lines).encode()).hexdigest()


@cache
def _file_digest(path: Path) -> str:
    return sha256(significant(path.read_text(encoding="utf-8")).encode()).hexdigest()


@cache
def _imports(path: Path) -> set[Path]:
    """Files of the keyed folders that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            dotted = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        else:
            continue
        for name in dotted:
            package, *parts = name.split(".")
            file = PACKAGE.joinpath(*parts).with_suffix(".py")
            if package == "bnreport" and parts and parts[0] in KEYED and file.is_file():
                found.add(file)
    return found


def significant(source: str) -> str:
    """Strip comments, docstrings, blank lines and trailing space: what is left decides what the code does.

    Works on the text, not on a dump of the syntax tree, so that every Python version gives the same digest.
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            _strip_docstring(node, lines)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _strip_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> None:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        for row in range(first.lineno - 1, first.end_lineno or first.lineno):
            lines[row] = ""
        if len(node.body) == 1:  # a body of nothing but a docstring is a body of `pass`
            lines[first.lineno - 1] = " " * first.col_offset + "pass"
