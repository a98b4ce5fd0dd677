"""Standard output as the commands use it: what cannot be written there ends in one line."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from bnreport.errors import BnreportError


class Output(TextIOWrapper):
    """Text to a file descriptor; once that fails, the rest is thrown away, so that Python's end is quiet."""

    @classmethod
    def instead_of(cls, stream: TextIOWrapper) -> "Output":
        """Take a stream's place."""
        encoding, lines, through = stream.encoding, stream.line_buffering, stream.write_through
        # a file's name need not be text
        return cls(stream.detach(), encoding, "backslashreplace", line_buffering=lines, write_through=through)

    def write(self, text: str) -> int:
        """Write, or raise an error that the user can mend; a reader who has left is none."""
        try:
            return super().write(text)
        except OSError as error:
            raise self._given_up(error) from None

    def flush(self) -> None:
        """Write what was kept back, likewise."""
        try:
            super().flush()
        except OSError as error:
            raise self._given_up(error) from None

    def _given_up(self, error: OSError) -> Exception:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        if isinstance(error, BrokenPipeError):
            return error
        return BnreportError(f"standard output: cannot be written: {error.strerror or error}.")


class Messages(TextIOWrapper):
    """Messages for people; where nobody can read them any more, work goes on without."""

    def write(self, text: str) -> int:
        """Write, if it can be."""
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what was kept back, likewise."""
        with suppress(OSError):
            super().flush()


def prepare() -> None:
    """Let stdout and stderr be there, and take any text.

    Raises:
        BnreportError: stdout is closed.
    """
    if sys.stderr is None:
        sys.stderr = TextIOWrapper(open(os.devnull, "wb"))  # noqa: PTH123, SIM115  (as long as the process)
    if isinstance(sys.stderr, TextIOWrapper):
        through = sys.stderr.write_through
        sys.stderr = Messages(
            sys.stderr.detach(), sys.stderr.encoding, "backslashreplace", line_buffering=True, write_through=through
        )
    if sys.stdout is None:
        raise BnreportError("standard output: is closed. Let it lead somewhere, e.g. > /dev/null.")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout = Output.instead_of(sys.stdout)
