"""A folder of files becomes a mapping of names: `norms/group.py` holds `def group(...)`, in YAML `norm: group`.

Names, summaries, sources and options are read from the file's text, so that `check`, `plan` and `list` know every
plug-in without importing PyTorch; the module is imported when the plug-in is used.
Options are the function's keyword-only parameters, their types read from the text by `annotations`: nothing is run.
"""

import ast
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, create_model

from bnreport.errors import SpecError, unknown
from bnreport.files import PACKAGE
from bnreport.registry.annotations import default_value, option_type


class Plugin(NamedTuple):
    """What the text of one plug-in file says about it."""

    name: str
    summary: str
    """First line of the function's docstring."""
    source: str
    """The docstring's `Source:` paragraph: who defined it, with equation or page."""
    options: type[BaseModel]
    """Keyword-only parameters as a Pydantic model: types, bounds, defaults; unknown names refused."""
    constants: dict[str, Any]
    """Module-level literals with upper-case names, e.g. a probe's METRICS."""


class Registry:
    """The plug-ins of one folder, by name."""

    def __init__(self, package: str, kind: str) -> None:
        """Take the dotted name of the folder, and the word for one of its plug-ins in messages."""
        self.package = package
        self.kind = kind

    @cached_property
    def folder(self) -> Path:
        """Where the files lie."""
        return PACKAGE.joinpath(*self.package.split(".")[1:])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every public file of the folder, sorted; a name that starts with `_` is shared code, not a plug-in."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.py") if not path.stem.startswith("_")))

    @cached_property
    def _plugins(self) -> dict[str, Plugin]:
        return {}

    def path(self, name: str) -> Path:
        """Return the file of a plug-in.

        Raises:
            SpecError: there is none of that name.
        """
        if name not in self.names:
            raise SpecError([unknown(self.kind, name, self.names)])
        return self.folder / f"{name}.py"

    def __getitem__(self, name: str) -> Plugin:
        """Read what the file says, without importing it."""
        if name not in self._plugins:
            self._plugins[name] = _read(name, self.path(name))
        return self._plugins[name]

    def create(self, name: str, *args: object, **options: object) -> Any:  # noqa: ANN401  (each folder has its own type)
        """Import the plug-in and call its function."""
        self.path(name)
        return getattr(import_module(f"{self.package}.{name}"), name)(*args, **options)


def _read(name: str, path: Path) -> Plugin:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    doc = ast.get_docstring(function) or ""
    source = doc.partition("Source:")[2].partition("\n\n")[0]
    arguments = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    described = _described(doc)
    fields: dict[str, Any] = {
        argument.arg: (
            option_type(argument, path),
            Field(
                default=... if default is None else default_value(argument, default, path),
                description=described.get(argument.arg),
            ),
        )
        for argument, default in arguments
    }
    return Plugin(
        name=name,
        summary=doc.partition("\n")[0],
        source=" ".join(source.split()),
        # defaults are validated too: whether 1 or 1.0 is given or left out, it must be one and the same setting
        options=create_model(name, __config__=ConfigDict(frozen=True, extra="forbid", validate_default=True), **fields),
        constants=_constants(tree),
    )


def _described(doc: str) -> dict[str, str]:
    """Return the lines of a Google-style `Args:` section by parameter."""
    section = doc.partition("Args:\n")[2].partition("\n\n")[0]
    lines = (line.strip().partition(": ") for line in section.splitlines())
    return {name: text for name, colon, text in lines if colon}


def _constants(tree: ast.Module) -> dict[str, Any]:
    return {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper() and not target.id.startswith("_")
    }
