"""`bnreport`: the commands, and how they end."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperGroup

from bnreport import __version__
from bnreport.cli._output import prepare
from bnreport.cli._terminal import say
from bnreport.errors import BnreportError, ContradictionError, unknown

COMMANDS = tuple(
    sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if path.stem != Path(__file__).stem)
)
"""Each is the file of its name."""
_OUR_BUG = "This is a bug in bnreport, not in your study. Please report it with the lines above.\n"


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """End a command as its users expect; exit 1: they can mend it, 128 + n: signal n, 70: our bug (2 is usage)."""

    @wraps(command)
    def guard(*args: object, **options: object) -> None:
        try:
            try:
                command(*args, **options)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise  # Typer's own ways to end
        except BnreportError as error:
            say(str(error), sys.stderr)
            sys.exit(1)
        except KeyboardInterrupt as error:
            sys.stderr.write("Interrupted. What is finished is kept; the same command goes on from there.\n")
            sys.exit(128 + (error.number if isinstance(error, Ended) else signal.SIGINT))
        except BrokenPipeError:
            sys.exit(0)  # the reader of our output has left; so do we, without a word
        except ContradictionError as error:
            say(str(error), sys.stderr)
            sys.stderr.write(f"The report contradicts itself, so nothing of it was written. {_OUR_BUG}")
            sys.exit(70)
        except Exception:  # noqa: BLE001  (the last resort)
            import traceback

            traceback.print_exc()
            sys.stderr.write(_OUR_BUG)
            sys.exit(70)

    return guard


def _said(module: ModuleType) -> str:
    """Return what a command's file says of it, as a sentence."""
    said = (module.__doc__ or "").partition("`: ")[2]
    return said[:1].upper() + said[1:]


class Group(TyperGroup):
    """Commands; of one misspelt it says which is meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  (Typer bundles its own Click)
        """Find the command that is called for."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            ctx.fail(unknown("command", args[0], known))
        return super().resolve_command(ctx, args)


class Commands(Group):
    """Imports a command's file when it is called for: `check` does not wait for what `render` needs."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """Return the names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Import one command, or a group of them."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bnreport.cli.{cmd_name}")
        made = typer.Typer(cls=Group, add_completion=False, no_args_is_help=True, help=_said(module))
        for name, function in getattr(module, "SUBCOMMANDS", {cmd_name: getattr(module, "command", None)}).items():
            made.command(name)(guarded(function))
        command = typer.main.get_command(made)
        command.name = cmd_name
        return command


app = typer.Typer(cls=Commands, no_args_is_help=True)


@app.callback(invoke_without_command=True)
def about(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    """Registered reports on claims about Batch Normalization: a YAML study in, verdicts, HTML and PDF out."""
    if version:
        sys.stdout.write(f"bnreport {__version__}\n")
        raise typer.Exit


class Ended(KeyboardInterrupt):
    """A signal other than Ctrl-C's that asks us to end, with its number."""

    def __init__(self, number: int) -> None:
        """Keep the number."""
        super().__init__()
        self.number = number


def _end(number: int, _frame: object) -> None:
    if multiprocessing.parent_process():  # forked to draw, with our handler
        os._exit(128 + number)
    raise Ended(number)


@guarded
def main() -> None:
    """Run the command line."""
    prepare()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has us ignore it
            signal.signal(number, _end)
    app(prog_name="bnreport")
