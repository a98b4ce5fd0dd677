"""What lies beside a page, as a digest of each file in its last line: an edited or exchanged file shows.

A comment behind the page, since it changes nothing that readers, printers or checkers see.
"""

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PAGE = "page"
_SEAL = re.compile(rb"<!-- sha256 (\{[^<>]*\}) -->\n\Z")


def seal(page: str, beside: "Mapping[str, bytes]", **made_by: str) -> str:
    """Return a page with its seal.

    Args:
        page: the HTML.
        beside: files, by their path from the page's folder.
        made_by: other digests that it depends on, by what they are of.
    """
    digests = {PAGE: _digest(page.encode()), **{name: _digest(content) for name, content in beside.items()}, **made_by}
    return f"{page}<!-- sha256 {json.dumps(digests, sort_keys=True)} -->\n"


def broken(html: "Path", **made_by: str) -> "Iterator[str]":
    """Yield the name of whatever is not what a page was sealed with; the page's own if it was edited or has no seal.

    Args:
        html: the page.
        made_by: what the other digests would be today.
    """
    content = html.read_bytes()
    found = _SEAL.search(content)
    digests = json.loads(found[1]) if found else {}
    if not found or digests.pop(PAGE, "") != _digest(content[: found.start()]):
        yield html.name
    for name, digest in digests.items():
        path = html.parent / name
        held = made_by[name] if name in made_by else _digest(path.read_bytes()) if path.is_file() else ""
        if held != digest:
            yield name


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
