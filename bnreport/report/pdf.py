"""The same page on paper: tagged PDF/UA-1, fonts embedded, nothing fetched, no clock."""

import os
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bnreport.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FACES = (
    ("Report Sans", "normal", "normal", "DejaVuSans.ttf"),
    ("Report Sans", "bold", "normal", "DejaVuSans-Bold.ttf"),
    ("Report Sans", "normal", "italic", "DejaVuSans-Oblique.ttf"),
    ("Report Serif", "normal", "normal", "STIXGeneral.ttf"),
    ("Report Serif", "normal", "italic", "STIXGeneralItalic.ttf"),
    ("Report Mono", "normal", "normal", "DejaVuSansMono.ttf"),
)
"""Fonts that matplotlib ships (DejaVu and STIX, both free): two machines set the same lines."""
_SCHEME = "report-font"
_LAST = b"startxref"
_SEAL = b"%%sha256 %b\n"
_SEALED = len(_SEAL % (b"0" * 64))


def identifier(page: str) -> bytes:
    """Return what the PDF of a page carries as its identifier: of the page, and of who sets it."""
    try:
        setter = version("weasyprint")
    except PackageNotFoundError:
        setter = "nobody"
    return sha256(f"{setter} {page}".encode()).hexdigest().encode()


def is_of(page: str, pdf: bytes) -> bool:
    """Tell whether a PDF is that of this very page, and whole."""
    return identifier(page) in pdf and is_whole(pdf)


def is_whole(pdf: bytes) -> bool:
    """Tell whether a PDF of ours is as it was written."""
    body, start, end = pdf.rpartition(_LAST)
    return _sealed(body[:-_SEALED] + start + end) == pdf


def to_pdf(page: str, finished_at: str) -> bytes:
    """Set the page with WeasyPrint.

    Args:
        page: the HTML; its print rules apply.
        finished_at: ISO 8601, the only date the file holds.

    Raises:
        MachineError: WeasyPrint or Pango is not installed.
    """
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415  (loads Pango)
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except ImportError:
        raise MachineError("No PDF was written: WeasyPrint is not installed. pip install weasyprint.") from None
    except OSError:
        raise MachineError(
            "No PDF was written: WeasyPrint needs Pango. Install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0 (Debian, Ubuntu: apt-get install) or pango (macOS: brew install)."
        ) from None
    only_ours = _fetcher()
    fonts = FontConfiguration()
    faces = CSS(string=_faces(), font_config=fonts, url_fetcher=only_ours)
    out = BytesIO()
    with _epoch(finished_at):
        HTML(string=page, url_fetcher=only_ours).write_pdf(
            out, stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier(page)
        )
    return _sealed(out.getvalue())


def _sealed(pdf: bytes) -> bytes:
    """Put the digest of a PDF into it: as a comment before its last lines, where no offset in it shifts."""
    body, start, end = pdf.rpartition(_LAST)
    return body + _SEAL % sha256(pdf).hexdigest().encode() + start + end


def _fetcher() -> "Callable[[str], object]":
    """Return what fetches images inside the page and our own fonts; nothing else, neither files nor network."""
    from matplotlib import get_data_path  # noqa: PLC0415  (only the PDF needs its fonts)
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  (loads Pango)

    shipped = Path(get_data_path(), "fonts", "ttf")
    known = {f"{_SCHEME}:{name}": shipped / name for *_, name in _FACES}

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: object = None) -> object:
            if url in known:
                return URLFetcherResponse(url, known[url].read_bytes(), {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    fetcher: Callable[[str], object] = Fetcher(allowed_protocols={"data"}, allow_redirects=False)
    return fetcher


def _faces() -> str:
    return "\n".join(
        f'@font-face {{font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{_SCHEME}:{name}")}}'
        for family, weight, style, name in _FACES
    )


@contextmanager
def _epoch(finished_at: str) -> "Iterator[None]":
    """Subset fonts carry a date: make it the runs', and put the environment back."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    stamp = datetime.fromisoformat(finished_at).timestamp() if finished_at else 0
    os.environ["SOURCE_DATE_EPOCH"] = str(int(stamp))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
