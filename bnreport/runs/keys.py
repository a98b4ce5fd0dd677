"""What a run is called: a digest of everything that decides its outcome."""

import ast
import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bnreport.files import PACKAGE
from bnreport.runs.significant import runtime, significant

KEY_VERSION = 2
EXCEPTED = frozenset({"errors", "files", "formatting", "registry", "results"})
"""Modules and folders that any code may use and no result depends on: words, files, the form of options and results."""


def run_key(settings: Mapping[str, Any], *, data: str, code: str) -> str:
    """Return sha256 of canonical JSON: sorted names, no spaces, every default written out.

    Args:
        settings: the resolved recipe (without its data set), norm, seed, and whether it trains stacked.
        data: digest of the data set's content.
        code: digest of the code that the run uses.
    """
    material = {"key_version": KEY_VERSION, "settings": settings, "data": data, "code": code}
    text = json.dumps(material, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(text.encode()).hexdigest()


def code_digest(plugins: Iterable[Path]) -> str:
    """Digest the given plug-in files, the training package and what of the package they import."""
    return _digest({*plugins, *(PACKAGE / "training").glob("*.py")})


def probe_digest(probe: Path) -> str:
    """Digest a probe's file and what it imports: readings of other code are other readings."""
    return _digest({probe})


def report_digest() -> str:
    """Digest what makes verdicts and pages of runs: a report that was made by other code may say something else."""
    folders = ("figures", "hypotheses", "judge", "report", "results", "stats")
    files = {path for folder in folders for path in (PACKAGE / folder).rglob("*.py")}
    return _digest({PACKAGE / "formatting.py", *files})


def _digest(files: set[Path]) -> str:
    """Digest what files and their imports say; where they lie does not count, so that a module can move."""
    digests = sorted(filter(None, map(_file_digest, closure(files))))
    return sha256("\n".join(digests).encode()).hexdigest()


def closure(files: set[Path]) -> set[Path]:
    """Return the files and what of the package they import when they run, directly or not."""
    found, waiting = set(files), list(files)
    while waiting:
        new = _imports(waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return found


@cache
def _file_digest(path: Path) -> str:
    """Digest what decides in a file; empty where nothing does."""
    text = significant(path.read_text(encoding="utf-8"))
    return sha256(text.encode()).hexdigest() if text else ""


@cache
def _imports(path: Path) -> set[Path]:
    """Files of the package that a file imports when it runs."""
    found: set[Path | None] = set()
    for node in runtime(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = _absolute(node, path)
            found.update(_file(f"{module}.{alias.name}") or _file(module) for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(_file(alias.name) for alias in node.names)
    return {file for file in found if file}


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    """Return the dotted name that a file imports from, dots in front resolved."""
    if not node.level:
        return node.module or ""
    folder = path.relative_to(PACKAGE.parent).parents[node.level - 1]
    return ".".join([*folder.parts, *([node.module] if node.module else [])])


def _file(module: str) -> Path | None:
    """Return a module's file; None where it is not of the package, excepted, or the package itself: its version."""
    package, *parts = module.split(".")
    if package != PACKAGE.name or not parts or parts[0] in EXCEPTED:
        return None
    path = PACKAGE.joinpath(*parts)
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)
